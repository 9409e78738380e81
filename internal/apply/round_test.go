package apply_test

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

// What takes hours takes them side by side, and what comes after it is done in the same run.
func TestSideBySide(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.Waits = apply.DefaultWaits
	y.Waits.Lease = time.Hour
	y.tree("b", 1)
	slow := func(id, name string) plan.Step {
		s := planting(t, id, name)
		s.Remediations, s.Controls, s.Elsewhere = []string{"GrowSlowly"}, nil, nil
		return s
	}
	y.faults = []callFault{{landed: false}, {landed: false}}
	y.later[40*time.Minute] = func() { y.tree("a", 10) }
	y.later[70*time.Minute] = func() { y.tree("c", 10) }
	p := y.planOf(slow("1", "a"), growing(t, "2", "b", "1"), slow("3", "c"))
	y.want(t, y.runPlan(t, p), true, []string{"DisableKey a", "DisableKey c", "DisableKey b", "EnableKey b"},
		plan.Verified, plan.Verified, plan.Verified)
	if took := y.now.Sub(y.start); took > 75*time.Minute {
		t.Errorf("it took %s: one after the other", took)
	}
}

// Patience has an end: what has not shown by then is left pending.
func TestPatienceEnds(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.Waits = apply.DefaultWaits
	y.Waits.Lease = time.Hour
	s := planting(t, "1", "a")
	s.Remediations, s.Controls, s.Elsewhere = []string{"GrowSlowly"}, nil, nil
	y.faults = []callFault{{landed: false}}
	y.want(t, y.run(t, s), true, []string{"DisableKey a"}, plan.Pending)
	if took := y.now.Sub(y.start); took < 2*time.Hour || took > 2*time.Hour+time.Minute {
		t.Errorf("it waited %s", took)
	}
}

// What waits for a person or a maintenance window is not stood around for.
func TestNobodyStandsAround(t *testing.T) {
	t.Parallel()
	for name, waits := range map[string]*text.Message{"for AWS": nil, "for a window": {Text: "on Wednesday"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newYard(t)
			y.Waits = apply.DefaultWaits
			y.Waits.Lease = time.Hour
			s := planting(t, "1", "a")
			s.Remediations, s.Controls, s.Elsewhere, s.Waits = []string{"Grow"}, nil, nil, waits
			y.faults = []callFault{{landed: false}}
			y.want(t, y.run(t, s), true, []string{"DisableKey a"}, plan.Pending)
			if took := y.now.Sub(y.start); (took < time.Minute) != (waits != nil) {
				t.Errorf("it waited %s", took)
			}
		})
	}
}
