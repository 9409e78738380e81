package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
	"github.com/mantenhq/manten/internal/text"
)

func loadRuns(ctx context.Context, q *db.Queries, rows []db.Run) ([]plan.Run, error) {
	runs := make([]plan.Run, len(rows))
	for i, row := range rows {
		run, err := loadRun(ctx, q, row)
		if err != nil {
			return nil, fmt.Errorf("run %s: %w", row.ID, err)
		}
		runs[i] = *run
	}
	return runs, nil
}

// loadRun puts a run together with its approvals, steps and calls.
func loadRun(ctx context.Context, q *db.Queries, row db.Run) (*plan.Run, error) {
	approved, err := approvals(ctx, q, row.Digest)
	if err != nil {
		return nil, err
	}
	steps, err := loadSteps(ctx, q, row.ID)
	if err != nil {
		return nil, err
	}
	run := &plan.Run{
		Schema:   plan.RunSchema,
		ID:       row.ID,
		Plan:     row.Plan,
		Digest:   row.Digest,
		Account:  row.Account,
		UndoOf:   row.UndoOf,
		Started:  moment(row.Started),
		Finished: moment(row.Finished),
		By:       plan.By{ARN: row.ARN, OSUser: row.OSUser},
		Steps:    steps,
	}
	// An approval that came when the run was over is none of its.
	run.ApprovedBy = slices.DeleteFunc(approved, func(a plan.Approval) bool {
		return !run.Finished.IsZero() && a.At.After(run.Finished)
	})
	return run, nil
}

func loadSteps(ctx context.Context, q *db.Queries, run string) ([]plan.RunStep, error) {
	calls, err := loadCalls(ctx, q, run)
	if err != nil {
		return nil, err
	}
	rows, err := q.Steps(ctx, run)
	if err != nil {
		return nil, err
	}
	steps := make([]plan.RunStep, len(rows))
	for i, row := range rows {
		if steps[i], err = stepOf(row); err != nil {
			return nil, fmt.Errorf("step %s: %w", row.Step, err)
		}
		steps[i].Calls = append([]plan.CallRecord{}, calls[row.Step]...) // never nil: in JSON it is a list
	}
	return steps, nil
}

// loadCalls gives the calls of each step in the order in which they were started.
func loadCalls(ctx context.Context, q *db.Queries, run string) (map[string][]plan.CallRecord, error) {
	rows, err := q.Calls(ctx, run)
	if err != nil {
		return nil, err
	}
	calls := map[string][]plan.CallRecord{}
	for _, row := range rows {
		outputs, err := decode[map[string]string](row.Outputs, "outputs")
		if err != nil {
			return nil, fmt.Errorf("step %s: %w", row.Step, err)
		}
		calls[row.Step] = append(calls[row.Step], plan.CallRecord{
			Outputs:   outputs,
			Index:     int(row.Number),
			Operation: row.Operation,
			Started:   moment(row.Started),
			Finished:  moment(row.Finished),
			RequestID: row.RequestID,
			Error:     row.Error,
		})
	}
	return calls, nil
}

// stepRow is a step as it is stored, without its place among the others.
func stepRow(run string, s plan.RunStep) (db.RunStep, error) {
	message, err1 := encode(s.Said)
	observed, err2 := encode(s.Observed)
	verdicts, err3 := encode(s.Verdicts)
	return db.RunStep{
		Run:      run,
		Step:     s.Step,
		State:    s.State,
		Reason:   s.Reason,
		Message:  message,
		Observed: observed,
		Verdicts: verdicts,
		Finished: stamp(s.Finished),
	}, errors.Join(err1, err2, err3)
}

// stepOf is a stored step, without its calls.
func stepOf(row db.RunStep) (plan.RunStep, error) {
	said, err1 := decode[text.Message](row.Message, "message")
	observed, err2 := decode[map[string]json.RawMessage](row.Observed, "observed facts")
	verdicts, err3 := decode[[]plan.VerdictRecord](row.Verdicts, "verdicts")
	return plan.RunStep{
		Step:     row.Step,
		State:    row.State,
		Reason:   row.Reason,
		Said:     said,
		Observed: observed,
		Verdicts: verdicts,
		Finished: moment(row.Finished),
	}, errors.Join(err1, err2, err3)
}
