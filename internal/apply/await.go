package apply

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textAwaits = text.Template{Key: "apply/awaits", EN: "waiting: {for}", JA: "待機中: {for}"}
	textLost   = text.Template{Key: "apply/lost", EN: "{operation} needs the {path} that {from} gave, and it was lost: a person has to look", JA: "{operation} に必要な {from} の出力 {path} が失われました。人による確認が必要です"}
)

// await waits until the resource is as a call needs it. The step shows what it waits for; a process that is killed
// meanwhile waits again when the run is taken up. Ready is false where the step has come to its end.
func (e *execution) await(ctx context.Context, i int) (ready bool, err error) {
	a := e.step.Do[i].Await
	if a == nil {
		return true, nil
	}
	until := e.Clock.Now().Add(time.Duration(a.Seconds) * time.Second)
	for pause := 250 * time.Millisecond; ; pause = min(2*pause, 15*time.Second) {
		r, err := e.get(ctx, slices.Collect(maps.Keys(a.Facts)))
		if err != nil {
			return false, e.unreadable(ctx, err)
		}
		if e.is(r, a.Facts) {
			return true, nil
		}
		if !e.Clock.Now().Before(until) {
			return false, e.end(ctx, plan.Pending, textAwaits.With("for", a.For.Text))
		}
		if err := e.waiting(ctx, a.For); err != nil {
			return false, err
		}
		if err := e.Clock.Sleep(ctx, pause); err != nil {
			return false, err
		}
	}
}

// waiting notes, once, what the step waits for.
func (e *execution) waiting(ctx context.Context, what text.Message) error {
	said := textAwaits.With("for", what.Text)
	if e.rs.Reason == said.Text {
		return nil
	}
	e.rs.State, e.rs.Reason, e.rs.Said = plan.Started, said.Text, said
	return e.Journal.SetStep(context.WithoutCancel(ctx), e.run.ID, *e.rs)
}

// filled is the call with what earlier calls gave in its input.
func (e *execution) filled(ctx context.Context, i int) (*plan.Call, error) {
	c := e.step.Do[i]
	if len(c.Outputs) == 0 {
		return &c, nil
	}
	op, ok := e.Catalog.Op(c.Operation)
	if !ok {
		return nil, fault.New(fault.Refused, "%s is not a declared write", c.Operation)
	}
	values := map[string]string{}
	for _, o := range c.Outputs {
		v, err := e.output(ctx, o)
		if err != nil {
			return nil, err
		}
		if v == "" {
			return nil, lostOutput{textLost.With("operation", c.Operation, "path", o.Path, "from", e.from(o))}
		}
		values[o.Into] = v
	}
	var err error
	c.Input, err = op.Fill(c.Input, values)
	return &c, err
}

// lostOutput is an output of an earlier call that nobody knows any more.
type lostOutput struct{ why text.Message }

func (l lostOutput) Error() string { return l.why.Text }

func isLostOutput(err error) bool {
	_, is := errors.AsType[lostOutput](err)
	return is
}

// lostOutput ends the step for a person to look.
func (e *execution) lostOutput(ctx context.Context, err error) error {
	lost, _ := errors.AsType[lostOutput](err)
	if r, readErr := e.read(ctx); readErr == nil {
		e.observe(r)
	}
	return e.end(ctx, plan.Failed, lost.why)
}

func (e *execution) from(o plan.Output) string {
	if o.Move >= 0 && o.Move < len(e.step.Do) {
		return e.step.Do[o.Move].Operation
	}
	return "?"
}

// output is a value that an earlier call gave: from the plan, from the journal, or else from the resource.
func (e *execution) output(ctx context.Context, o plan.Output) (string, error) {
	if o.Value != "" {
		return o.Value, nil
	}
	for _, c := range slices.Backward(e.rs.Calls) {
		if v := c.Outputs[o.Path]; c.Index == o.Move && v != "" && !e.undo {
			return v, nil
		}
	}
	if o.Fact == "" {
		return "", nil
	}
	r, err := e.get(ctx, []string{o.Fact})
	if err != nil {
		return "", err
	}
	v, _ := resource.FactOf(r, o.Fact).(resource.Fact[string])
	return v.Value(), nil
}

// outputLost tells whether a call has to be made again although it may have worked, for what it gives is needed; it
// then does no more than once.
func (e *execution) outputLost(i int, op *awsop.Op) bool {
	return len(e.step.Do[i].Keep) > 0 && op != nil && op.Idempotent
}
