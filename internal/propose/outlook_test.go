package propose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// What can become of a score: each remediation by itself, the ways up, and what people can do about the rest.
func TestOutlook(t *testing.T) {
	t.Parallel()
	b := threeLamps(t)
	o, err := b.Outlook(t.Context(), b.scan, now, standard.All)
	if err != nil {
		t.Fatal(err)
	}
	if *o.Score.Score != 33 || o.Score.Failed != 2 {
		t.Errorf("score %+v", o.Score)
	}
	if len(o.Gains) != 2 || o.Gains[0].Remediation != "LightLamp" || o.Gains[0].After != 67 || o.Gains[0].Cost.Steps != 1 ||
		!slices.Equal(o.Gains[0].Controls, []control.ID{"Toy.1"}) {
		t.Errorf("gains %+v", o.Gains)
	}
	if g := o.Gains[1]; g.Remediation != "Brighten" || g.After != 33 || len(g.Controls) != 0 {
		t.Errorf("the second gain is %+v", g)
	}
	if len(o.Ways) != 1 || o.Ways[0].After != 67 || o.Ways[0].Steps != 1 || o.Ways[0].Of != 2 || !slices.Equal(o.Ways[0].Remediations, []string{"LightLamp"}) ||
		!slices.Equal(o.Ways[0].Controls, []control.ID{"Toy.1"}) {
		t.Errorf("ways %+v", o.Ways)
	}
	if len(o.Rest) != 1 || o.Rest[0].Control != "Toy.2" || o.Rest[0].Failed != 2 || *o.Rest[0].Passing != 67 || *o.Rest[0].Excepted != 50 {
		t.Fatalf("the rest is %+v", o.Rest)
	}
	if len(o.Rest[0].Why) != 1 || o.Rest[0].Why[0].Text != "excluded by b" {
		t.Errorf("it is left because of %v", o.Rest[0].Why)
	}
	cis, err := b.Outlook(t.Context(), b.scan, now, standard.CIS120)
	if err != nil || cis.Score.Standard != standard.CIS120 || *cis.Score.Score != 0 || len(cis.Ways) != 1 || cis.Ways[0].After != 50 {
		t.Errorf("of CIS: %+v, %v", cis, err)
	}
	if *o.All != 100 {
		t.Errorf("all together %d %%", *o.All)
	}
}

// Of a control with findings that pass, those that an exception leaves have it pass.
func TestOutlookOfExceptions(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On") // no remediation
	s.control("Toy.2", control.High, isOn, "On")
	lit := lampNamed("b")
	lit.On = resource.Is(true)
	b := s.bench(lampNamed("a"), lit)
	b.scan.Findings = slices.DeleteFunc(b.scan.Findings, func(f control.Finding) bool { return f.Control == "Toy.2" && f.Resource.Name == "b" })
	o, err := b.Outlook(t.Context(), b.scan, now, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Rest) != 2 || len(o.Ways) != 0 || len(o.Gains) != 0 || *o.All != 100 {
		t.Fatalf("%+v", o)
	}
	// Toy.1 passes on b once a is excepted; Toy.2 has no data left, and leaves the score.
	if *o.Rest[0].Excepted != 50 || *o.Rest[1].Excepted != 0 || *o.Rest[0].Passing != 50 {
		t.Errorf("excepted %d and %d, passing %d", *o.Rest[0].Excepted, *o.Rest[1].Excepted, *o.Rest[0].Passing)
	}
	if !strings.HasPrefix(o.Rest[1].Why[0].Text, "a person has to do it") {
		t.Errorf("why %v", o.Rest[1].Why)
	}
	if _, err := switched(t).bench().Outlook(t.Context(), propose.Scan{}, now, ""); err == nil {
		t.Error("there is an outlook where nothing counts")
	}
}

// Where what is done together brings more than each by itself lets expect, nothing needless is in the plan all the same.
func TestPlanToSpares(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	broken := func(l lamp) bool { return l.Brightness.Value() < 9 || l.Wired.Value() }
	s.control("Toy.1", control.High, isOn, "On")
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On"}, stages: []func(*lamp){turnOn, func(l *lamp) { l.Brightness = resource.Is(9) }}})
	s.control("Toy.2", control.High, func(l lamp) bool { return l.Wired.Value() }, "Wired")
	s.chained("Wire", []control.ID{"Toy.2"}, func(l *lamp) { l.Wired = resource.Is(true) }, nil)
	s.control("Toy.3", control.High, broken, "Brightness", "Wired") // a bright lamp has to be wired
	s.control("Toy.4", control.High, labelled("x"), "Labels")
	s.remediation(edit{name: "AddX", serves: []control.ID{"Toy.4"}, reads: []string{"Labels"}, stages: []func(*lamp){label("x")}})
	excluded := lampNamed("b")
	excluded.On, excluded.Wired = resource.Is(true), resource.Is(true)
	b := s.bench(lampNamed("a"), excluded)
	b.Options.Exclude = []string{"b"} // so that Toy.4 stays out of reach
	p, r, err := b.PlanTo(t.Context(), "p1", b.scan, now, propose.Aim{Score: 75})
	if err != nil {
		t.Fatal(err)
	}
	if got := steps(p); !slices.Equal(got, []string{"LightLamp a", "Wire a"}) || r.Missed || r.After != 75 || r.Exact {
		t.Errorf("%+v by %v; %v", r, got, p.Announced)
	}
	if !slices.ContainsFunc(p.Notes, noted("not all of them were tried")) {
		t.Errorf("notes %v", p.Notes)
	}
}

func noted(part string) func(text.Message) bool {
	return func(m text.Message) bool { return strings.Contains(m.Text, part) }
}
