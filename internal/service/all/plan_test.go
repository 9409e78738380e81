package all_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/standard"
)

// worlds is how many accounts are made up.
const worlds = 30

func eachWorld(t *testing.T, do func(t *testing.T, w *world, scan propose.Scan, p *plan.Plan)) {
	t.Helper()
	cat := everything(t)
	for n := range worlds {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, cat, fmt.Sprint("world ", n))
			scan := w.scan(t)
			p := w.plan(t, scan)
			if len(p.Steps) == 0 {
				t.Fatal("nothing is planned")
			}
			do(t, w, scan, p)
		})
	}
}

func TestPlans(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world, scan propose.Scan, p *plan.Plan) {
		if err := propose.Check(w.cat, p); err != nil {
			t.Error(err)
		}
		oneTarget(t, p)
		accounted(t, scan, p)
		if err := w.apply(p, ""); err != nil {
			t.Error(err)
		}
		w.predicted(t, scan, p)
	})
}

// oneTarget holds that no two steps write the same object, unless by the very same call: then the later step finds its
// work done. So it is with the instances of a Multi-AZ DB cluster, which are changed by the cluster.
func oneTarget(t *testing.T, p *plan.Plan) {
	t.Helper()
	type write struct{ step, input string }
	owner := map[string]write{}
	for _, s := range p.Steps {
		for _, c := range s.Do {
			for _, target := range targets(t, s, c) {
				first, ok := owner[target]
				if ok && first.step != s.ID && first.input != string(c.Input) && !grows(p.Find(first.step), s) {
					t.Errorf("steps %s and %s both write %s", first.step, s.ID, target)
				}
				owner[target] = write{s.ID, string(c.Input)}
			}
		}
	}
}

// grows tells whether a step adds to what an earlier one made: a helper that was asked twice, for different things, in order.
func grows(first *plan.Step, s plan.Step) bool {
	return len(s.For) > 0 && slices.Equal(first.Remediations, s.Remediations) && slices.Contains(s.After, first.ID)
}

// targets name what a call writes: by the step's resource, and by those members of its input that name things. Calls
// that modify leave alone what they do not name: each setting is a target of its own.
func targets(t *testing.T, s plan.Step, c plan.Call) []string {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal(c.Input, &members); err != nil {
		t.Fatal(err)
	}
	_, operation, _ := strings.Cut(c.Operation, ".")
	partly := strings.HasPrefix(operation, "Modify") || operation == "UpdateTrail"
	var names, settings []string
	for _, k := range slices.Sorted(maps.Keys(members)) {
		switch v, isText := members[k].(string); {
		case isText && isName(k) && (operation != "UpdateTrail" || k == "Name"): // its other names are settings
			names = append(names, k+"="+v)
		case k != "ApplyImmediately": // says when, not what
			settings = append(settings, k)
		}
	}
	if !partly {
		settings = []string{""}
	}
	var out []string
	for _, setting := range settings {
		for _, of := range []string{s.Resource.String(), s.Region} {
			out = append(out, c.Operation+" "+setting+" in "+of+" "+strings.Join(names, " "))
		}
	}
	return out
}

// isName tells whether a member of an input names a thing.
func isName(member string) bool {
	return member == "Bucket" || slices.ContainsFunc([]string{"Id", "Identifier", "Name", "Arn"}, func(end string) bool {
		return strings.HasSuffix(member, end)
	})
}

// accounted holds that each failed finding is served by a step or left with a reason.
func accounted(t *testing.T, scan propose.Scan, p *plan.Plan) {
	t.Helper()
	for _, f := range scan.Findings {
		served := slices.ContainsFunc(p.Steps, func(s plan.Step) bool { return serves(s, f) })
		left := isLeft(p, f)
		switch {
		case f.Status == control.Failed && !served && !left:
			t.Errorf("nothing is said about %s on %s", f.Control, f.Resource)
		case f.Status != control.Failed && (served || left):
			t.Errorf("%s is %s on %s, and the plan is about it", f.Control, f.Status, f.Resource)
		}
	}
	for _, s := range p.Steps {
		if s.Resource.Name == "user-1" {
			t.Errorf("step %s changes the caller", s.ID)
		}
	}
}

// serves tells whether a step is for a finding, be it on the step's own resource or elsewhere.
func serves(s plan.Step, f control.Finding) bool {
	return (s.Resource == f.Resource && s.Own(f.Control)) || slices.Contains(s.Elsewhere, plan.Judged{Control: f.Control, Resource: f.Resource})
}

// isLeft tells whether the plan leaves a finding alone and says why.
func isLeft(p *plan.Plan, f control.Finding) bool {
	return slices.ContainsFunc(p.Left, func(l plan.Left) bool {
		return l.Resource == f.Resource.ID && l.Region == f.Resource.Region && l.Control == f.Control && !l.Why.IsZero()
	})
}

// predicted compares what the plan says of the time after it with what is then found.
func (w *world) predicted(t *testing.T, before propose.Scan, p *plan.Plan) {
	t.Helper()
	after := w.scan(t)
	now, then := scores(before), scores(after)
	for i, s := range p.Score {
		if w.opened(before, after) { // the prediction does not promise what nobody could judge
			break
		}
		if s.Standard != now[i].Standard || !reflect.DeepEqual(s.Now, now[i].Score) || !reflect.DeepEqual(s.After, then[i].Score) {
			t.Errorf("%s: the plan says %v → %v, it is %v → %v", s.Standard, value(s.Now), value(s.After), value(now[i].Score), value(then[i].Score))
		}
	}
	was := map[string]control.Status{}
	for _, f := range before.Findings {
		was[f.ID] = f.Status
	}
	for _, f := range after.Findings {
		announced := isAnnounced(p, f)
		if newly := f.Status == control.Failed && was[f.ID] != control.Failed; newly != announced {
			t.Errorf("%s on %s: newly failing is %v, announced is %v: %s %s", f.Control, f.Resource, newly, announced, f.Status, f.Reason)
		}
		step := slices.IndexFunc(p.Steps, func(s plan.Step) bool { return serves(s, f) })
		if step >= 0 && !isLeft(p, f) && f.Status == control.Failed {
			t.Errorf("step %s does not make %s pass on %s: %s", p.Steps[step].ID, f.Control, f.Resource, f.Reason)
		}
	}
	for _, s := range w.plan(t, after).Steps {
		if !late(s, after, p) {
			t.Errorf("planning again yields a step: %v of %s", s.Remediations, s.Resource)
		}
	}
}

// opened tells whether a control that spans resources can judge after a plan what it could not before.
func (w *world) opened(before, after propose.Scan) bool {
	unsure := map[string]bool{}
	for _, f := range before.Findings {
		u, _ := w.cat.Control(f.Control)
		unsure[f.ID] = u.Joins() && f.Status == control.NotAvailable
	}
	judged := map[string]bool{}
	for _, f := range after.Findings {
		judged[f.ID] = f.Status != control.NotAvailable
	}
	for id, was := range unsure {
		if was && judged[id] {
			return true
		}
	}
	return false
}

// isAnnounced tells whether the plan says that it makes a control fail.
func isAnnounced(p *plan.Plan, f control.Finding) bool {
	return slices.ContainsFunc(p.Announced, func(a plan.Announced) bool { return a.Control == f.Control && a.Resource == f.Resource.ID })
}

func scores(scan propose.Scan) []standard.Score {
	return evaluate.Score(scan.Choice, scan.Controls, scan.Findings).Scores
}

func value(p *int) any {
	if p == nil {
		return "none"
	}
	return *p
}

// Applying a plan the wrong way is noticed: the test of predictions is not blind.
func TestPredictionNoticesWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	w := newWorld(t, cat, "world 1")
	scan := w.scan(t)
	p := w.plan(t, scan)
	after := w.scan(t) // of a plan that nobody applied
	same := 0
	for i, s := range scores(after) {
		if reflect.DeepEqual(p.Score[i].After, s.Score) {
			same++
		}
	}
	if same == len(p.Score) {
		t.Error("the plan promises nothing")
	}
}
