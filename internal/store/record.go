package store

import (
	"maps"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/text"
)

// Record is a finding with what else a database knows of it. The zero value stands for a finding that is not on record.
// How one follows from another is the same for every database and stands here.
type Record struct {
	control.Finding
	// Archived tells that the resource is gone, ArchivedAt since when.
	Archived   bool
	ArchivedAt time.Time
	// Unread tells that the last scan should have seen the finding, did not, and could not say that it is gone. Its
	// LastSeen is then its own; that of others is when a scan last covered their control and region.
	Unread bool
}

var textMissed = text.Template{
	Key: "store/missed", EN: "not read in the scan of {at}: see coverage", JA: "{at} のスキャンでは読み取れていません。カバレッジを参照してください",
}

// Texts are the messages of this package.
func Texts() []text.Template { return []text.Template{textMissed} }

// Known tells whether there is a record.
func (r Record) Known() bool { return r.ID != "" }

// Says tells whether a verdict is the one that is on record, so that nothing has to be written.
func (r Record) Says(f control.Finding) bool {
	return r.Known() && !r.Archived && !r.Unread && r.Status == f.Status && r.Severity == f.Severity && r.Code == f.Code &&
		r.Resource.Name == f.Resource.Name && r.Reason.Key == f.Reason.Key && r.Reason.Text == f.Reason.Text &&
		maps.Equal(r.Reason.Args, f.Reason.Args)
}

// Seen is the record once a scan that ended at that moment has seen the finding.
func (r Record) Seen(f control.Finding, at time.Time) Record {
	next := Record{Finding: f}
	next.LastSeen = at
	if !r.Known() {
		next.FirstSeen, next.Changed, next.Reopened, next.Last = at, at, time.Time{}, nil
		next.Workflow = control.Workflow("").After("", f.Status)
		return next
	}
	next.FirstSeen = r.FirstSeen
	return r.turn(next, at)
}

// Missed is the record once a scan has ended at that moment that looked for the finding and could not read all that might
// have led to it: it is neither gone nor what it was, and keeps what it was as its last verdict.
func (r Record) Missed(at time.Time) Record {
	if r.Unread {
		return r
	}
	next := r
	next.Unread, next.Status, next.Severity, next.Code = true, control.NotAvailable, control.Informational, ""
	next.Reason = textMissed.With("at", at.UTC().Format(time.DateTime+" UTC"))
	return r.turn(next, at)
}

// Gone is the record once a scan has ended at that moment that read everything and did not see the finding.
func (r Record) Gone(at time.Time) Record {
	r.Archived, r.ArchivedAt, r.Unread = true, at, false
	return r
}

// turn gives the next record what its new status means for the finding's history. Source: Security Hub User Guide,
// "Setting the workflow status of findings": one that passed and does no longer, and one that was archived and is active
// again, is new, unless it is suppressed.
func (r Record) turn(next Record, at time.Time) Record {
	workflow := r.Workflow
	if r.Archived && workflow != control.Suppressed {
		workflow = control.New
	}
	next.Workflow = workflow.After(r.Status, next.Status)
	next.Changed, next.Reopened = r.Changed, r.Reopened
	if r.Archived || r.Status != next.Status {
		next.Changed = at
	}
	if next.Status != control.Passed && (r.Archived || r.Status == control.Passed) {
		next.Reopened = at
	}
	next.Last = r.lastBefore(next.Status)
	return next
}

// lastBefore is the last verdict that is known once the status is another one: nil where the new one is known itself, and
// where the resource was gone.
func (r Record) lastBefore(status control.Status) *control.Past {
	switch {
	case status != control.NotAvailable || r.Archived:
		return nil
	case r.Status == control.NotAvailable:
		return r.Last
	}
	return &control.Past{Status: r.Status, Reason: r.Reason, At: r.LastSeen}
}
