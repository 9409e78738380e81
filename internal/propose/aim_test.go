package propose_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// town makes up an account of a few lamps and a house, with controls that fail, remediations that hurt in their ways, and
// findings that nobody may count on.
type town struct {
	*toys
	r *rand.Rand
	// hurts is something that a step may say to a person.
	hurts text.Message
}

func madeUp(t *testing.T, seed uint64) *bench {
	t.Helper()
	s := newToys(t)
	w := town{s, rand.New(rand.NewPCG(seed, 7)), s.say("hurts").With()}
	s.houses()
	s.making()
	s.chained("Wire", nil, func(l *lamp) { l.Wired = resource.Is(true) }, nil)
	for i := range 3 + w.r.IntN(3) {
		w.labels(i)
	}
	w.light()
	w.control("Toy.90", control.Critical, func(l lamp) bool { return l.Name != "b" }) // for a person
	w.control("Toy.91", control.Low, func(l lamp) bool { return !slices.Contains(l.Labels.Value(), "ugly") })
	w.joined("House.1", control.High, func(l lamp) bool { return l.Name == "porch" && isOn(l) }, "On")
	w.bundle("LightHouse", []control.ID{"House.1"}, func(house, catalog.World) catalog.Bundled {
		return catalog.Bundled{Requests: asks("MakeLamp", "porch")}
	})
	b := s.bench(w.lamps()...)
	w.spoil(b)
	return b
}

// labels declares a control that wants a label, and what puts it on: at times with that of the control before, or with one
// that breaks another control. They all change one fact, so that on one lamp they are one step.
func (w town) labels(i int) {
	id, name := control.ID(fmt.Sprint("Toy.", i)), fmt.Sprint("l", i)
	w.control(id, control.Medium, labelled(name), "Labels")
	e := edit{name: fmt.Sprint("Add", i), serves: []control.ID{id}, reads: []string{"Labels"}, stages: []func(*lamp){label(name)}, effect: w.effect()}
	switch w.r.IntN(4) {
	case 0:
		if i > 0 {
			e.serves = append(e.serves, control.ID(fmt.Sprint("Toy.", i-1)))
			e.stages = append(e.stages, label(fmt.Sprint("l", i-1)))
		}
	case 1:
		e.stages = append(e.stages, label("ugly"))
	}
	w.remediation(e)
}

// light declares controls on other facts; one remediation needs something of another lamp first.
func (w town) light() {
	w.control("Toy.80", control.High, isOn, "On")
	w.chained("LightLamp", []control.ID{"Toy.80"}, turnOn, asks("Wire", "b"))
	w.control("Toy.81", control.High, func(l lamp) bool { return l.Brightness.Value() > 5 }, "Brightness")
	w.remediation(edit{name: "Brighten", serves: []control.ID{"Toy.81"}, reads: []string{"Brightness"}, effect: w.effect(), stages: []func(*lamp){
		func(l *lamp) { l.Brightness = resource.Is(9) },
	}})
	w.control("Toy.82", control.Low, func(l lamp) bool { return l.Wired.Value() }, "Wired")
	w.chained("WireIt", []control.ID{"Toy.82"}, func(l *lamp) { l.Wired = resource.Is(true) }, nil)
}

func (w town) effect() catalog.Effect {
	var e catalog.Effect
	if w.r.IntN(4) == 0 {
		e.Irreversible = w.hurts
	}
	if w.r.IntN(4) == 0 {
		e.Interrupts = []text.Message{w.hurts}
	}
	if w.r.IntN(4) == 0 {
		e.Risk = []text.Message{w.hurts}
	}
	switch w.r.IntN(4) {
	case 0:
		e.Cost = plan.CostOf(float64(w.r.IntN(3)))
	case 1:
		e.Cost = plan.CostUnknown(w.hurts)
	}
	return e
}

func (w town) lamps() []resource.Resource {
	out := []resource.Resource{houseNamed("home")}
	for _, name := range []string{"a", "b", "c"}[:2+w.r.IntN(2)] {
		l := lampNamed(name)
		for i := range 5 {
			if w.r.IntN(4) > 0 {
				label(fmt.Sprint("l", i))(&l)
			}
		}
		l.On, l.Wired = resource.Is(w.r.IntN(3) > 0), resource.Is(w.r.IntN(3) > 0)
		l.Brightness = resource.Is(5 + w.r.IntN(3))
		if w.r.IntN(5) == 0 {
			resource.Hide(&l, resource.Reason{Operation: "toy.Look", Code: "AccessDenied", Message: "no"}, []string{"On", "Brightness", "Wired"}[w.r.IntN(3)])
		}
		out = append(out, l)
	}
	return out
}

// spoil takes some findings away from what can be counted on.
func (w town) spoil(b *bench) {
	for i := range b.scan.Findings {
		if w.r.IntN(12) == 0 {
			b.scan.Findings[i].Workflow = control.Suppressed
		}
	}
	if w.r.IntN(3) == 0 {
		b.Options.Exclude = []string{"c"}
	}
}

// toll is what a plan asks for, in the order in which it is compared.
func toll(p *plan.Plan) []float64 {
	out := make([]float64, 6)
	for _, s := range p.Steps {
		for i, is := range []bool{s.Irreversible != nil, len(s.Interrupts) > 0, len(s.Risk) > 0, s.Cost.Unknown != nil} {
			if is {
				out[i]++
			}
		}
		if s.Cost.Unknown == nil {
			out[4] += s.Cost.Monthly
		}
		out[5]++
	}
	return out
}

// plans are those for all subsets of the failed findings.
func plans(t *testing.T, b *bench) []*plan.Plan {
	t.Helper()
	var failed []string
	for _, f := range b.scan.Findings {
		if f.Status == control.Failed && f.Workflow != control.Suppressed && len(b.cat.RemediationsFor(f.Control)) > 0 {
			failed = append(failed, f.ID)
		}
	}
	if len(failed) > 7 {
		return nil
	}
	var out []*plan.Plan
	p := *b.Proposer
	for set := range 1 << len(failed) {
		p.Options.Wants = func(f control.Finding) bool {
			i := slices.Index(failed, f.ID)
			return i >= 0 && set>>i&1 == 1
		}
		made, err := p.Plan(t.Context(), "p1", b.scan, now)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, made)
	}
	return out
}

// A plan to a score asks for no more than any plan for any of the findings that reaches it, and reaches it where any does.
// Where none does it gets as far as any, and for no more.
func TestPlanToIsCheapest(t *testing.T) {
	t.Parallel()
	reached, missed, spared := 0, 0, 0
	for seed := range uint64(90) {
		b := madeUp(t, seed)
		all := plans(t, b)
		if all == nil {
			continue
		}
		for _, aim := range []int{50, 70, 100} {
			want := slices.MinFunc(all, func(x, y *plan.Plan) int {
				return cmp.Or(-cmp.Compare(min(after(x), aim), min(after(y), aim)), slices.Compare(toll(x), toll(y)))
			})
			got, r, err := b.PlanTo(t.Context(), "p1", b.scan, now, propose.Aim{Score: aim})
			if err != nil {
				t.Fatal(err)
			}
			if err := propose.Check(b.cat, got); err != nil {
				t.Errorf("seed %d: the plan is refused: %v", seed, err)
			}
			inOrder(t, got)
			if r.Missed != (after(want) < aim) || min(after(got), aim) != min(after(want), aim) || r.After != after(got) || r.Now != *got.Score[0].Now {
				t.Fatalf("seed %d: the plan to %d %% reaches %d %% (said %+v) by %v, want %d %% by %v", seed, aim, after(got), r, steps(got), after(want), steps(want))
			}
			if slices.Compare(toll(got), toll(want)) != 0 {
				t.Fatalf("seed %d: the plan to %d %% asks for %v by %v, want %v by %v", seed, aim, toll(got), steps(got), toll(want), steps(want))
			}
			switch {
			case r.Missed:
				missed++
			case r.Steps < r.Of:
				spared++
				fallthrough
			default:
				reached++
			}
		}
	}
	if reached < 60 || missed < 30 || spared < 30 {
		t.Errorf("%d plans reach their score, %d with steps to spare, and %d do not: that holds too little", reached, spared, missed)
	}
}

// after is the predicted score over all.
func after(p *plan.Plan) int {
	if s := p.Score[0].After; s != nil {
		return *s
	}
	return 0
}

// What a plan to a score says of itself: how far it gets, by how many steps, of which standard, and what stands in the way.
func TestPlanToSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		aim   propose.Aim
		steps int
		after int
		note  string
	}{
		"reached":     {propose.Aim{Score: 60}, 1, 67, "1 of 2 steps; reaches 67 % (now 33 %)"},
		"there":       {propose.Aim{Score: 33}, 0, 33, "the score is 33 % already: nothing has to be done to reach 33 %"},
		"missed":      {propose.Aim{Score: 70}, 1, 67, "no plan reaches 70 %: the highest that one reaches is 67 % (now 33 %), by 1 of 2 steps; what is left stands at the end, with the reasons"},
		"of standard": {propose.Aim{Score: 40, In: standard.CIS120}, 1, 50, "1 of 2 steps; reaches 50 % (now 0 %)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, r, err := threeLamps(t).PlanTo(t.Context(), "p1", threeLamps(t).scan, now, c.aim)
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Steps) != c.steps || r.Steps != c.steps || r.Of != 2 || r.After != c.after || !r.Exact || p.Notes[0].Text != c.note {
				t.Errorf("%+v by %v; %v", r, steps(p), p.Notes)
			}
			if in := len(p.Notes) > 1 && strings.Contains(p.Notes[1].Text, "CIS AWS Foundations Benchmark 1.2.0"); in != (c.aim.In != "") {
				t.Errorf("notes %v", p.Notes)
			}
			if r.Missed != (len(left(t, p)) > 0) {
				t.Errorf("left %v", left(t, p))
			}
		})
	}
	got := left(t, missed(t))
	want := map[string]string{
		"Toy.2 a": "it would bring the score no nearer to 70 %", "Toy.2 b": "excluded by b",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("left %v, want %v", got, want)
	}
}

func missed(t *testing.T) *plan.Plan {
	t.Helper()
	b := threeLamps(t)
	p, _, err := b.PlanTo(t.Context(), "p1", b.scan, now, propose.Aim{Score: 70})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// threeLamps is an account with a control that passes, one that a step turns, and one of whose two findings one is
// excluded. Only the latter two are in CIS.
func threeLamps(t *testing.T) *bench {
	t.Helper()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On"}, stages: []func(*lamp){turnOn}})
	s.control("Toy.2", control.High, func(l lamp) bool { return l.Brightness.Value() > 5 }, "Brightness")
	s.remediation(edit{name: "Brighten", serves: []control.ID{"Toy.2"}, reads: []string{"Brightness"}, stages: []func(*lamp){
		func(l *lamp) { l.Brightness = resource.Is(9) },
	}})
	s.control("Toy.3", control.High, func(lamp) bool { return true })
	a, dim := lampNamed("a"), lampNamed("b")
	dim.On = resource.Is(true)
	b := s.bench(a, dim)
	for _, c := range b.selected {
		if c.Unit.ID != "Toy.3" {
			c.Unit.Standards[standard.CIS120] = string(c.Unit.ID)
		}
	}
	b.Options.Exclude = []string{"b"}
	return b
}

// Nothing is read twice, however many plans are compared.
func TestPlanToReadsOnce(t *testing.T) {
	t.Parallel()
	b := madeUp(t, 3)
	counts := counting{source: source{bench: b}, reads: map[string]int{}}
	b.Source = counts
	if _, _, err := b.PlanTo(t.Context(), "p1", b.scan, now, propose.Aim{Score: 100}); err != nil {
		t.Fatal(err)
	}
	if len(counts.reads) < 4 {
		t.Errorf("it read only %v", counts.reads)
	}
	for what, n := range counts.reads {
		if n != 1 {
			t.Errorf("%s is read %d times", what, n)
		}
	}
}

// counting counts what is read of which resource.
type counting struct {
	source
	reads map[string]int
}

func (c counting) Get(ctx context.Context, u *catalog.CollectorUnit, ref resource.Ref, facts []string) (resource.Resource, error) {
	r, err := c.source.Get(ctx, u, ref, facts)
	c.bench.mu.Lock()
	defer c.bench.mu.Unlock()
	for _, f := range append(facts, "") {
		c.reads[ref.Name+" "+f] += 1
	}
	return r, err
}

// Where nothing counts there is no score to aim at.
func TestPlanToNowhere(t *testing.T) {
	t.Parallel()
	b := switched(t).bench()
	_, _, err := b.PlanTo(t.Context(), "p1", b.scan, now, propose.Aim{Score: 50})
	if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "counts towards a score") {
		t.Errorf("got %v", err)
	}
	b = switched(t).bench(lampNamed("a"))
	b.fault = fault.New(fault.Unavailable, "no light")
	if _, _, err := b.PlanTo(t.Context(), "p1", b.scan, now, propose.Aim{Score: 50}); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}
