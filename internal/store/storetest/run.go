package storetest

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store"
)

func exerciseRun(t *testing.T, create func(*testing.T) Opener) {
	// runs stores runs with these ids, each of a plan of its own, a minute apart.
	runs := func(t *testing.T, ids ...string) store.Store {
		t.Helper()
		s := fresh(t, create)
		for i, id := range ids {
			o := opening(id, i, me)
			o.Digest = "sha256:" + id
			if undone, undo := strings.CutPrefix(id, "undo-"); undo {
				_, o.UndoOf, _ = strings.Cut(undone, "-")
			}
			if i == 0 {
				o.Account = "444455556666"
			}
			open(t, s, o)
		}
		return s
	}
	t.Run("is found by its beginning", func(t *testing.T) {
		t.Parallel()
		s := runs(t, "abc1", "abc2", "ABC3", "abc", "x%")
		for id, want := range map[string]string{
			"abc1": "abc1", "abc2": "abc2", "A": "ABC3", "abc": "abc", "x": "x%",
		} {
			got, err := s.Run(t.Context(), id)
			check(t, err)
			same(t, got.ID, want)
		}
		for id, want := range map[string]fault.Code{
			"ab": fault.Invalid, "": fault.Invalid, "abc3": fault.NotFound, "%": fault.NotFound, "x_": fault.NotFound,
		} {
			_, err := s.Run(t.Context(), id)
			is(t, err, want)
			if fault.NextOf(err) == "" {
				t.Errorf("no next step for %v", err)
			}
		}
	})
	t.Run("lists newest first", func(t *testing.T) {
		t.Parallel()
		s := runs(t, "run-1", "run-2", "run-3")
		check(t, s.SetStep(t.Context(), "run-2", plan.RunStep{Step: "1", State: plan.Verified}))
		got, err := s.Runs(t.Context(), "")
		check(t, err)
		same(t, ids(got), []string{"run-3", "run-2", "run-1"})
		same(t, got[1].Steps[1].State, plan.Verified)
		got, err = s.Runs(t.Context(), account)
		check(t, err)
		same(t, ids(got), []string{"run-3", "run-2"})
	})
	t.Run("knows what undid it, oldest first", func(t *testing.T) {
		t.Parallel()
		s := runs(t, "run-1", "undo-b-run-1", "undo-a-run-1", "undo-c-run-10")
		got, err := s.UndoneBy(t.Context(), "run-1")
		check(t, err)
		same(t, ids(got), []string{"undo-b-run-1", "undo-a-run-1"})
		same(t, *got[0].UndoOf, "run-1")
		got, err = s.UndoneBy(t.Context(), "run-2")
		check(t, err)
		same(t, len(got), 0)
	})
	t.Run("names who approved it before it ended", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		for _, minute := range []int{0, 2, 9} {
			check(t, s.Approve(t.Context(), plan.Approval{Digest: "sha256:1", At: at(minute)}))
		}
		same(t, len(open(t, s, opening("run-1", 1, me)).ApprovedBy), 3)
		check(t, s.Close(t.Context(), "run-1", me, at(3)))
		got, err := s.Run(t.Context(), "run-1")
		check(t, err)
		same(t, len(got.ApprovedBy), 2)
	})
}

func ids(runs []plan.Run) []string {
	list := make([]string, len(runs))
	for i, run := range runs {
		list[i] = run.ID
	}
	return list
}
