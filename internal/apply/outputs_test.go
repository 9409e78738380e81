package apply_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/plan"
)

// taking has the second call take what the first one gave.
func taking(t *testing.T, first, fact string) plan.Step {
	t.Helper()
	st := growing(t, "1", "a")
	st.Do[0].Operation, st.Do[0].Keep = first, []string{"Key.Id"}
	st.Do[1].Input, st.Do[1].Outputs = json.RawMessage(`{}`), []plan.Output{{Into: "KeyId", Move: 0, Path: "Key.Id", Fact: fact}}
	return st
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		step   plan.Step
		faults []callFault
		gives  string
		want   plan.State
		calls  []string
	}{
		"used":             {taking(t, plant, ""), nil, "k-1", plan.Verified, []string{"DisableKey a", "EnableKey k-1"}},
		"lost, repeatable": {taking(t, water, ""), []callFault{{landed: true, err: errCut}}, "k-1", plan.Verified, []string{"EnableKey a", "EnableKey a", "EnableKey k-1"}},
		"lost":             {taking(t, plant, ""), []callFault{{landed: true, err: errCut}}, "k-1", plan.Failed, []string{"DisableKey a"}},
		"lost, to be read": {taking(t, plant, "Name"), []callFault{{landed: true, err: errCut}}, "k-1", plan.Verified, []string{"DisableKey a", "EnableKey a"}},
		"not given":        {taking(t, plant, ""), nil, "", plan.Failed, []string{"DisableKey a"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newYard(t)
			y.tree("a", 1)
			y.faults, y.gives = c.faults, map[string]string{"Key.Id": c.gives}
			run := y.run(t, c.step)
			y.want(t, run, true, c.calls, c.want)
			if got := run.Steps[0].Calls[0].Outputs["Key.Id"]; name == "used" && got != "k-1" {
				t.Errorf("the journal has %q", got)
			}
			if c.want == plan.Failed && !strings.Contains(run.Steps[0].Reason, "kms.EnableKey needs the Key.Id that kms.DisableKey gave, and it was lost") {
				t.Errorf("it says %q", run.Steps[0].Reason)
			}
		})
	}
}

// A process that was killed between two calls takes what the first one gave from the journal.
func TestOutputsSurviveAKill(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("a", 1)
	y.gives = map[string]string{"Key.Id": "k-1"}
	st := taking(t, plant, "")
	st.Do[1].Await = &plan.Await{Facts: map[string]json.RawMessage{"Tall": known("7")}, Seconds: 20}
	ctx, cancel := context.WithCancel(t.Context())
	y.sleeps = func() error { cancel(); return context.Canceled }
	if _, err := y.try(ctx, y.planOf(st)); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	y.sleeps = nil
	y.tree("a", 7)
	y.want(t, y.run(t, st), true, []string{"DisableKey a", "EnableKey k-1"}, plan.Verified)
}
