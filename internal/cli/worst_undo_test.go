package cli_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// undoneAgain takes the run back. What waits for a maintenance window is undone after that; what cannot be undone is
// just what the plan said.
func undoneAgain(t *testing.T, a *awstest.Account, run plan.Run) {
	t.Helper()
	p := planFile(t, "plan.json")
	var back plan.Plan
	ends(t, a, 4, "undo", run.ID, "--format", "json").parse(t, &back)
	for _, l := range back.Left {
		i := slices.IndexFunc(p.Steps, func(s plan.Step) bool { return s.Resource.ID == l.Resource && s.Irreversible != nil })
		if i < 0 || l.Why.Key != "undo/irreversible" {
			t.Errorf("undo leaves %s: %s", l.Resource, l.Why)
		}
	}
	if len(back.Steps)+len(back.Left) != len(p.Steps) {
		t.Errorf("undo has %d steps and leaves %d of %d", len(back.Steps), len(back.Left), len(p.Steps))
	}
	r := applied(t, a, 0, wholly(&back, "undo", run.ID)...)
	onlyPending(t, &back, r, "EnableMultiAZOnRDSInstance")
	a.MaintenanceWindow(virginia)
	allAre(t, applied(t, a, 0, "runs", "refresh", r.ID), plan.Undone)
}

// facts are those of all resources, by what they are about.
func facts(t *testing.T, a *awstest.Account, file string) map[string]string {
	t.Helper()
	must(t, a, append([]string{"snapshot", "save", file}, regions()...)...)
	var doc struct {
		Resources []struct{ Resource map[string]json.RawMessage }
	}
	if err := json.Unmarshal(read(t, file), &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range doc.Resources {
		of := func(member string) string { return strings.Trim(string(r.Resource[member]), `"`) }
		for fact, value := range r.Resource {
			out[strings.Join([]string{of("type"), of("region"), of("id"), fact}, " ")] = string(value)
		}
	}
	return out
}

// differ are facts that never come back the same: when something was changed last, whose password is gone for ever, and
// the role that RDS keeps while monitoring is off.
var differ = []string{"Modified", "Passwords", "MonitoringRole"}

// finally are the ids of what the plan deletes for ever, and makes in its place.
func finally(p *plan.Plan) []string {
	ids := slices.Clone(differ)
	for _, s := range p.Steps {
		if s.Irreversible != nil {
			ids = append(ids, s.Resource.ID)
		}
	}
	return ids
}

// keysLeft are the ids of keys that were not there before: those that wait for their deletion, and those of AWS.
func keysLeft(t *testing.T, before, after map[string]string) []string {
	t.Helper()
	var ids []string
	for name, value := range after {
		id, isKey := strings.CutSuffix(name, " Metadata")
		if _, old := before[name]; old || !isKey || !strings.HasPrefix(name, "AWS::KMS::Key ") {
			continue
		}
		if !strings.Contains(value, `"PendingDeletion"`) && !strings.Contains(value, `"Manager": "AWS"`) {
			t.Errorf("after the undo there is a key more: %s, %s", name, value)
		}
		ids = append(ids, strings.Fields(id)[2])
	}
	return ids
}

// but leaves out what is about any of these.
func but[T any](all map[string]T, words []string) map[string]T {
	maps.DeleteFunc(all, func(name string, _ T) bool {
		return slices.ContainsFunc(strings.Fields(name), func(w string) bool { return slices.Contains(words, w) })
	})
	return all
}
