package apply

import (
	"context"
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
	textBlind  = text.Template{Key: "apply/awaits-blind", EN: "waiting: {for}; whether it is so cannot be read: {reason}", JA: "待機中: {for}。状態を読み取れません: {reason}"}
	textBehind = text.Template{Key: "apply/behind", EN: "step {step}, which comes first, is pending", JA: "先に行うステップ {step} が保留中です"}
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
			return false, e.end(ctx, plan.Pending, stillWaiting(r, a))
		}
		if err := e.waiting(ctx, a.For); err != nil {
			return false, err
		}
		if err := e.Clock.Sleep(ctx, pause); err != nil {
			return false, err
		}
	}
}

// stillWaiting says what a step waits for that has waited long enough.
func stillWaiting(r resource.Resource, a *plan.Await) text.Message {
	for _, name := range slices.Sorted(maps.Keys(a.Facts)) {
		if f := resource.FactOf(r, name); f.State() == resource.Hidden {
			return textBlind.With("for", a.For.Text, "reason", f.Why().String())
		}
	}
	return textAwaits.With("for", a.For.Text)
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

// filled is the call with what earlier calls gave in its input. Done tells that the step has come to its end, because
// that is not to be had.
func (e *execution) filled(ctx context.Context, i int) (c *plan.Call, done bool, err error) {
	call := e.step.Do[i]
	values := map[string]string{}
	for _, o := range call.Outputs {
		v, err := e.output(ctx, o)
		if err != nil {
			return nil, true, e.unreadable(ctx, err)
		}
		if v == "" {
			return nil, true, e.lostOutput(ctx, textLost.With("operation", call.Operation, "path", o.Path, "from", e.from(o)))
		}
		values[o.Into] = v
	}
	if len(values) == 0 {
		return &call, false, nil
	}
	op, ok := e.Catalog.Op(call.Operation)
	if !ok {
		return nil, true, fault.New(fault.Refused, "%s is not a declared write", call.Operation)
	}
	if call.Input, err = op.Fill(call.Input, values); err != nil {
		return nil, true, e.lostOutput(ctx, textRefused.With("operation", call.Operation, "error", err.Error()))
	}
	return &call, false, nil
}

// lostOutput ends the step for a person to look.
func (e *execution) lostOutput(ctx context.Context, why text.Message) error {
	if r, readErr := e.read(ctx); readErr == nil {
		e.observe(r)
	}
	return e.end(ctx, plan.Failed, why)
}

// from is the operation that gave an output. In an undo it is one of the calls that are taken back.
func (e *execution) from(o plan.Output) string {
	for _, c := range slices.Concat(e.step.Do, e.step.Undo) {
		if c.Move == o.Move && slices.Contains(c.Keep, o.Path) {
			return c.Operation
		}
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
