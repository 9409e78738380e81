package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// Open implements [apply.Journal]. A finished run of the plan is no hindrance: then a new one starts.
func (s *DB) Open(ctx context.Context, o apply.Opening) (run *plan.Run, err error) {
	err = s.write(ctx, func(q *db.Queries) error {
		id, err := takeOrStart(ctx, q, o)
		if err != nil {
			return err
		}
		row, err := q.RunByID(ctx, id)
		if err != nil {
			return err
		}
		run, err = loadRun(ctx, q, row)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open a run of plan %s: %w", o.Plan, err)
	}
	return run, nil
}

func takeOrStart(ctx context.Context, q *db.Queries, o apply.Opening) (string, error) {
	row, err := q.Unfinished(ctx, o.Digest)
	if errors.Is(err, sql.ErrNoRows) {
		return o.RunID, startRun(ctx, q, o)
	}
	if err != nil {
		return "", err
	}
	if held(row, o) {
		return "", taken(row)
	}
	return row.ID, q.TakeRun(ctx, db.TakeRunParams{
		Host:  o.Holder.Host,
		PID:   int64(o.Holder.PID),
		Token: o.Holder.Token,
		Lease: stamp(o.Until),
		ID:    row.ID,
	})
}

// held tells whether a living process other than the one that asks holds the run.
func held(row db.Run, o apply.Opening) bool {
	lease := moment(row.Lease)
	switch {
	case lease.IsZero(), !lease.After(o.Now):
		return false
	case row.Host != o.Holder.Host:
		return true // nobody here can say whether it lives
	case row.PID == int64(o.Holder.PID):
		return row.Token != o.Holder.Token
	}
	return alive(int(row.PID))
}

func taken(row db.Run) error {
	return fault.New(fault.Conflict, "run %s is being carried out by process %d on host %s", row.ID, row.PID, row.Host).
		Do("wait for it to end, or end that process; then the same command goes on where it stopped, at the latest after %s",
			moment(row.Lease).Format(time.RFC3339))
}

func startRun(ctx context.Context, q *db.Queries, o apply.Opening) error {
	var undoOf *string
	if o.UndoOf != "" {
		undoOf = &o.UndoOf
	}
	n, err := q.AddRun(ctx, db.AddRunParams{
		ID:      o.RunID,
		Plan:    o.Plan,
		Digest:  o.Digest,
		Account: o.Account,
		UndoOf:  undoOf,
		ARN:     o.By.ARN,
		OSUser:  o.By.OSUser,
		Started: stamp(o.Now),
		Host:    o.Holder.Host,
		PID:     int64(o.Holder.PID),
		Token:   o.Holder.Token,
		Lease:   stamp(o.Until),
	})
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "there is a run %s of another plan, or one that is finished", o.RunID)
	}
	for i, id := range o.Steps {
		row, err := stepRow(o.RunID, plan.RunStep{Step: id, State: plan.Planned})
		if err != nil {
			return err
		}
		row.Position = int64(i)
		if err := q.AddStep(ctx, db.AddStepParams(row)); err != nil {
			return fmt.Errorf("step %s: %w", id, err)
		}
	}
	return nil
}

// Renew implements [apply.Journal]. It gives fault.Conflict when the run was taken up by another process meanwhile.
func (s *DB) Renew(ctx context.Context, run string, by apply.Holder, until time.Time) error {
	err := s.write(ctx, func(q *db.Queries) error {
		n, err := q.RenewRun(ctx, db.RenewRunParams{Lease: stamp(until), ID: run, Host: by.Host, PID: int64(by.PID), Token: by.Token})
		if err != nil || n == 1 {
			return err
		}
		return notHeld(ctx, q, run)
	})
	if err != nil {
		return fmt.Errorf("renew the lease of run %s: %w", run, err)
	}
	return nil
}

// Close implements [apply.Journal].
func (s *DB) Close(ctx context.Context, run string, by apply.Holder, finished time.Time) error {
	err := s.write(ctx, func(q *db.Queries) error {
		n, err := q.CloseRun(ctx, db.CloseRunParams{Finished: stamp(finished), ID: run, Host: by.Host, PID: int64(by.PID), Token: by.Token})
		if err != nil || n == 1 {
			return err
		}
		return notHeld(ctx, q, run)
	})
	if err != nil {
		return fmt.Errorf("close run %s: %w", run, err)
	}
	return nil
}

// holds refuses a process that does not hold the run: it slept past its lease, and another one goes on with it.
func holds(ctx context.Context, q *db.Queries, run string, by apply.Holder) error {
	row, err := q.RunByID(ctx, run)
	if err == nil && row.Lease != nil && row.Host == by.Host && row.PID == int64(by.PID) && row.Token == by.Token {
		return nil
	}
	return notHeld(ctx, q, run)
}

// notHeld says why a process does not hold a run.
func notHeld(ctx context.Context, q *db.Queries, run string) error {
	row, err := q.RunByID(ctx, run)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fault.New(fault.NotFound, "there is none with this id")
	case err != nil:
		return err
	case row.Lease == nil:
		return fault.New(fault.Conflict, "it is closed").Do("see what became of it: manten runs %s", run)
	}
	return taken(row)
}
