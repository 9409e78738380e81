package apply_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
)

// What a step is for elsewhere is judged once all steps that serve it have ended well.
func TestSpanning(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.garden()
	run := y.run(t, planting(t, "1", "a"), planting(t, "2", "b"))
	y.want(t, run, true, []string{"DisableKey a", "DisableKey b"}, plan.Verified, plan.Verified)
	judged := func(rs plan.RunStep) bool {
		return slices.ContainsFunc(rs.Verdicts, func(v plan.VerdictRecord) bool { return v.Control == "Garden.1" })
	}
	if judged(run.Steps[0]) || !judged(run.Steps[1]) {
		t.Errorf("judged by %+v", run.Steps)
	}
}

func TestSpanningFails(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.garden()
	run := y.run(t, planting(t, "1", "a"))
	y.want(t, run, true, []string{"DisableKey a"}, plan.Failed)
	if got := run.Steps[0].Reason; !strings.Contains(got, "Garden.1 still fails: no") {
		t.Errorf("it says %q", got)
	}
}

// The step that ends last judges, also when an earlier one was pending in between.
func TestSpanningAfterPending(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.garden()
	y.faults = []callFault{{}}
	p := y.planOf(planting(t, "1", "a"), planting(t, "2", "b"))
	run := y.runPlan(t, p)
	y.want(t, run, true, []string{"DisableKey a", "DisableKey b"}, plan.Pending, plan.Verified)
	if len(run.Steps[1].Verdicts) != 1 {
		t.Errorf("verdicts %+v", run.Steps[1].Verdicts)
	}
	y.tree("a", 10)
	if err := y.Refresh(t.Context(), p, run); err != nil || run.Steps[0].State != plan.Verified || len(run.Steps[0].Verdicts) != 2 {
		t.Errorf("refreshed it is %+v, %v", run.Steps[0], err)
	}
}

// What is not there any more cannot be judged, and does not hold up the run.
func TestSpanningOfNothing(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.want(t, y.run(t, planting(t, "1", "a")), true, []string{"DisableKey a"}, plan.Verified)
}

// A control that the step serves on another resource is not held against its own.
func TestElsewhereOnly(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("b", 10)
	st := planting(t, "1", "a")
	st.Changes[0].After, st.Do[0].Leaves["Tall"] = known("3"), known("3")
	st.Controls, st.Elsewhere = []control.ID{"Toy.1"}, []plan.Judged{{Control: "Toy.1", Resource: refOf("Toy::Tree", "b")}}
	y.want(t, y.run(t, st), true, []string{"DisableKey a"}, plan.Verified)
	y = newYard(t)
	y.tree("b", 10)
	st.Elsewhere = append(st.Elsewhere, plan.Judged{Control: "Toy.1", Resource: st.Resource})
	y.want(t, y.run(t, st), true, []string{"DisableKey a"}, plan.Failed)
}

// Every message of the package is in its list, so that it can be read in both languages.
func TestTexts(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, m := range apply.Texts() {
		listed[m.Key] = true
	}
	for _, key := range []string{"apply/behind", "apply/awaits", "apply/awaits-blind", "apply/lost", "apply/waits", "apply/propagation"} {
		if !listed[key] {
			t.Errorf("%s is not listed", key)
		}
	}
}
