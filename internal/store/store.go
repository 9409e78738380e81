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
)

// Scan is the head of a scan.
type Scan struct {
	ID      string
	Account string
	Regions []string
	// Controls are those that were evaluated.
	Controls []control.ID
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
	Account   string `json:"account"`
	Region    string `json:"region"`
	Service   string `json:"service"`
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

// FindingFilter narrows findings; empty fields match everything.
type FindingFilter struct {
	// Scan finds only what was last seen in that scan.
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
}

// Store is the database. Errors carry fault codes: NotFound, Conflict, Invalid (newer schema, damaged, read-only).
type Store interface {
	apply.Journal

	// SaveScan stores a scan with its resources and findings in one transaction. Findings keep their first seen time and
	// their workflow by Security Hub's rules ([control.Workflow.After]); those of controls and regions that the scan
	// covered and that it did not see again are archived. It returns the findings as stored.
	SaveScan(ctx context.Context, s Scan, resources []StoredResource, findings []control.Finding) ([]control.Finding, error)
	// Scan finds a scan; fault.NotFound if there is none.
	Scan(ctx context.Context, f ScanFilter) (Scan, error)
	Resources(ctx context.Context, scan string) iter.Seq2[StoredResource, error]
	Findings(ctx context.Context, f FindingFilter) iter.Seq2[control.Finding, error]

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
