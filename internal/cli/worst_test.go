package cli_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/view"
)

// TestWorstAccount
func TestWorstAccount(t *testing.T) {
	t.Parallel()
	server, err := awstest.Start(t.Context(), awstest.Options{ManagedPolicies: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	a, err := server.NewAccount(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	worstAccount(t, a)
	loop.Emptied(t, a)
	t.Log("made", time.Since(begin))
	ahead(t, keysAreOld)
	first := scan(t, a, 0)
	t.Log("scanned", time.Since(begin))
	everyControlFails(t, first)
	must(t, a, append([]string{"snapshot", "save", "first.json"}, regions()...)...)
	p := planned(t, a, "--set", "CreateLogMetricFilterAndAlarm.email=security@example.com")
	os.WriteFile("/tmp/h/k/plan.json", read(t, "plan.json"), 0o644)
	os.WriteFile("/tmp/h/k/first.json", read(t, "first.json"), 0o644)
	t.Log("planned", time.Since(begin))
	args := []string{"apply", "plan.json", "--approve", "--approve-interrupting", "all", "--format", "json"}
	for _, s := range p.Steps {
		if s.Irreversible != nil {
			args = append(args, "--approve-irreversible", s.ID)
		}
	}
	r := manten(t, a, args...)
	t.Log("applied", r.status, r.stderr, time.Since(begin))
	var run plan.Run
	r.parse(t, &run)
	os.WriteFile("/tmp/h/k/run.json", []byte(r.stdout), 0o644)
	for _, s := range run.Steps {
		if s.State != plan.Verified {
			t.Errorf("step %s %v of %s is %s: %s", s.Step, p.Find(s.Step).Remediations, p.Find(s.Step).Resource.Name, s.State, s.Reason)
		}
	}
	second := scan(t, a, 0)
	t.Log("scanned", time.Since(begin))
	was := statuses(first.Findings)
	for _, f := range second.Findings {
		if f.Status == control.Passed {
			continue
		}
		u, _ := everything().Control(f.Control)
		announced := slices.ContainsFunc(p.Announced, func(x plan.Announced) bool { return x.Control == f.Control && x.Resource == f.Resource.ID })
		person := slices.ContainsFunc(p.Left, func(x plan.Left) bool {
			return x.Control == f.Control && x.Resource == f.Resource.ID && x.Why.Key != "propose/there"
		})
		if was[name(f)] != control.Failed && !announced || !person && !announced {
			t.Errorf("%s is %s: %s (%v)", name(f), f.Status, f.Reason, u.Advice.EN != "")
		}
	}
	var scores []any
	for _, s := range second.Scores {
		if s.Score != nil {
			scores = append(scores, s.Standard, *s.Score)
		}
	}
	for _, s := range p.Score {
		if s.After != nil {
			scores = append(scores, s.Standard, *s.After)
		}
	}
	t.Log(scores...)
	r = manten(t, a, "undo", run.ID, "--format", "json")
	os.WriteFile("/tmp/h/k/undo.json", []byte(r.stdout), 0o644)
	var back plan.Plan
	r.parse(t, &back)
	args = []string{"undo", run.ID, "--approve", "--approve-interrupting", "all", "--format", "json"}
	for _, s := range back.Steps {
		if s.Irreversible != nil {
			args = append(args, "--approve-irreversible", s.ID)
		}
	}
	r = manten(t, a, args...)
	t.Log("undone", r.status, r.stderr, time.Since(begin))
	var undone plan.Run
	r.parse(t, &undone)
	for _, s := range undone.Steps {
		if s.State != plan.Undone {
			t.Errorf("undo: step %s %v of %s is %s: %s", s.Step, back.Find(s.Step).Remediations, back.Find(s.Step).Resource.Name, s.State, s.Reason)
		}
	}
	for _, l := range back.Left {
		t.Logf("undo leaves %s %s: %s", l.Control, l.Resource, l.Why.Text)
	}
	third := scan(t, a, 0)
	must(t, a, append([]string{"snapshot", "save", "last.json"}, regions()...)...)
	os.WriteFile("/tmp/h/k/last.json", read(t, "last.json"), 0o644)
	sameStatuses(t, "after the undo", was, statuses(third.Findings))
	t.Log("done", time.Since(begin))
}

func everyControlFails(t *testing.T, doc view.Scan) {
	t.Helper()
	fails := map[control.ID]bool{}
	for _, f := range doc.Findings {
		fails[f.Control] = fails[f.Control] || f.Status == control.Failed
	}
	for _, id := range inScope(standard.CIS120, standard.CIS140, standard.CIS300, standard.CIS500, standard.PCI321) {
		if !fails[id] {
			t.Errorf("%s does not fail", id)
			for _, f := range doc.Findings {
				if f.Control == id {
					t.Logf("%s is %s: %s", name(f), f.Status, f.Reason)
				}
			}
		}
	}
}
