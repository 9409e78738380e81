package propose_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// labelling declares a control that wants a label, and the remediation that adds it.
func (s *toys) labelling(id control.ID, name, value string, effect catalog.Effect) {
	s.control(id, control.Medium, labelled(value), "Labels")
	s.remediation(edit{name: name, serves: []control.ID{id}, reads: []string{"Labels"}, stages: []func(*lamp){label(value)}, effect: effect})
}

// Two remediations that change the same fact become one step: one after the other on the patched state, undone the
// other way round.
func TestMerge(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	risk, cuts := s.say("A/risk"), s.say("B/cuts")
	s.labelling("Toy.2", "AddA", "a", catalog.Effect{Risk: []text.Message{risk.With()}, Cost: plan.CostOf(1)})
	s.labelling("Toy.1", "AddB", "b", catalog.Effect{Risk: []text.Message{risk.With()}, Interrupts: []text.Message{cuts.With()}, Cost: plan.CostOf(2)})
	p := s.bench(lampNamed("x")).make(t)
	if got := steps(p); !slices.Equal(got, []string{"AddA+AddB x"}) {
		t.Fatalf("steps %v, left %v", got, left(t, p))
	}
	got := p.Steps[0]
	if !slices.Equal(got.Controls, []control.ID{"Toy.1", "Toy.2"}) || !slices.Equal(got.Guarded, []string{"Labels"}) || len(got.Parameters) != 2 {
		t.Errorf("got %+v", got)
	}
	labels := func(list ...string) string {
		return fmt.Sprintf(`{"Labels":{"state":"known","value":["%s"]}}`, strings.Join(list, `","`))
	}
	if do := policies(t, got.Do); !slices.Equal(do, []string{labels("a"), labels("a", "b")}) {
		t.Errorf("it does %v", do)
	}
	if undo := policies(t, got.Undo); !slices.Equal(undo, []string{labels("a"), strings.Replace(labels(), `""`, ``, 1)}) {
		t.Errorf("it undoes by %v", undo)
	}
	for i, c := range got.Do {
		if undo := got.Undo[1-i]; c.Move != i || undo.Move != i {
			t.Errorf("call %d is of move %d, its undo of %d", i, c.Move, undo.Move)
		}
	}
	for name, pair := range map[string][2]string{
		"the first call leaves":    {string(got.Do[0].Leaves["Labels"]), `["a"]`},
		"the last call leaves":     {string(got.Do[1].Leaves["Labels"]), `["a","b"]`},
		"the first undo leaves":    {string(got.Undo[0].Leaves["Labels"]), `["a"]`},
		"the last undo leaves":     {string(got.Undo[1].Leaves["Labels"]), `[]`},
		"it changes the fact from": {string(got.Changes[0].Before), `[]`},
		"it changes the fact to":   {string(got.Changes[0].After), `["a","b"]`},
	} {
		if pair[0] != string(is(pair[1])) {
			t.Errorf("%s %s, want %s", name, pair[0], pair[1])
		}
	}
	if len(got.Changes) != 1 || len(got.Risk) != 1 || len(got.Interrupts) != 1 || got.Cost.Monthly != 3 {
		t.Errorf("changes %v, risk %v, interrupts %v, cost %+v", got.Changes, got.Risk, got.Interrupts, got.Cost)
	}
	if want, err := resource.Digest(lampNamed("x"), []string{"Labels"}); err != nil || got.Guard != want {
		t.Errorf("guard %s, want that of what stands there, %s, %v", got.Guard, want, err)
	}
}

// Two remediations that have nothing in common are joined by a third one that changes what both of them change.
func TestMergeThroughAThird(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.Low, func(l lamp) bool { return l.Brightness.Value() >= 5 }, "Brightness")
	s.control("Toy.2", control.Low, labelled("b"), "Labels")
	s.control("Toy.3", control.Low, func(l lamp) bool { return l.Brightness.Value() >= 7 && labelled("c")(l) }, "Brightness", "Labels")
	brighten := func(to int) func(*lamp) {
		return func(l *lamp) { l.Brightness = resource.Is(max(to, l.Brightness.Value())) }
	}
	s.remediation(edit{name: "A", serves: []control.ID{"Toy.1"}, reads: []string{"Brightness"}, stages: []func(*lamp){brighten(5)}})
	s.remediation(edit{name: "B", serves: []control.ID{"Toy.2"}, reads: []string{"Labels"}, stages: []func(*lamp){label("b")}})
	s.remediation(edit{name: "C", serves: []control.ID{"Toy.3"}, reads: []string{"Brightness", "Labels"}, stages: []func(*lamp){func(l *lamp) {
		brighten(7)(l)
		label("c")(l)
	}}})
	p := s.bench(lampNamed("x")).make(t)
	if got := steps(p); !slices.Equal(got, []string{"A+B+C x"}) {
		t.Errorf("steps %v", got)
	}
}

// Remediations that change different facts are steps of their own.
func TestTwoSteps(t *testing.T) {
	t.Parallel()
	s := switched(t)
	s.labelling("Toy.2", "AddA", "a", catalog.Effect{})
	p := s.bench(lampNamed("x")).make(t)
	if got := steps(p); !slices.Equal(got, []string{"LightLamp x", "AddA x"}) { // most severe first
		t.Fatalf("steps %v", got)
	}
	for _, s := range p.Steps {
		if len(s.After) > 0 || len(s.Changes) != 1 || len(s.Do) != 1 || len(s.Controls) != 1 {
			t.Errorf("got %+v", s)
		}
	}
}

// What reads a fact that another step changes is planned on the changed state, and comes after it, however severe.
func TestDependency(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.Critical, isOn, "On")
	s.control("Toy.2", control.Low, func(l lamp) bool { return l.Wired.Value() }, "Wired")
	s.remediation(edit{name: "ConnectLamp", serves: []control.ID{"Toy.2"}, reads: []string{"Wired"}, stages: []func(*lamp){func(l *lamp) { l.Wired = resource.Is(true) }}})
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On", "Wired"}, stages: []func(*lamp){turnOn}})
	p := s.bench(lampNamed("x"), lampNamed("y")).make(t)
	if got := steps(p); !slices.Equal(got, []string{"ConnectLamp x", "ConnectLamp y", "LightLamp x", "LightLamp y"}) {
		t.Fatalf("steps %v", got)
	}
	for i, want := range []string{"", "", "1", "2"} {
		if got := strings.Join(p.Steps[i].After, " "); got != want || p.Steps[i].ID != fmt.Sprint(i+1) {
			t.Errorf("step %s comes after %q, want %q", p.Steps[i].ID, got, want)
		}
	}
	if got := string(p.Steps[2].Facts["Wired"]); got != string(is("true")) {
		t.Errorf("step 3 is planned on Wired %s", got)
	}
}

// What reads a fact that another step is going to change comes before it, for it was planned on the state as it is; but
// it may fail without stopping the other one.
func TestDependencyTheOtherWay(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.Low, labelled("a"), "Labels")
	s.control("Toy.2", control.Critical, isOn, "On")
	s.remediation(edit{name: "AddA", serves: []control.ID{"Toy.1"}, reads: []string{"Labels", "On"}, stages: []func(*lamp){label("a")}})
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.2"}, reads: []string{"On"}, stages: []func(*lamp){turnOn}})
	p := s.bench(lampNamed("x")).make(t)
	if got := steps(p); !slices.Equal(got, []string{"AddA x", "LightLamp x"}) || len(p.Steps[0].After)+len(p.Steps[1].After) > 0 {
		t.Errorf("steps %v, after %v, %v", got, p.Steps[0].After, p.Steps[1].After)
	}
}

// However remediations read and change facts, no two steps on a resource change the same one, each step is planned on
// what those before it leave, and the order of the findings does not matter.
func TestManyRemediations(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		dice := rand.New(rand.NewPCG(seed, seed))
		s := newToys(t)
		facts := []string{"On", "Brightness", "Labels", "Wired"}
		severities := []control.Severity{control.Low, control.Medium, control.High, control.Critical}
		for i := range 2 + dice.IntN(5) {
			some := func(n int) []string {
				dice.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
				return slices.Clone(facts[:n])
			}
			changed, id := some(1+dice.IntN(2)), control.ID(fmt.Sprintf("Toy.%d", i))
			s.control(id, severities[dice.IntN(4)], func(lamp) bool { return false }, changed...)
			s.remediation(edit{
				name: fmt.Sprintf("R%d", dice.IntN(1000)*10+i), serves: []control.ID{id}, reads: some(1 + dice.IntN(4)),
				stages: []func(*lamp){func(l *lamp) { mark(l, changed, i) }},
			})
		}
		b := s.bench(lampNamed("x"), lampNamed("y"))
		p := b.make(t) // checks the order
		target := map[string]string{}
		for _, s := range p.Steps {
			for _, c := range s.Changes {
				key := s.Resource.Name + " " + c.Fact
				if target[key] != "" {
					t.Errorf("seed %d: steps %s and %s both change %s", seed, target[key], s.ID, key)
				}
				target[key] = s.ID
			}
		}
		want := encode(t, p)
		slices.Reverse(b.scan.Findings)
		again := b.make(t)
		again.Left = p.Left
		if got := encode(t, again); got != want {
			t.Fatalf("seed %d: with the findings the other way round the plan is\n%s\nwas\n%s", seed, got, want)
		}
	}
}

// mark changes facts in a way that tells who did it.
func mark(l *lamp, facts []string, by int) {
	for _, f := range facts {
		switch f {
		case "On":
			l.On = resource.Is(true)
		case "Brightness":
			l.Brightness = resource.Is(max(10+by, l.Brightness.Value()))
		case "Labels":
			label(fmt.Sprint(by))(l)
		case "Wired":
			l.Wired = resource.Is(true)
		}
	}
}

func encode(t *testing.T, p *plan.Plan) string {
	t.Helper()
	b, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
