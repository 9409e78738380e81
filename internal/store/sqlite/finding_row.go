package sqlite

import (
	"errors"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
	"github.com/mantenhq/manten/internal/text"
)

// recordOf is what stands in a row, and when a scan last covered the finding's control and region.
func recordOf(row db.Finding, covered *int64) (store.Record, error) {
	reason, err1 := decode[text.Message](row.Reason, "reason")
	var last *control.Past
	var err2 error
	if row.LastVerdict != "null" { // as most are
		last, err2 = decode[*control.Past](row.LastVerdict, "last verdict")
	}
	seen := covered
	if row.Unread || row.Archived {
		seen = row.LastSeen
	}
	return store.Record{
		Finding: control.Finding{
			ID:        row.ID,
			Control:   row.Control,
			Resource:  resource.Ref{Type: row.Type, Account: row.Account, Region: row.Region, ID: row.Resource, Name: row.Name},
			Status:    row.Status,
			Severity:  row.Severity,
			Code:      row.Code,
			Reason:    reason,
			Workflow:  row.Workflow,
			FirstSeen: moment(row.FirstSeen),
			LastSeen:  moment(seen),
			Changed:   moment(row.Changed),
			Reopened:  moment(row.Reopened),
			Last:      last,
		},
		Archived:   row.Archived,
		ArchivedAt: moment(row.ArchivedAt),
		Unread:     row.Unread,
	}, errors.Join(err1, err2)
}

// findingRow is a record as it is stored by a scan.
func findingRow(scan store.Scan, r store.Record) (db.Finding, error) {
	reason, err1 := encode(r.Reason)
	last, err2 := encode(r.Last)
	return db.Finding{
		Source:      scan.Snapshot,
		ID:          r.ID,
		Account:     r.Resource.Account,
		Control:     r.Control,
		Region:      r.Resource.Region,
		Resource:    r.Resource.ID,
		Type:        r.Resource.Type,
		Name:        r.Resource.Name,
		Status:      r.Status,
		Severity:    r.Severity,
		Code:        r.Code,
		Reason:      reason,
		Workflow:    r.Workflow,
		FirstSeen:   stamp(r.FirstSeen),
		LastSeen:    stamp(r.LastSeen),
		Scan:        scan.ID,
		Archived:    r.Archived,
		Changed:     stamp(r.Changed),
		Reopened:    stamp(r.Reopened),
		ArchivedAt:  stamp(r.ArchivedAt),
		LastVerdict: last,
		Unread:      r.Unread,
	}, errors.Join(err1, err2)
}
