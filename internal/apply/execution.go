package apply

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// execution is one step being carried out.
type execution struct {
	*Applier
	plan *plan.Plan
	run  *plan.Run
	step *plan.Step
	rs   *plan.RunStep
	undo bool
	// patience is how long the step may take to show, nil for as long as usual.
	patience *time.Duration
	// holder is this process, as the journal knows it.
	holder Holder
}

// do brings the step to an end and journals it. The error is for what ends the whole run: a journal that cannot be
// written, expired credentials, an ended context.
func (e *execution) do(ctx context.Context, permit Permit) error {
	if why := e.refusal(permit); why != nil {
		return e.end(ctx, why.State, why.Why)
	}
	r, err := e.read(ctx)
	if err != nil {
		return e.unreadable(ctx, err)
	}
	next, done, err := e.where(ctx, r)
	if err != nil || done {
		return err
	}
	for i := next; i < len(e.step.Do); i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if done, err := e.call(ctx, i); err != nil || done {
			return err
		}
	}
	return e.verify(ctx, e.first())
}

// first is how long the step may take to show before the run goes on with the next one.
func (e *execution) first() time.Duration {
	if e.patience != nil {
		return *e.patience
	}
	return min(e.longest(e.step), e.Waits.Verify)
}

// Refusal is why a step is not applied, and the state in which that leaves it.
type Refusal struct {
	State plan.State
	Why   text.Message
}

// refusal asks the permit, unless calls have been made already: what is begun is brought to an end.
func (e *execution) refusal(permit Permit) *Refusal {
	if len(e.rs.Calls) > 0 {
		return nil
	}
	if awsconf.Own(e.Caller, e.step.Resource.ID) && !e.undo {
		return &Refusal{plan.Skipped, textOwn.With()}
	}
	for _, id := range e.step.After {
		i := slices.IndexFunc(e.run.Steps, func(s plan.RunStep) bool { return s.Step == id })
		if i < 0 {
			continue
		}
		switch first := e.run.Steps[i]; {
		case first.State == plan.Pending && e.undo: // its calls were made, and undoing must not wait for a person
		case first.State == plan.Pending || isBehind(first):
			return &Refusal{plan.Planned, textBehind.With("step", id)} // its turn comes when the same command is given again
		case !first.State.Well():
			return &Refusal{plan.Skipped, textAfter.With("step", id)}
		}
	}
	return permit(e.step)
}

// unit is the collector of the step's resource.
func (e *execution) unit() *catalog.CollectorUnit {
	u, _ := e.Catalog.Collector(e.step.Resource.Type)
	return u
}

// read reads what the guard is over and what the step changes.
func (e *execution) read(ctx context.Context) (resource.Resource, error) {
	return e.get(ctx, slices.Concat(e.step.Guarded, e.step.Changed()))
}

// get reads facts afresh. Those that are hidden because the credentials have expired end the run, for it can be taken
// up with new ones.
func (e *execution) get(ctx context.Context, facts []string) (resource.Resource, error) {
	r, err := e.Account.Get(ctx, e.unit(), e.step.Resource, facts)
	if fault.CodeOf(err) == fault.NotFound && e.step.Makes != "" {
		return e.unit().Missing(e.step.Resource), nil
	}
	if err != nil {
		return nil, err
	}
	for _, f := range facts {
		if why := resource.FactOf(r, f).Why(); expired(why.Code) {
			return nil, errExpired
		}
	}
	return r, nil
}

var errExpired = fault.New(fault.Unavailable, "the credentials have expired").
	Do("sign in again and run the same command: it goes on where it stopped")

// expired tells whether AWS's error code means that the credentials are no longer good.
func expired(code string) bool {
	return slices.Contains([]string{"ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId", "UnrecognizedClientException"}, code)
}

func (e *execution) unreadable(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case fault.CodeOf(err) == fault.NotFound:
		return e.end(ctx, plan.Failed, textGone.With())
	}
	return err
}

// where finds out at which call to go on. Done tells that the step has come to its end already.
func (e *execution) where(ctx context.Context, r resource.Resource) (next int, done bool, err error) {
	if len(e.rs.Calls) > 0 {
		return e.resume(ctx)
	}
	switch {
	case e.is(r, e.wanted()):
		e.observe(r)
		e.judge(r)
		return 0, true, e.end(ctx, e.state(plan.AlreadySo), textAlready.With())
	case e.hidden(r) != "":
		return 0, true, e.end(ctx, plan.Failed, textHidden.With("reason", e.hidden(r)))
	}
	as, err := e.asPlanned(r)
	if err != nil {
		return 0, true, err
	}
	if !as {
		return 0, true, e.end(ctx, e.stale(), e.differs(r))
	}
	return 0, false, nil
}

// state gives an end its name: what apply calls already so is undone where the plan is one of undoing.
func (e *execution) state(s plan.State) plan.State {
	if e.undo && s == plan.Verified {
		return plan.Undone
	}
	return s
}

func (e *execution) stale() plan.State {
	if e.undo {
		return plan.Drifted
	}
	return plan.StaleStep
}

// hidden gives the reason why a fact that the guard is over could not be read, empty where all could.
func (e *execution) hidden(r resource.Resource) string {
	for _, f := range e.step.Guarded {
		if fact := resource.FactOf(r, f); fact.State() == resource.Hidden {
			return fact.Why().String()
		}
	}
	return ""
}

// wanted are the changed facts as they shall be.
func (e *execution) wanted() map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, c := range e.step.Changes {
		out[c.Fact] = c.After
	}
	return out
}

// is tells whether the resource's facts are these. Nothing known is never equal.
func (e *execution) is(r resource.Resource, facts map[string]json.RawMessage) bool {
	if len(facts) == 0 {
		return false
	}
	for name, want := range facts {
		got, err := resource.FactOf(r, name).MarshalJSON()
		if err != nil || !same(got, want) {
			return false
		}
	}
	return true
}

// differs says what is otherwise than planned, with both values.
func (e *execution) differs(r resource.Resource) text.Message {
	for _, name := range e.step.Guarded {
		now, err := resource.FactOf(r, name).MarshalJSON()
		if err == nil && string(now) != string(e.step.Facts[name]) {
			return textStale.With("fact", name, "planned", short(e.step.Facts[name], now), "now", short(now, e.step.Facts[name]))
		}
	}
	return textStale.With("fact", strings.Join(e.step.Guarded, ", "), "planned", "?", "now", "?")
}

// short keeps a value readable on a line; of a long one it shows where it begins to differ from the other.
func short(v, other json.RawMessage) string {
	const most, lead = 400, 100
	at := 0
	for at < min(len(v), len(other)) && v[at] == other[at] {
		at++
	}
	out, before := v, ""
	if at > most-lead && max(len(v), len(other)) > most {
		out, before = v[at-lead:], "…"
	}
	if len(out) > most {
		return before + strings.ToValidUTF8(string(out[:most]), "") + "…"
	}
	return before + strings.ToValidUTF8(string(out), "")
}

// observe notes the changed facts as they were read last; undoing is guarded by them.
func (e *execution) observe(r resource.Resource) {
	e.rs.Observed = map[string]json.RawMessage{}
	for _, name := range e.step.Changed() {
		if f := resource.FactOf(r, name); f.State() == resource.Known || f.State() == resource.Absent {
			if b, err := f.MarshalJSON(); err == nil {
				e.rs.Observed[name] = b
			}
		}
	}
}

// end journals how the step ended.
func (e *execution) end(ctx context.Context, s plan.State, why text.Message) error {
	e.rs.State, e.rs.Reason, e.rs.Said, e.rs.Finished = s, why.Text, why, e.Clock.Now()
	if isBehind(*e.rs) {
		e.rs.Finished = time.Time{}
	}
	return e.Journal.SetStep(context.WithoutCancel(ctx), e.run.ID, *e.rs)
}
