// Package apply carries out approved plans: it guards each step by reading again, writes ahead into the journal, calls,
// and verifies by the control that failed. It keeps no state of its own but the journal, so that a killed process, or
// another one, can take a run up where it stopped.
package apply

import (
	"context"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// Account is what a plan is applied to: AWS, or a snapshot.
type Account interface {
	// Get reads a resource afresh.
	Get(ctx context.Context, u *catalog.CollectorUnit, ref resource.Ref, facts []string) (resource.Resource, error)
	// Call carries out one call, once; outputs of earlier calls are in its input already, secrets are not.
	Call(ctx context.Context, s *plan.Step, c *plan.Call) (awsop.Answer, error)
	// Gather reads all resources of some types afresh.
	Gather(ctx context.Context, wishes []collect.Wish) (collect.Result, error)
}

// Clock is the time as the applier sees it.
type Clock struct {
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
}

// Waits are how long the applier waits for AWS.
type Waits struct {
	// Verify is how long a change may take to show.
	Verify time.Duration
	// Settle is how long a call whose answer was lost may take to show before it is made again.
	Settle time.Duration
	// Lease is how long a run belongs to a process that gives no sign of life.
	Lease time.Duration
}

// DefaultWaits are those of the command line.
var DefaultWaits = Waits{Verify: 5 * time.Minute, Settle: 20 * time.Second, Lease: time.Minute}

// Applier applies plans to one account.
type Applier struct {
	Catalog *catalog.Catalog
	Account Account
	Journal Journal
	// Controls are evaluated to verify, with their parameters.
	Controls []evaluate.Selected
	Clock    Clock
	Waits    Waits
	// Caller is the ARN of the principal that calls.
	Caller string
	// Progress hears of each step as it ends; it may be nil.
	Progress func(*plan.Step, plan.RunStep)
}

// Permit says why a step may not be applied now, nil where it may.
type Permit func(s *plan.Step) *Refusal

// Apply carries out the plan, or the rest of it where an earlier run of it was cut off. The permit decides step by step.
// When the context ends, the call under way is finished and journalled, and Apply returns the context's error; calling
// it again goes on from there.
func (a *Applier) Apply(ctx context.Context, p *plan.Plan, o Opening, permit Permit) (*plan.Run, error) {
	o.Now = a.Clock.Now()
	o.Until = o.Now.Add(a.Waits.Lease)
	for _, s := range p.Steps {
		o.Steps = append(o.Steps, s.ID)
	}
	durable := context.WithoutCancel(ctx)
	run, err := a.Journal.Open(durable, o)
	if err != nil {
		return nil, err
	}
	stop := a.keepLease(durable, run.ID, o.Holder)
	r := &round{Applier: a, plan: p, run: run, holder: o.Holder, permit: permit}
	if err = r.steps(ctx, nil); err == nil {
		err = r.wait(ctx)
	}
	stop()
	finished := time.Time{}
	if err == nil && !open(p, run) {
		finished = a.Clock.Now()
		run.Finished = finished
	}
	if end := a.Journal.Close(durable, run.ID, o.Holder, finished); err == nil {
		err = end
	}
	return run, err
}

// open tells whether something is still to be done when what is pending has ended: steps that come after it, or further
// calls of it.
func open(p *plan.Plan, run *plan.Run) bool {
	return slices.ContainsFunc(run.Steps, func(rs plan.RunStep) bool {
		return isBehind(rs) || (rs.State == plan.Pending && !called(p.Find(rs.Step), rs))
	})
}

// called tells whether all calls of a step have been made.
func called(s *plan.Step, rs plan.RunStep) bool {
	for i := range s.Do {
		if !slices.ContainsFunc(rs.Calls, func(c plan.CallRecord) bool { return c.Index == i && c.Done() }) {
			return false
		}
	}
	return true
}

// isBehind tells whether a step waits for one that is pending.
func isBehind(rs plan.RunStep) bool { return rs.State == plan.Planned && rs.Said.Key == textBehind.Key }

// keepLease renews the run's lease until it is stopped.
func (a *Applier) keepLease(ctx context.Context, run string, by Holder) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for a.Clock.Sleep(ctx, a.Waits.Lease/3) == nil {
			// A renewal that fails now is tried again before the lease ends; if the disk is gone for good, the next
			// journal entry of the run itself says so.
			_ = a.Journal.Renew(ctx, run, by, a.Clock.Now().Add(a.Waits.Lease))
		}
	}()
	return func() {
		cancel()
		<-done
	}
}
