package cli_test

import (
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
	askedOnce(t, a)
	everyControlFails(t, first)
	before := facts(t, a, "first.json")
	p := planned(t, a, "--set", "CreateLogMetricFilterAndAlarm.email="+mailbox)
	everyOneIsPlanned(t, first, p)

	run := applied(t, a, 0, wholly(p, "apply", "plan.json")...)
	onlyPending(t, p, run, "Subscribe")
	a.Confirm(virginia, mailbox)
	allAre(t, applied(t, a, 0, "runs", "refresh", run.ID), plan.Verified)
	second := scan(t, a, 0)
	restIsForPersons(t, first, p, second)
	asPredicted(t, p, second)

	undoneAgain(t, a, run)
	last := scan(t, a, 0)
	after := facts(t, a, "last.json")
	sameStatuses(t, "after the undo findings are otherwise than at first",
		but(statuses(first.Findings), finally(p)), but(statuses(last.Findings), finally(p)))
	new := append(finally(p), keysLeft(t, before, after)...)
	if diff := cmp.Diff(but(before, new), but(after, new)); diff != "" {
		t.Errorf("after the undo the account is another (-first +last):\n%s", diff)
	}
}

// mailbox is where alarms go.
const mailbox = "security@example.com"

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
	want := inScope(standard.CIS120, standard.CIS140, standard.CIS300, standard.CIS500, standard.PCI321)
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(failed(doc)))); diff != "" {
		t.Errorf("the controls that fail (-scope +failing):\n%s", diff)
	}
}

// askedOnce holds that the account was asked nothing twice, but for the credential report, which takes its time.
func askedOnce(t *testing.T, a *awstest.Account) {
	t.Helper()
	asked := map[string]int{}
	for _, c := range a.Calls() {
		if !strings.HasSuffix(c.Operation, "CredentialReport") && !isWrite(c) {
			asked[question(c)]++
		}
	}
	for q, n := range asked {
		if n > 1 {
			t.Errorf("asked %d times: %s", n, q)
		}
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

// onlyPending holds that of a run, which did the rest, just the steps of one remediation wait for somebody.
func onlyPending(t *testing.T, p *plan.Plan, r plan.Run, remediation string) {
	t.Helper()
	for _, s := range r.Steps {
		if waits := slices.Equal(p.Find(s.Step).Remediations, []string{remediation}); waits != (s.State == plan.Pending) || !s.State.Well() {
			t.Errorf("step %s (%v) is %s: %s", s.Step, p.Find(s.Step).Remediations, s.State, s.Reason)
		}
	}
}

// everyOneIsPlanned holds that each control that has a remediation is in a step, and each other one left to a person.
func everyOneIsPlanned(t *testing.T, doc view.Scan, p *plan.Plan) {
	t.Helper()
	in, left, why := map[control.ID]bool{}, map[control.ID]bool{}, map[control.ID]string{}
	for _, s := range p.Steps {
		for _, id := range s.Controls {
			in[id] = true
		}
	}
	for _, l := range p.Left {
		left[l.Control] = left[l.Control] || l.Why.Key == "propose/person"
		why[l.Control] = l.Why.Text
	}
	for id := range failed(doc) {
		if remedied := len(everything().RemediationsFor(id)) > 0; in[id] != remedied || left[id] == remedied {
			t.Errorf("%s: has a remediation %v, is in a step %v, is left to a person %v: %s", id, remedied, in[id], left[id], why[id])
		}
	}
}

// failed are the controls that fail somewhere.
func failed(doc view.Scan) map[control.ID]bool {
	out := map[control.ID]bool{}
	for _, f := range doc.Findings {
		if f.Status == control.Failed {
			out[f.Control] = true
		}
	}
	return out
}

// restIsForPersons holds that what does not pass now failed before and was left by the plan, with the reason, or was
// announced by it.
func restIsForPersons(t *testing.T, first view.Scan, p *plan.Plan, second view.Scan) {
	t.Helper()
	was := statuses(first.Findings)
	for _, f := range second.Findings {
		announced := slices.ContainsFunc(p.Announced, func(x plan.Announced) bool { return x.Control == f.Control && x.Resource == f.Resource.ID })
		left := was[name(f)] == control.Failed && slices.ContainsFunc(p.Left, func(x plan.Left) bool {
			return x.Control == f.Control && x.Resource == f.Resource.ID && x.Region == f.Region && x.Why.Key != "propose/there" && x.Why.Key != "propose/made"
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
