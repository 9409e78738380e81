package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// Run implements [store.Store].
func (s *DB) Run(ctx context.Context, id string) (run *plan.Run, err error) {
	err = s.read(ctx, func(q *db.Queries) error {
		row, err := findRun(ctx, q, id)
		if err != nil {
			return err
		}
		run, err = loadRun(ctx, q, row)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("get run %s: %w", id, err)
	}
	return run, nil
}

func findRun(ctx context.Context, q *db.Queries, id string) (db.Run, error) {
	row, err := q.RunByID(ctx, id)
	if !errors.Is(err, sql.ErrNoRows) {
		return row, err
	}
	rows, err := q.RunsByPrefix(ctx, id)
	switch {
	case err != nil:
		return row, err
	case len(rows) == 0:
		return row, fault.New(fault.NotFound, "there is none whose id begins so").Do("list the runs: manten runs")
	case len(rows) > 1:
		return row, fault.New(fault.Invalid, "more than one id begins so, such as %s and %s", rows[0].ID, rows[1].ID).
			Do("give more of the id")
	}
	return rows[0], nil
}

// Runs implements [store.Store].
func (s *DB) Runs(ctx context.Context, account string) (runs []plan.Run, err error) {
	err = s.read(ctx, func(q *db.Queries) error {
		rows, err := q.Runs(ctx, account)
		if err != nil {
			return err
		}
		runs, err = loadRuns(ctx, q, rows)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list runs: %w", err)
	}
	return runs, nil
}

// UndoneBy implements [store.Store].
func (s *DB) UndoneBy(ctx context.Context, run string) (runs []plan.Run, err error) {
	err = s.read(ctx, func(q *db.Queries) error {
		rows, err := q.UndoneBy(ctx, run)
		if err != nil {
			return err
		}
		runs, err = loadRuns(ctx, q, rows)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the runs that undo run %s: %w", run, err)
	}
	return runs, nil
}
