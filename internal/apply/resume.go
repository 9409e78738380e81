package apply

import (
	"context"
	"slices"

	"github.com/mantenhq/manten/internal/plan"
)

// resume finds out how far a cut-off run came with the step: which calls are done, and what became of one without an
// answer.
func (e *execution) resume(ctx context.Context) (next int, done bool, err error) {
	for i := range e.step.Do {
		calls := slices.DeleteFunc(slices.Clone(e.rs.Calls), func(c plan.CallRecord) bool { return c.Index != i })
		if slices.ContainsFunc(calls, plan.CallRecord.Done) {
			continue
		}
		if len(calls) > 0 && calls[len(calls)-1].Finished.IsZero() {
			return e.unanswered(ctx, i)
		}
		return e.goOn(ctx, i)
	}
	return len(e.step.Do), false, nil
}

// unanswered decides about a call that was begun and whose end nobody knows.
func (e *execution) unanswered(ctx context.Context, i int) (next int, done bool, err error) {
	op, ok := e.Catalog.Op(e.step.Do[i].Operation)
	if e.outputLost(i, op) {
		return i, false, nil
	}
	r, landed, err := e.settle(ctx, i, e.Waits.Settle)
	if err != nil {
		return 0, true, e.unreadable(ctx, err)
	}
	if landed {
		return i + 1, false, nil
	}
	if !ok || !op.Idempotent || !e.untouched(r, i) {
		e.observe(r)
		return 0, true, e.end(ctx, plan.Failed, textUnsure.With("operation", e.step.Do[i].Operation, "error", "the process ended during the call"))
	}
	return i, false, nil
}

// goOn goes on with a call that has not been made, if the resource still is as the calls before it left it.
func (e *execution) goOn(ctx context.Context, i int) (next int, done bool, err error) {
	r, err := e.read(ctx)
	if err != nil {
		return 0, true, e.unreadable(ctx, err)
	}
	if !e.untouched(r, i) {
		e.observe(r)
		return 0, true, e.end(ctx, e.stale(), e.differs(r))
	}
	return i, false, nil
}
