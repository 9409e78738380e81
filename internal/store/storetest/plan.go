package storetest

import (
	"testing"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
)

func exercisePlan(t *testing.T, create func(*testing.T) Opener) {
	made := &plan.Plan{ID: "plan-1", Account: account, Created: at(1)}
	t.Run("comes back to the byte", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		want := []byte("{\n  \"id\": \"\\u0000 é\"}\x00\xff")
		check(t, s.SavePlan(t.Context(), made, want))
		got, err := s.Plan(t.Context(), "plan-1")
		check(t, err)
		same(t, got, want)
	})
	t.Run("is stored again without effect", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		check(t, s.SavePlan(t.Context(), made, []byte("one")))
		check(t, s.SavePlan(t.Context(), made, []byte("one")))
	})
	t.Run("is never changed", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		check(t, s.SavePlan(t.Context(), made, []byte("one")))
		is(t, s.SavePlan(t.Context(), made, []byte("two")), fault.Conflict)
		got, err := s.Plan(t.Context(), "plan-1")
		check(t, err)
		same(t, string(got), "one")
	})
	t.Run("is not found by a part of its id", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		check(t, s.SavePlan(t.Context(), made, []byte("one")))
		_, err := s.Plan(t.Context(), "plan")
		is(t, err, fault.NotFound)
	})
	t.Run("approvals add up, oldest first", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		by := plan.By{ARN: "arn:aws:iam::111122223333:user/anna", OSUser: "anna"}
		second := plan.Approval{Digest: "sha256:1", Steps: []string{"2", "1"}, By: by, At: at(2)}
		first := plan.Approval{Digest: "sha256:1", Steps: []string{"1"}, By: plan.By{OSUser: "ben"}, At: at(1)}
		for _, a := range []plan.Approval{second, first, {Digest: "sha256:2", At: at(1)}, second} {
			check(t, s.Approve(t.Context(), a))
		}
		got, err := s.Approvals(t.Context(), "sha256:1")
		check(t, err)
		same(t, got, []plan.Approval{first, second, second})
		got, err = s.Approvals(t.Context(), "sha256:")
		check(t, err)
		same(t, len(got), 0)
	})
}
