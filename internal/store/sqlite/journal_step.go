package sqlite

import (
	"context"
	"fmt"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// StartCall implements [apply.Journal]. A call that was started before is repeated: both stay on record.
func (s *DB) StartCall(ctx context.Context, run string, by apply.Holder, step string, index int, c plan.CallRecord) error {
	err := s.write(ctx, func(q *db.Queries) error {
		if err := holds(ctx, q, run, by); err != nil {
			return err
		}
		n, err := q.StartCall(ctx, db.StartCallParams{
			Number:    int64(index),
			Operation: c.Operation,
			Started:   stamp(c.Started),
			Finished:  stamp(c.Finished),
			RequestID: c.RequestID,
			Error:     c.Error,
			Run:       run,
			Step:      step,
		})
		return oneRow(n, err, "there is no such step")
	})
	if err != nil {
		return fmt.Errorf("journal the start of call %d of step %s of run %s: %w", index, step, run, err)
	}
	return nil
}

// EndCall implements [apply.Journal]. It completes the record that StartCall made last.
func (s *DB) EndCall(ctx context.Context, run, step string, index int, c plan.CallRecord) error {
	err := s.write(ctx, func(q *db.Queries) error {
		outputs, err := encode(c.Outputs)
		if err != nil {
			return err
		}
		n, err := q.EndCall(ctx, db.EndCallParams{
			Outputs:   outputs,
			Finished:  stamp(c.Finished),
			RequestID: c.RequestID,
			Error:     c.Error,
			Run:       run,
			Step:      step,
			Number:    int64(index),
		})
		return oneRow(n, err, "it was not started")
	})
	if err != nil {
		return fmt.Errorf("journal the end of call %d of step %s of run %s: %w", index, step, run, err)
	}
	return nil
}

// SetStep implements [apply.Journal].
func (s *DB) SetStep(ctx context.Context, run string, step plan.RunStep) error {
	err := s.write(ctx, func(q *db.Queries) error {
		row, err := stepRow(run, step)
		if err != nil {
			return err
		}
		n, err := q.SetStep(ctx, db.SetStepParams{
			State:    row.State,
			Reason:   row.Reason,
			Message:  row.Message,
			Observed: row.Observed,
			Verdicts: row.Verdicts,
			Finished: row.Finished,
			Run:      row.Run,
			Step:     row.Step,
		})
		return oneRow(n, err, "there is no such step")
	})
	if err != nil {
		return fmt.Errorf("journal step %s of run %s: %w", step.Step, run, err)
	}
	return nil
}

// oneRow turns a change that met nothing into a fault.
func oneRow(n int64, err error, otherwise string) error {
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "%s", otherwise)
	}
	return err
}
