package sqlite

import (
	"context"
	"fmt"

	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// put writes a record in the place of the one before it, and what that was.
func (p *recording) put(ctx context.Context, had, next store.Record) error {
	row, err := findingRow(p.scan, next)
	if err == nil && had.Known() {
		err = p.change(ctx, had, row)
	} else if err == nil {
		err = p.q.AddFinding(ctx, db.AddFindingParams(row))
	}
	if err != nil {
		return fmt.Errorf("finding of %s on %s: %w", next.Control, next.Resource, err)
	}
	return nil
}

// change changes a finding that is on record. To let SQLite find out whether it is costs twice the time.
func (p *recording) change(ctx context.Context, had store.Record, row db.Finding) error {
	if until := stamp(p.scan.Finished); until != nil && (had.Status != row.Status || had.Archived != row.Archived) {
		was := had.Status
		if had.Archived {
			was = ""
		}
		if err := p.q.AddPast(ctx, db.AddPastParams{Source: row.Source, ID: row.ID, Until: *until, Status: was}); err != nil {
			return err
		}
	}
	return p.q.ChangeFinding(ctx, db.ChangeFindingParams{
		Name:        row.Name,
		Status:      row.Status,
		Severity:    row.Severity,
		Code:        row.Code,
		Reason:      row.Reason,
		Workflow:    row.Workflow,
		LastSeen:    row.LastSeen,
		Scan:        row.Scan,
		Archived:    row.Archived,
		Changed:     row.Changed,
		Reopened:    row.Reopened,
		ArchivedAt:  row.ArchivedAt,
		LastVerdict: row.LastVerdict,
		Unread:      row.Unread,
		Source:      row.Source,
		ID:          row.ID,
	})
}
