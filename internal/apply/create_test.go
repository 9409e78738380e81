package apply_test

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
)

func TestCreateAndUndo(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("old", 9)
	y.garden()
	p := y.planOf(planting(t, "1", "new"))
	run := y.runPlan(t, p)
	y.want(t, run, true, []string{"DisableKey new"}, plan.Verified)
	if v := run.Steps[0].Verdicts; len(v) != 2 || v[1].Control != "Garden.1" || v[1].Status != control.Passed || v[1].Resource != refOf("", "g").ID {
		t.Errorf("verdicts %+v", v)
	}
	undo, err := propose.Undo("u1", p, run, nil, y.now)
	if err != nil {
		t.Fatal(err)
	}
	y.want(t, y.runPlan(t, undo), true, []string{"DisableKey new", "EnableKey new"}, plan.Undone)
	if len(y.there) != 2 {
		t.Errorf("there stand %v", y.there)
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	ref := refOf("Toy::Tree", "new")
	for name, c := range map[string]struct {
		set   func(*yard)
		want  plan.State
		calls []string
	}{
		"already so":     {func(y *yard) { y.tree("new", 10) }, plan.AlreadySo, nil},
		"made otherwise": {func(y *yard) { y.tree("new", 3) }, plan.StaleStep, nil},
		"never shows":    {func(y *yard) { y.faults = []callFault{{}} }, plan.Pending, []string{"DisableKey new"}},
		"shows late": {func(y *yard) {
			y.faults = []callFault{{}}
			y.later[2*time.Second] = func() { y.tree("new", 10) }
		}, plan.Verified, []string{"DisableKey new"}},
		"answer lost, landed": {func(y *yard) { y.faults = []callFault{{landed: true, err: errCut}} }, plan.Verified, []string{"DisableKey new"}},
		"answer lost":         {func(y *yard) { y.faults = []callFault{{err: errCut}} }, plan.Failed, []string{"DisableKey new"}},
		"denied":              {func(y *yard) { y.faults = []callFault{{err: denied}} }, plan.Failed, []string{"DisableKey new"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newYard(t)
			c.set(y)
			st := planting(t, "1", "new")
			st.Controls, st.Elsewhere = nil, nil
			y.want(t, y.run(t, st), true, c.calls, c.want)
			if _, there := y.there[ref]; !there && c.want == plan.Verified {
				t.Error("it is verified and not there")
			}
		})
	}
}
