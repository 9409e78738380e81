package cli_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/service/all"
	"github.com/mantenhq/manten/internal/view"
)

// everything is the catalog of all services.
var everything = sync.OnceValue(func() *catalog.Catalog {
	cat, err := catalog.New(all.Services()...)
	if err != nil {
		panic(err)
	}
	return cat
})

// scan scans both regions, to the end with this status.
func scan(t testing.TB, a *awstest.Account, status int, args ...string) view.Scan {
	t.Helper()
	var doc view.Scan
	ends(t, a, status, slices.Concat([]string{"scan", "--format", "json"}, regions(), args)...).parse(t, &doc)
	return doc
}

// planned makes plan.json.
func planned(t testing.TB, a *awstest.Account, args ...string) *plan.Plan {
	t.Helper()
	must(t, a, append([]string{"plan", "-o", "plan.json"}, args...)...)
	return planFile(t, "plan.json")
}

func planFile(t testing.TB, name string) *plan.Plan {
	t.Helper()
	p, err := plan.Decode(read(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// applied runs a command whose JSON is a run.
func applied(t testing.TB, a *awstest.Account, status int, args ...string) plan.Run {
	t.Helper()
	var run plan.Run
	ends(t, a, status, append(args, "--format", "json")...).parse(t, &run)
	return run
}

// statuses are the findings' statuses by a name that says what they are about.
func statuses(findings []view.Finding) map[string]control.Status {
	out := map[string]control.Status{}
	for _, f := range findings {
		out[name(f)] = f.Status
	}
	return out
}

func name(f view.Finding) string {
	return strings.Join([]string{string(f.Control), f.Region, f.Resource.ID}, " ")
}

// sameStatuses compares findings by their statuses.
func sameStatuses(t testing.TB, what string, want, got map[string]control.Status) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// known are the operations that may be seen, by name: the catalog's, those that list the regions, and those that tell
// who we are.
var known = sync.OnceValue(func() map[string]awsop.Op {
	cat := everything()
	out := map[string]awsop.Op{"sts.GetCallerIdentity": {Name: "sts.GetCallerIdentity"}}
	for _, op := range slices.Concat(cat.Reads(), all.RegionReads()) {
		out[op.Name] = op
	}
	for _, u := range cat.Remediations() {
		for _, w := range u.Writes {
			out[w.Name] = *w
		}
	}
	return out
})

func operation(c awstest.Call) string { return c.Service + "." + c.Operation }

// writes counts the calls that are not declared reads, by operation and region.
func writes(a *awstest.Account) map[string]int {
	out := map[string]int{}
	for _, c := range a.Calls() {
		if op, ok := known()[operation(c)]; !ok || op.Write {
			out[operation(c)+" "+c.Region]++
		}
	}
	return out
}

// nothing holds that no write has reached the proxy.
func nothing(t testing.TB, a *awstest.Account, after string) {
	t.Helper()
	if w := writes(a); len(w) > 0 {
		t.Errorf("after %s the account was written to: %v", after, w)
	}
}

// calls counts the calls of some steps as writes does.
func calls(p *plan.Plan, of func(*plan.Step) []plan.Call, wants func(id string) bool) map[string]int {
	out := map[string]int{}
	for i := range p.Steps {
		s := &p.Steps[i]
		if !wants(s.ID) {
			continue
		}
		for _, c := range of(s) {
			out[c.Operation+" "+s.Region]++
		}
	}
	return out
}

func do(s *plan.Step) []plan.Call { return s.Do }

func undo(s *plan.Step) []plan.Call { return s.Undo }

func every(string) bool { return true }

// sums adds counts up.
func sums(all ...map[string]int) map[string]int {
	out := map[string]int{}
	for _, m := range all {
		for k, n := range m {
			out[k] += n
		}
	}
	return out
}

// inState lists the steps of a run that are in one of the states.
func inState(r plan.Run, wanted ...plan.State) []string {
	var out []string
	for _, s := range r.Steps {
		if slices.Contains(wanted, s.State) {
			out = append(out, s.Step)
		}
	}
	return out
}

// members holds that a JSON object has exactly these members.
func members(t testing.TB, what string, object json.RawMessage, want ...string) map[string]json.RawMessage {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal(object, &m); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(m))); diff != "" {
		t.Errorf("%s has other members (-want +got):\n%s", what, diff)
	}
	return m
}
