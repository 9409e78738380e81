package storetest

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
)

// me is this process, as a holder of runs.
var me = apply.Holder{Host: "here", PID: os.Getpid()}

// open opens a run that must be free.
func open(t *testing.T, s store.Store, o apply.Opening) *plan.Run {
	t.Helper()
	run, err := s.Open(t.Context(), o)
	check(t, err)
	return run
}

// stepOf is a step of the run "run-1" as it is stored.
func stepOf(t *testing.T, s store.Store, step string) plan.RunStep {
	t.Helper()
	got, err := s.Run(t.Context(), "run-1")
	check(t, err)
	for _, found := range got.Steps {
		if found.Step == step {
			return found
		}
	}
	t.Fatalf("the run has no step %s", step)
	return plan.RunStep{}
}

func exerciseJournal(t *testing.T, create func(*testing.T) Opener) {
	t.Run("a run begins with its steps planned, in the plan's order", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		o := opening("run-1", 1, me)
		o.UndoOf = "run-0"
		got := open(t, s, o)
		same(t, got, &plan.Run{
			Schema: plan.RunSchema, ID: "run-1", Plan: "plan-1", Digest: "sha256:1", Account: account, UndoOf: &o.UndoOf,
			Started: at(1), By: o.By, ApprovedBy: []plan.Approval{},
			Steps: []plan.RunStep{
				{Step: "2", State: plan.Planned, Calls: []plan.CallRecord{}},
				{Step: "1", State: plan.Planned, Calls: []plan.CallRecord{}},
				{Step: "10", State: plan.Planned, Calls: []plan.CallRecord{}},
			},
		})
		again, err := s.Run(t.Context(), "run-1")
		check(t, err)
		same(t, again, got)
	})
	t.Run("a step comes back whole, its calls untouched", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		open(t, s, opening("run-1", 1, me))
		call := plan.CallRecord{Operation: "s3.PutBucketPolicy", Started: at(1)}
		check(t, s.StartCall(t.Context(), "run-1", me, "1", 0, call))
		want := plan.RunStep{
			Step: "1", State: plan.Pending, Reason: "waiting", Said: text.Message{Key: "k", Text: "to wait"},
			Observed: map[string]json.RawMessage{"Policy": json.RawMessage(`{"state":"known","value":[]}`)},
			Verdicts: []plan.VerdictRecord{{Control: "S3.8", Status: control.Passed, Reason: "so"}},
			Finished: at(2),
		}
		check(t, s.SetStep(t.Context(), "run-1", want))
		want.Calls = []plan.CallRecord{call}
		same(t, stepOf(t, s, "1"), want)
		same(t, stepOf(t, s, "10").State, plan.Planned)
		is(t, s.SetStep(t.Context(), "run-1", plan.RunStep{Step: "3"}), fault.NotFound)
		is(t, s.SetStep(t.Context(), "run-2", plan.RunStep{Step: "1"}), fault.NotFound)
	})
	t.Run("a call is on record before and after", func(t *testing.T) {
		t.Parallel()
		exerciseCall(t, fresh(t, create))
	})
	t.Run("a finished run is followed by another", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		open(t, s, opening("run-1", 1, me))
		check(t, s.Close(t.Context(), "run-1", me, at(2)))
		same(t, open(t, s, opening("run-2", 3, me)).ID, "run-2")
		got, err := s.Run(t.Context(), "run-1")
		check(t, err)
		same(t, got.Finished, at(2))
		check(t, s.Close(t.Context(), "run-2", me, at(4)))
		_, err = s.Open(t.Context(), opening("run-1", 5, me))
		is(t, err, fault.Conflict)
	})
	t.Run("a finished run stays finished and can still be written", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		open(t, s, opening("run-1", 1, me))
		check(t, s.Close(t.Context(), "run-1", me, at(2)))
		check(t, s.SetStep(t.Context(), "run-1", plan.RunStep{Step: "1", State: plan.Verified}))
		same(t, stepOf(t, s, "1").State, plan.Verified)
		is(t, s.Renew(t.Context(), "run-1", me, at(9)), fault.Conflict)
		_ = s.Close(t.Context(), "run-1", me, at(9)) // whether this is an error is left open
		got, err := s.Run(t.Context(), "run-1")
		check(t, err)
		same(t, got.Finished, at(2))
	})
}

func exerciseCall(t *testing.T, s store.Store) {
	t.Helper()
	ctx := t.Context()
	open(t, s, opening("run-1", 1, me))
	first := plan.CallRecord{Operation: "s3.PutBucketPolicy", Started: at(1)}
	second := plan.CallRecord{Index: 1, Operation: "s3.PutBucketTagging", Started: at(3)}
	is(t, s.EndCall(ctx, "run-1", "1", 0, first), fault.NotFound)
	is(t, s.StartCall(ctx, "run-1", me, "3", 0, first), fault.NotFound)

	check(t, s.StartCall(ctx, "run-1", me, "1", 0, first))
	same(t, stepOf(t, s, "1").Calls, []plan.CallRecord{first})
	first.Finished, first.RequestID, first.Outputs = at(2), "ABC", map[string]string{"Key.Id": "k-1 \" 日本", "Empty": ""}
	check(t, s.EndCall(ctx, "run-1", "1", 0, first))
	check(t, s.StartCall(ctx, "run-1", me, "1", 1, second))
	same(t, stepOf(t, s, "1").Calls, []plan.CallRecord{first, second})

	// Repeated, as after a kill: nobody knows how the first attempt ended, and that stays on record.
	repeated := second
	repeated.Started = at(6)
	check(t, s.StartCall(ctx, "run-1", me, "1", 1, repeated))
	repeated.Finished, repeated.Error = at(7), "AccessDenied"
	check(t, s.EndCall(ctx, "run-1", "1", 1, repeated))
	same(t, stepOf(t, s, "1").Calls, []plan.CallRecord{first, second, repeated})
	same(t, len(stepOf(t, s, "2").Calls), 0)
}
