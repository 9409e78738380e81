package sqlite

import (
	"context"
	"database/sql"
	"iter"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
	"github.com/mantenhq/manten/internal/text"
)

// Findings implements [store.Store]. They come sorted by account, control, region and resource id.
func (s *DB) Findings(ctx context.Context, f store.FindingFilter) iter.Seq2[control.Finding, error] {
	// In the order of the query's parameters.
	args := []any{
		f.Scan, f.Snapshot, among(f.Accounts), among(f.Regions), among(f.Controls), among(f.Status), among(f.Severity),
		f.Resource, f.Archived,
	}
	return stream(ctx, s, "list findings", readFinding, db.Findings, args...)
}

func readFinding(rows *sql.Rows) (control.Finding, error) {
	var f control.Finding
	var reason string
	var first, last *int64
	err := rows.Scan(&f.ID, &f.Control, &f.Resource.Type, &f.Resource.Account, &f.Resource.Region, &f.Resource.ID,
		&f.Resource.Name, &f.Status, &f.Severity, &f.Code, &reason, &f.Workflow, &first, &last)
	if err != nil {
		return f, err
	}
	f.FirstSeen, f.LastSeen = moment(first), moment(last)
	f.Reason, err = decode[text.Message](reason, "reason")
	return f, err
}
