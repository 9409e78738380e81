package apply

import (
	"context"
	"time"

	"github.com/mantenhq/manten/internal/plan"
)

// Holder is the process that carries out a run.
type Holder struct {
	Host string
	PID  int
	// Token tells several applications in one process apart; empty where there is only one.
	Token string
}

// Opening asks the journal for a run of a plan.
type Opening struct {
	// RunID is used if no unfinished run of the plan exists.
	RunID   string
	Plan    string
	Digest  string
	Account string
	UndoOf  string
	By      plan.By
	Holder  Holder
	// Steps are the plan's step ids in order; a new run has them all as planned.
	Steps []string
	Now   time.Time
	// Until is when the lease ends unless it is renewed.
	Until time.Time
}

// Journal is the durable record of runs. Every method returns only when what it says is on disk.
//
// Open starts a run, or takes up the unfinished run of the same plan. It gives fault.Conflict, naming run, host and pid,
// while another living process holds it: until its lease ends, or as soon as a process of the same host is known to be
// dead.
type Journal interface {
	Open(ctx context.Context, o Opening) (*plan.Run, error)
	Renew(ctx context.Context, run string, by Holder, until time.Time) error
	// StartCall gives fault.Conflict when the run was taken up by another process meanwhile: the call must not be made.
	StartCall(ctx context.Context, run string, by Holder, step string, index int, c plan.CallRecord) error
	EndCall(ctx context.Context, run, step string, index int, c plan.CallRecord) error
	// SetStep stores the step's state, reason, message, observed facts, verdicts and end; its calls stay as they are.
	SetStep(ctx context.Context, run string, s plan.RunStep) error
	// Close ends the lease. A zero finished leaves the run unfinished, to be taken up again.
	Close(ctx context.Context, run string, by Holder, finished time.Time) error
}
