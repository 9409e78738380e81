package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// Findings implements [store.Store].
func (s *DB) Findings(ctx context.Context, f store.FindingFilter) iter.Seq2[control.Finding, error] {
	return func(yield func(control.Finding, error) bool) {
		after, err := s.findingKey(ctx, f)
		if err != nil {
			yield(control.Finding{}, fmt.Errorf("list findings: %w", err))
			return
		}
		// In the order of the query's parameters.
		args := []any{
			f.Scan, f.Snapshot, among(f.Accounts), among(f.Regions), among(f.Controls), among(f.Status), among(f.Severity),
			f.Resource, f.Archived, after.Account, string(after.Control), after.Region, after.Resource, most(f.Limit),
		}
		stream(ctx, s, "list findings", readFinding, db.Findings, args...)(yield)
	}
}

// findingKey is where in the order of the list the finding stands that the page comes after; the zero value stands before
// all of them.
func (s *DB) findingKey(ctx context.Context, f store.FindingFilter) (key db.FindingKeyRow, err error) {
	if f.After == "" {
		return key, nil
	}
	err = s.read(ctx, func(q *db.Queries) error {
		key, err = q.FindingKey(ctx, db.FindingKeyParams{Scan: f.Scan, Snapshot: f.Snapshot, ID: f.After})
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return key, fault.New(fault.NotFound, "there is no finding %q to go on after", f.After).Do("begin with the first page again")
	}
	return key, err
}

// most is a limit as a query takes it.
func most(limit int) int64 {
	if limit <= 0 {
		return -1 // SQLite's word for all
	}
	return int64(limit)
}

func readFinding(rows *sql.Rows) (control.Finding, error) {
	var row db.Finding
	var covered *int64
	if err := rows.Scan(columns(&row, &covered)...); err != nil {
		return control.Finding{}, err
	}
	r, err := recordOf(row, covered)
	return r.Finding, err
}

// columns are the places for a finding's columns, in the order in which the queries name them, with what is behind them.
func columns(row *db.Finding, behind ...any) []any {
	return append([]any{
		&row.Source, &row.ID, &row.Account, &row.Control, &row.Region, &row.Resource, &row.Type, &row.Name, &row.Status,
		&row.Severity, &row.Code, &row.Reason, &row.Workflow, &row.FirstSeen, &row.LastSeen, &row.Scan, &row.Archived,
		&row.Changed, &row.Reopened, &row.ArchivedAt, &row.LastVerdict, &row.Unread,
	}, behind...)
}
