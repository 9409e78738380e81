package propose_test

import (
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// Where one thing cannot be done, none is: whatever the reason is, it is said.
func TestRequestsAllOrNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		set  func(*bench)
		want string
	}{
		"excluded":  {func(b *bench) { b.Options.Exclude = []string{"arn:*:back"} }, "back, which it needs, is not touched: excluded by arn:*:back"},
		"protected": {func(b *bench) { b.Options.Protected = []string{"back"} }, "back, which it needs, is not touched: protected by back"},
		"tagged": {func(b *bench) {
			l := lampNamed("back")
			l.Tags = resource.Is(map[string]string{"keep": ""})
			b.there[l.Ref], b.Options.Exclude = l, []string{"tag:keep"}
		}, "back, which it needs, is not touched: excluded by tag:keep"},
		"hidden": {func(b *bench) {
			l := lampNamed("back")
			l.On = resource.HiddenFor[bool](resource.Reason{Operation: "toy.Look", Code: "Denied", Message: "no"})
			b.there[l.Ref] = l
		}, "not read: toy.Look gave Denied: no"},
		"too many steps": {func(b *bench) { b.Options.MaxSteps = 1 }, "left for a later plan: this one ends after 1 steps"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lit(t, asks("MakeLamp", "porch", "back")...)
			s.making()
			b := s.bench(houseNamed("home"))
			c.set(b)
			p := b.make(t)
			if len(p.Steps) != 0 || left(t, p)["House.1 home"] != c.want {
				t.Errorf("steps %v, left %v", steps(p), left(t, p))
			}
		})
	}
}

// A resource that has to be there and is not cannot be changed.
func TestRequestsOnNothing(t *testing.T) {
	t.Parallel()
	s := lit(t, asks("Light", "porch")...)
	s.chained("Light", nil, turnOn, nil)
	p := s.bench(houseNamed("home")).make(t)
	if len(p.Steps) != 0 || left(t, p)["House.1 home"] != "porch, which it needs, is not touched: the resource no longer exists" {
		t.Errorf("steps %v, left %v", steps(p), left(t, p))
	}
}

// What a plan makes can be changed further in the same plan, though nobody can read it yet.
func TestRequestsOnWhatIsMade(t *testing.T) {
	t.Parallel()
	s := lit(t, append(asks("MakeLamp", "porch"), asks("Wire", "porch")...)...)
	s.making()
	s.chained("Wire", nil, func(l *lamp) { l.Wired = resource.Is(true) }, nil)
	p := s.bench(houseNamed("home")).make(t)
	// Both set whether it is wired: they are one step that makes it.
	if got := steps(p); !slices.Equal(got, []string{"MakeLamp+Wire porch"}) || p.Steps[0].Makes != plan.Creates {
		t.Errorf("steps %v, left %v", got, left(t, p))
	}
}

// A step of a resource's own serves who asks for the same, whoever comes first.
func TestRequestsCredit(t *testing.T) {
	t.Parallel()
	for _, severity := range []control.Severity{control.Critical, control.Low} {
		s := newToys(t)
		s.houses()
		s.joined("House.1", control.Medium, func(l lamp) bool { return l.Name == "porch" && isOn(l) }, "On")
		s.bundle("LightHouse", []control.ID{"House.1"}, func(house, catalog.World) catalog.Bundled {
			return catalog.Bundled{Requests: asks("LightLamp", "porch")}
		})
		s.control("Toy.1", severity, isOn, "On")
		s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On"}, stages: []func(*lamp){turnOn}})
		p := s.bench(lampNamed("porch"), houseNamed("home")).make(t)
		if len(p.Steps) != 1 || len(p.Left) != 0 {
			t.Fatalf("steps %v, left %v", steps(p), left(t, p))
		}
		st := p.Steps[0]
		if !slices.Equal(st.Controls, []control.ID{"House.1", "Toy.1"}) || !st.Own("Toy.1") || st.Own("House.1") || !slices.Equal(st.For, []string{"LightHouse"}) {
			t.Errorf("controls %v, elsewhere %v, for %v", st.Controls, st.Elsewhere, st.For)
		}
		if after := *p.Score[0].After; after != 100 || len(p.Announced) != 0 {
			t.Errorf("score after %d, announced %v", after, p.Announced)
		}
	}
}

// A remediation that asks for another on the same resource has it come first, and is planned on what it leaves.
func TestRequestsOnTheSameResource(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.chained("Light", []control.ID{"Toy.1"}, turnOn, asks("Wire", "x"))
	s.chained("Wire", nil, func(l *lamp) { l.Wired = resource.Is(true) }, nil)
	p := s.bench(lampNamed("x")).make(t)
	if got := steps(p); !slices.Equal(got, []string{"Wire x", "Light x"}) || !slices.Equal(p.Steps[1].After, []string{"1"}) {
		t.Fatalf("steps %v, left %v", got, left(t, p))
	}
	if string(p.Steps[1].Facts["Wired"]) != string(is("true")) {
		t.Errorf("it is planned on %s", p.Steps[1].Facts["Wired"])
	}
}

// Requests that lead in a circle, and steps that need one another, are mistakes of the catalog.
func TestRequestsInACircle(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.chained("A", []control.ID{"Toy.1"}, turnOn, asks("B", "b"))
	s.chained("B", nil, turnOn, asks("C", "c"))
	s.chained("C", nil, turnOn, asks("B", "b"))
	b := s.bench(lampNamed("a"))
	for _, n := range []string{"b", "c"} {
		b.there[lampNamed(n).Ref] = lampNamed(n)
	}
	internal(t, b, "requests have no end")

	s = newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.chained("A", []control.ID{"Toy.1"}, turnOn, nil, "a", "b")
	internal(t, s.bench(lampNamed("a"), lampNamed("b")), "2 steps need one another")

	s = newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.chained("A", []control.ID{"Toy.1"}, turnOn, asks("Nobody", "b"))
	internal(t, s.bench(lampNamed("a")), "A asks for Nobody, which is not there")
}

// What others need comes before them, and before what is less severe than they are.
func TestOrderByNeed(t *testing.T) {
	t.Parallel()
	s := lit(t, asks("MakeLamp", "porch")...)
	s.making(asks("Wire", "mast")...)
	s.chained("Wire", nil, func(l *lamp) { l.Wired = resource.Is(true) }, nil)
	s.control("Toy.1", control.High, labelled("a"), "Labels")
	s.chained("AddA", []control.ID{"Toy.1"}, label("a"), nil, "porch")
	s.control("Toy.2", control.High, func(l lamp) bool { return l.Brightness.Value() > 5 || l.Name == "mast" }, "Brightness")
	s.remediation(edit{name: "Aaa", serves: []control.ID{"Toy.2"}, reads: []string{"Brightness"}, stages: []func(*lamp){func(l *lamp) { l.Brightness = resource.Is(9) }}})
	mast := lampNamed("mast")
	label("a")(&mast)
	p := s.bench(houseNamed("home"), lampNamed("x"), mast).make(t)
	if got, want := steps(p), []string{"Wire mast", "MakeLamp porch", "Aaa x", "AddA x"}; !slices.Equal(got, want) {
		t.Fatalf("steps %v, want %v, left %v", got, want, left(t, p))
	}
	if !slices.Equal(p.Steps[1].After, []string{"1"}) || !slices.Equal(p.Steps[3].After, []string{"2"}) {
		t.Errorf("after %v and %v", p.Steps[1].After, p.Steps[3].After)
	}
	if !slices.Equal(p.Steps[0].For, []string{"LightHouse", "MakeLamp"}) {
		t.Errorf("the first step is for %v", p.Steps[0].For)
	}
}
