package propose_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// glaring are toys of which turning a lamp on makes another control apply and fail, and a third one no longer apply.
func glaring(t testing.TB) *toys {
	t.Helper()
	s := switched(t)
	s.control("Toy.2", control.Low, func(l lamp) bool { return !l.On.Value() || l.Brightness.Value() < 50 }, "On", "Brightness")
	s.when("Toy.3", isOn, func(l lamp) bool { return l.Brightness.Value() < 60 })
	s.when("Toy.4", func(l lamp) bool { return !l.On.Value() }, func(l lamp) bool { return l.Brightness.Value() < 70 })
	s.labelling("Toy.5", "AddA", "a", catalog.Effect{})
	return s
}

// when declares a control that applies only where it is asked to.
func (s *toys) when(id control.ID, applies, ok func(lamp) bool) {
	yes, no := s.say(string(id)+"/yes"), s.say(string(id)+"/no")
	catalog.Control(s.Service, catalog.ControlSpec[lamp, catalog.None]{
		ID: id, Title: string(id), Severity: control.Low, Standards: standard.In{standard.FSBP: string(id)}, Reads: []string{"On", "Brightness"},
		Evaluate: func(l lamp, _ catalog.None, _ time.Time) control.Verdict {
			if !applies(l) {
				return control.Skip(yes.With())
			}
			return control.PassIf(ok(l), yes.With(), no.With())
		},
	})
}

func TestAnnounced(t *testing.T) {
	t.Parallel()
	l := lampNamed("x")
	l.Brightness = resource.Is(100)
	p := glaring(t).bench(l).make(t)
	want := []plan.Announced{{Control: "Toy.2", Resource: l.ID, Why: text.Message{Key: "Toy.2/no", Text: "Toy.2/no"}}, {Control: "Toy.3", Resource: l.ID, Why: text.Message{Key: "Toy.3/no", Text: "Toy.3/no"}}}
	if diff := cmp.Diff(want, p.Announced); diff != "" {
		t.Errorf("announced (-want +got):\n%s", diff)
	}
	// What failed before is nothing new.
	turnOn(&l)
	if p := glaring(t).bench(l).make(t); len(p.Announced) > 0 || len(p.Steps) != 1 {
		t.Errorf("announced %v, steps %v", p.Announced, steps(p))
	}
}

func TestScoreWithoutSteps(t *testing.T) {
	t.Parallel()
	l := lampNamed("x")
	turnOn(&l)
	p := switched(t).bench(l).make(t)
	for _, s := range p.Score {
		if counts := s.Standard == standard.FSBP || s.Standard == standard.All; counts != (s.Now != nil) || (counts && (*s.Now != 100 || *s.After != 100)) {
			t.Errorf("score %+v", s)
		}
	}
	if len(p.Score) != len(standard.Names())+1 {
		t.Errorf("scores %+v", p.Score)
	}
}

// The score that a plan predicts is the one that a scan finds once the plan has been applied.
func TestPredictionIsReevaluation(t *testing.T) {
	t.Parallel()
	changed := 0
	for seed := range uint64(80) {
		dice := rand.New(rand.NewPCG(seed, seed))
		var found []resource.Resource
		for i := range 1 + dice.IntN(4) {
			l := lampNamed(fmt.Sprint(i))
			l.On, l.Brightness = resource.Is(dice.IntN(2) == 0), resource.Is(dice.IntN(100))
			if dice.IntN(3) == 0 {
				label("a")(&l)
			}
			if dice.IntN(5) == 0 {
				resource.Hide(&l, resource.Reason{Operation: "toy.Look", Code: "AccessDenied"}, []string{"On", "Brightness", "Labels"}[dice.IntN(3)])
			}
			found = append(found, l)
		}
		b := glaring(t).bench(found...)
		suppressed := map[string]bool{}
		for i, f := range b.scan.Findings {
			if dice.IntN(8) == 0 {
				b.scan.Findings[i].Workflow = control.Suppressed
				suppressed[f.ID] = true
			}
		}
		p := b.make(t)
		now := b.scores(b.scan.Findings)
		later := evaluate.New(b.cat, b.selected, p.Created).All(collect.Result{Resources: b.applied(t, p)})
		for i, f := range later {
			if suppressed[f.ID] {
				later[i].Workflow = control.Suppressed
			}
		}
		then := b.scores(later)
		for i, s := range p.Score {
			if diff := cmp.Diff(now[i].Score, s.Now) + cmp.Diff(then[i].Score, s.After); diff != "" {
				t.Fatalf("seed %d: %s (-found +predicted):\n%s\nsteps %v", seed, s.Standard, diff, steps(p))
			}
			if s.Now != nil && s.After != nil && *s.Now != *s.After {
				changed++
			}
		}
	}
	if changed < 50 {
		t.Errorf("only %d scores changed: this says nothing", changed)
	}
}

func (b *bench) scores(findings []control.Finding) []standard.Score {
	return evaluate.Score(b.scan.Choice, b.selected, findings).Scores
}

// applied is the account once all steps of a plan are done.
func (b *bench) applied(t *testing.T, p *plan.Plan) []resource.Resource {
	t.Helper()
	u, ok := b.cat.Collector("Toy::Lamp")
	if !ok {
		t.Fatal("there are no lamps")
	}
	var out []resource.Resource
	for _, r := range b.scan.Resources {
		for _, s := range p.Steps {
			if s.Resource != r.Reference() {
				continue
			}
			after, err := u.With(s.Resource, s.Do[len(s.Do)-1].Leaves)
			if err != nil {
				t.Fatal(err)
			}
			if r, err = u.Patch(r, after, s.Changed()...); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, r)
	}
	return slices.Clip(out)
}
