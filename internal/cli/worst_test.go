package cli_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/view"
)

// TestWorstAccount takes an account in which every control in scope fails to where nothing is left but what a person has
// to do, by one plan and one run, and back. It has a server of its own, with the policies that AWS manages.
func TestWorstAccount(t *testing.T) {
	t.Parallel()
	a := withManagedPolicies(t)
	worstAccount(t, a)
	loop.Emptied(t, a)
	ahead(t, keysAreOld)

	first := scan(t, a, 0)
	everyControlFails(t, first)
	before := facts(t, a, "first.json")
	p := planned(t, a, "--set", "CreateLogMetricFilterAndAlarm.email=security@example.com")
	everyOneIsPlanned(t, first, p)

	run := applied(t, a, 0, wholly(p, "apply", "plan.json")...)
	allAre(t, run, plan.Verified)
	second := scan(t, a, 0)
	restIsForPersons(t, first, p, second)
	asPredicted(t, p, second)

	undoneAgain(t, a, run)
	last := scan(t, a, 0)
	gone := deleted(p)
	sameStatuses(t, "after the undo findings are otherwise than at first",
		but(statuses(first.Findings), gone), but(statuses(last.Findings), gone))
	if diff := cmp.Diff(but(before, gone), but(facts(t, a, "last.json"), gone)); diff != "" {
		t.Errorf("after the undo the account is another (-first +last):\n%s", diff)
	}
}

// withManagedPolicies makes an account on a server that has the policies of AWS.
func withManagedPolicies(t *testing.T) *awstest.Account {
	t.Helper()
	server, err := awstest.Start(t.Context(), awstest.Options{ManagedPolicies: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return got[*awstest.Account](t)(server.NewAccount(t.Context()))
}

// everyControlFails holds that the controls in scope are just those that fail.
func everyControlFails(t *testing.T, doc view.Scan) {
	t.Helper()
	failed := map[control.ID]bool{}
	for _, f := range doc.Findings {
		if f.Status == control.Failed {
			failed[f.Control] = true
		}
	}
	want := inScope(standard.CIS120, standard.CIS140, standard.CIS300, standard.CIS500, standard.PCI321)
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(failed))); diff != "" {
		t.Errorf("the controls that fail (-scope +failing):\n%s", diff)
	}
}

// wholly says a command with the words that approve every step.
func wholly(p *plan.Plan, args ...string) []string {
	args = append(args, "--approve", "--approve-interrupting", "all")
	for _, s := range p.Steps {
		if s.Irreversible != nil {
			args = append(args, "--approve-irreversible", s.ID)
		}
	}
	return args
}

// everyOneIsPlanned holds that each control that has a remediation is in a step, and each other one left to a person.
func everyOneIsPlanned(t *testing.T, doc view.Scan, p *plan.Plan) {
	t.Helper()
	in, left := map[control.ID]bool{}, map[control.ID]bool{}
	for _, s := range p.Steps {
		for _, id := range s.Controls {
			in[id] = true
		}
	}
	for _, l := range p.Left {
		left[l.Control] = left[l.Control] || l.Why.Key == "propose/person"
	}
	for _, f := range doc.Findings {
		if f.Status != control.Failed {
			continue
		}
		if remedied := len(everything().RemediationsFor(f.Control)) > 0; in[f.Control] != remedied || left[f.Control] == remedied {
			t.Errorf("%s: has a remediation %v, is in a step %v, is left to a person %v", f.Control, remedied, in[f.Control], left[f.Control])
		}
	}
}

// restIsForPersons holds that what does not pass now failed before and was left by the plan, with the reason, or was
// announced by it.
func restIsForPersons(t *testing.T, first view.Scan, p *plan.Plan, second view.Scan) {
	t.Helper()
	was := statuses(first.Findings)
	for _, f := range second.Findings {
		announced := slices.ContainsFunc(p.Announced, func(x plan.Announced) bool { return x.Control == f.Control && x.Resource == f.Resource.ID })
		left := was[name(f)] == control.Failed && slices.ContainsFunc(p.Left, func(x plan.Left) bool {
			return x.Control == f.Control && x.Resource == f.Resource.ID && x.Region == f.Region && x.Why.Key != "propose/there"
		})
		if f.Status != control.Passed && !announced && !left {
			t.Errorf("%s is %s: %s", name(f), f.Status, f.Reason)
		}
	}
}

// asPredicted compares the scores that the plan predicted with what they are.
func asPredicted(t *testing.T, p *plan.Plan, doc view.Scan) {
	t.Helper()
	want, are := map[standard.Name]int{}, map[standard.Name]int{}
	for _, s := range p.Score {
		want[s.Standard] = *s.After
	}
	for _, s := range doc.Scores {
		are[s.Standard] = *s.Score
	}
	if diff := cmp.Diff(want, are); diff != "" {
		t.Errorf("scores (-predicted +are):\n%s", diff)
	}
}

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
	for _, id := range inState(r, plan.Pending) {
		if !slices.Equal(back.Find(id).Remediations, []string{"EnableMultiAZOnRDSInstance"}) {
			t.Errorf("undoing step %s (%v) is pending", id, back.Find(id).Remediations)
		}
	}
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

// deleted are the ids of what the plan deletes for ever, and makes in its place.
func deleted(p *plan.Plan) []string {
	var ids []string
	for _, s := range p.Steps {
		if s.Irreversible != nil {
			ids = append(ids, s.Resource.ID)
		}
	}
	return ids
}

// but leaves out what is about these resources.
func but[T any](all map[string]T, ids []string) map[string]T {
	maps.DeleteFunc(all, func(name string, _ T) bool {
		return slices.ContainsFunc(strings.Fields(name), func(w string) bool { return slices.Contains(ids, w) })
	})
	return all
}
