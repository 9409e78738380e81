// Package store is what Manten keeps: scans with their resources, findings, plans, approvals, runs and journals. This
// package has the interface and its words; the packages below it have the databases, and storetest the suite that every
// one of them passes.
package store

import (
	"context"
	"iter"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
)

// Scan is the head of a scan.
type Scan struct {
	ID      string
	Account string
	Regions []string
	// Controls are those that were evaluated.
	Controls []control.ID
	// Globals are those of them that belong to no region: the scan looked at them wherever they are on record. It is not
	// kept.
	Globals []control.ID
	// Disabled are controls that are switched off: their findings in the account are archived. It is not kept.
	Disabled []control.ID
	Started  time.Time
	Finished time.Time
	// AsOf is the moment that an imagined scan was made for, zero for a real one. Imagined scans are kept apart: they
	// change no findings and nothing can be planned from them.
	AsOf time.Time
	// Snapshot is the digest of the snapshot that was scanned, empty for a scan of AWS.
	Snapshot string
	// Complete tells that the scan ended by itself; what could not be read is in Coverage all the same.
	Complete  bool
	Calls     int
	Resources int
	Coverage  []Gap
}

// Gap is something that a scan could not read.
type Gap struct {
	Account string `json:"account"`
	Region  string `json:"region"`
	Service string `json:"service"`
	// Resource is the one of which something could not be read, empty where resources could not be listed.
	Resource  string `json:"resource"`
	Operation string `json:"operation"`
	Reason    string `json:"reason"`
	// Action is the IAM action that is missing, empty where permission is not the cause.
	Action string `json:"action,omitempty"`
}

// StoredResource is a resource in its stored form.
type StoredResource struct {
	Ref     resource.Ref
	Version int
	Data    []byte
}

// ScanFilter says which scan is meant; the zero value means the latest complete one of any account.
type ScanFilter struct {
	ID       string
	Account  string
	Snapshot *string // nil: either; "" only scans of AWS
	// Imagined also finds scans with an as-of date.
	Imagined bool
}

// Scores are the scores of one scan, as they were when it was made.
type Scores struct {
	Scan     string
	Account  string
	Finished time.Time
	// Controls is how many controls the scan evaluated: scores of scans that looked at different ones do not compare.
	Controls int
	Scores   []standard.Score
}

// FindingFilter narrows findings; empty fields match everything.
type FindingFilter struct {
	// Scan finds what that scan was the last to look at: the findings of the controls and regions that it covered, and no
	// later one. Those that it should have seen and could not read are among them.
	Scan string
	// Snapshot is the digest of the snapshot whose findings are meant, empty for those of AWS. With Scan it does not count.
	Snapshot string
	Accounts []string
	Regions  []string
	Controls []control.ID
	Status   []control.Status
	Severity []control.Severity
	Resource string // a part of the resource id
	Archived bool   // also those whose resource is gone
	// Limit is how many findings there are at most; 0 is no limit.
	Limit int
	// After is the id of a finding: only those that come after it in the order of the list. An unknown one is
	// fault.NotFound.
	After string
}

// Store is the database. Errors carry fault codes: NotFound, Conflict, Invalid (newer schema, damaged, read-only).
type Store interface {
	apply.Journal

	// SaveScan stores a scan with its resources and findings in one transaction. What becomes of the findings on record is
	// in [Record]: those of controls and regions that the scan covered and that it did not see again are archived where it
	// read everything, else they are unread. It returns the findings as stored, and behind them those that are unread.
	SaveScan(ctx context.Context, s Scan, resources []StoredResource, findings []control.Finding) ([]control.Finding, error)
	// Scan finds a scan; fault.NotFound if there is none.
	Scan(ctx context.Context, f ScanFilter) (Scan, error)
	Resources(ctx context.Context, scan string) iter.Seq2[StoredResource, error]
	// Findings lists findings, sorted by account, control, region and resource id. They are read one by one.
	Findings(ctx context.Context, f FindingFilter) iter.Seq2[control.Finding, error]

	// SaveScores stores the scores of a scan, in the place of those that it had. Those of an imagined scan are not kept.
	// Without the scan it is fault.NotFound.
	SaveScores(ctx context.Context, scan string, scores []standard.Score) error
	// History lists the scores of an account's scans, newest first: of all accounts where it is empty, of AWS where the
	// snapshot (a digest) is empty, at most limit of them where that is not 0. A scan that was pruned still has them.
	History(ctx context.Context, account, snapshot string, limit int) ([]Scores, error)

	// Changes lists the findings that changed after a moment, archived ones too, of an account or, where it is empty, of all,
	// with what each was then; in the order of Findings. The snapshot is as in [FindingFilter].
	Changes(ctx context.Context, since time.Time, account, snapshot string) iter.Seq2[Change, error]

	// Prune deletes scans with their resources that ended before a moment, and findings that were archived before it. It
	// keeps, for each account and snapshot, the latest complete scan, and all that the plan of a run refers to: its scan,
	// and the findings that its steps are for. Scores, plans, approvals and runs stay. A dry one only counts.
	Prune(ctx context.Context, before time.Time, dry bool) (Pruned, error)

	// PutException stores an exception, in the place of one with the same id.
	PutException(ctx context.Context, e exception.Exception) error
	// Exceptions lists all exceptions, ended ones too, by when they end.
	Exceptions(ctx context.Context) ([]exception.Exception, error)

	// SavePlan stores a plan's bytes; storing the same plan again does nothing.
	SavePlan(ctx context.Context, p *plan.Plan, data []byte) error
	Plan(ctx context.Context, id string) ([]byte, error)
	Approve(ctx context.Context, a plan.Approval) error
	// Approvals lists the approvals of the plan with this digest, oldest first.
	Approvals(ctx context.Context, digest string) ([]plan.Approval, error)

	// Run finds a run by its id or an unambiguous beginning of it.
	Run(ctx context.Context, id string) (*plan.Run, error)
	// Runs lists the runs, newest first, of one account or of all.
	Runs(ctx context.Context, account string) ([]plan.Run, error)
	// UndoneBy lists the runs that undo a run, oldest first.
	UndoneBy(ctx context.Context, run string) ([]plan.Run, error)

	// Shut closes the database.
	Shut() error
}
