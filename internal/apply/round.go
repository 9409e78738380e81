package apply

import (
	"context"
	"time"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
)

// round goes through the steps of a run.
type round struct {
	*Applier
	plan   *plan.Plan
	run    *plan.Run
	holder Holder
	permit Permit
}

// steps carries out the steps that are still to be done, and looks again at those that are pending. A nil patience lets
// each show itself as long as it usually may.
func (r *round) steps(ctx context.Context, patience *time.Duration) error {
	for i := range r.run.Steps {
		rs := &r.run.Steps[i]
		s := r.plan.Find(rs.Step)
		if s == nil {
			return fault.New(fault.Internal, "run %s has step %s, which plan %s has not", r.run.ID, rs.Step, r.plan.ID)
		}
		if rs.State.Ended() && rs.State != plan.Pending {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		before := rs.State
		e := &execution{
			Applier: r.Applier, plan: r.plan, run: r.run, step: s, rs: rs, undo: r.plan.UndoOf != "", holder: r.holder, patience: patience,
		}
		if err := e.do(ctx, r.permit); err != nil {
			return err
		}
		if r.Progress != nil && (patience == nil || rs.State != before) {
			r.Progress(s, *rs)
		}
	}
	return nil
}

// betweenRounds is how long to wait until pending steps are looked at again.
const betweenRounds = 15 * time.Second

// wait goes round again as long as pending steps may take, so that those which take hours take them side by side.
func (r *round) wait(ctx context.Context) error {
	for r.takesLonger() {
		if err := r.Clock.Sleep(ctx, betweenRounds); err != nil {
			return err
		}
		if err := r.steps(ctx, new(time.Duration(0))); err != nil {
			return err
		}
	}
	return nil
}

// takesLonger tells whether a pending step has time left.
func (r *round) takesLonger() bool {
	for _, rs := range r.run.Steps {
		s := r.plan.Find(rs.Step)
		if rs.State != plan.Pending || s == nil || !called(s, rs) {
			continue
		}
		last := rs.Calls[len(rs.Calls)-1].Finished
		if r.Clock.Now().Before(last.Add(r.longest(s))) {
			return true
		}
	}
	return false
}

// glance is how long a step is looked after that waits for a person or a maintenance window.
const glance = 5 * time.Second

// longest is how long what a step does may take to show.
func (a *Applier) longest(s *plan.Step) time.Duration {
	longest := time.Duration(0)
	for _, name := range s.Remediations {
		wait := a.Waits.Verify
		if s.Waits != nil {
			wait = min(wait, glance)
		}
		if u, ok := a.Catalog.Remediation(name); ok && u.Wait > 0 && a.Waits.Verify >= DefaultWaits.Verify {
			wait = u.Wait
		}
		longest = max(longest, wait)
	}
	return longest
}
