package propose_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/resource"
)

// except lays an exception over what a bench has found.
func (b *bench) except(covers exception.Covers) {
	e := exception.Exception{ID: "x1", Covers: covers, Reason: "the porch stays dark", Owner: "anna", Ends: now.Add(30 * 24 * time.Hour)}
	b.scan.Exceptions = append(b.scan.Exceptions, e)
	b.scan.Findings = exception.Lay(b.scan.Exceptions, b.scan.Findings, nil, now)
}

const (
	terms = "an exception of anna until 2026-10-30: the porch stays dark"
	alone = "which an exception of anna leaves alone until 2026-10-30: the porch stays dark"
)

// twofold are toys with two controls and a remediation that serves the first of them, and the second as well if both.
func twofold(t *testing.T, both bool) *toys {
	t.Helper()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.control("Toy.2", control.High, func(l lamp) bool { return l.Brightness.Value() > 5 }, "Brightness")
	serves := []control.ID{"Toy.1"}
	if both {
		serves = append(serves, "Toy.2")
	}
	s.remediation(edit{name: "LightLamp", serves: serves, reads: []string{"On", "Brightness"}, stages: []func(*lamp){func(l *lamp) {
		turnOn(l)
		l.Brightness = resource.Is(9)
	}}})
	return s
}

func TestExcepted(t *testing.T) {
	t.Parallel()
	const disturbs = "it would also change what Toy.2 judges, " + alone
	for name, c := range map[string]struct {
		both    bool
		covers  exception.Covers
		prepare func(*bench)
		// want are the reasons for which findings are left: none where Toy.1 is planned for.
		want map[string]string
	}{
		"the finding itself": {true, exception.Covers{Control: "Toy.1"}, nil, map[string]string{
			"Toy.1 a": terms, "Toy.2 a": "it would also change what Toy.1 judges, " + alone,
		}},
		"another that it serves": {true, exception.Covers{Control: "Toy.2"}, nil, map[string]string{
			"Toy.2 a": terms, "Toy.1 a": disturbs,
		}},
		"another that it changes": {false, exception.Covers{Control: "Toy.2"}, nil, map[string]string{
			"Toy.2 a": terms, "Toy.1 a": disturbs,
		}},
		"another, which passes by now": {true, exception.Covers{Control: "Toy.2"}, func(b *bench) {
			l := lampNamed("a")
			l.Brightness = resource.Is(7)
			b.there[l.Ref] = l
		}, map[string]string{"Toy.2 a": terms}},
		"another resource": {true, exception.Covers{Resource: "b"}, nil, map[string]string{}},
		"an exception that nobody knows": {true, exception.Covers{Control: "Toy.2"}, func(b *bench) { b.scan.Exceptions = nil }, map[string]string{
			"Toy.2 a": "its finding is suppressed", "Toy.1 a": "it would also change what Toy.2 judges, whose finding is suppressed",
		}},
		"another remediation is wanted": {true, exception.Covers{Control: "Toy.1"}, func(b *bench) {
			b.Options.Remediations = []string{"DimLamp"}
		}, map[string]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := twofold(t, c.both).bench(lampNamed("a"))
			b.except(c.covers)
			if c.prepare != nil {
				c.prepare(b)
			}
			p := b.make(t)
			got := left(t, p)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
			_, kept := c.want["Toy.1 a"]
			none := kept || len(b.Options.Remediations) > 0
			if planned := slices.Contains(steps(p), "LightLamp a"); planned == none {
				t.Errorf("steps %v, left %v", steps(p), got)
			}
		})
	}
}

// What serves an excepted control is kept off its resource even where it would not make it pass.
func TestExceptedInPart(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.control("Toy.2", control.High, labelled("porch"), "Labels")
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1", "Toy.2"}, reads: []string{"On", "Labels"}, stages: []func(*lamp){func(l *lamp) {
		turnOn(l)
		label("hall")(l)
	}}})
	b := s.bench(lampNamed("a"))
	b.except(exception.Covers{Control: "Toy.2"})
	p := b.make(t)
	want := map[string]string{"Toy.2 a": terms, "Toy.1 a": "it would also change what Toy.2 judges, " + alone}
	if diff := cmp.Diff(want, left(t, p)); diff != "" || len(p.Steps) > 0 {
		t.Errorf("steps %v, left (-want +got):\n%s", steps(p), diff)
	}
}

// Where another remediation serves the finding, that one is used, and the finding is not left.
func TestExceptedOtherWay(t *testing.T) {
	t.Parallel()
	s := twofold(t, true)
	s.remediation(edit{name: "SwitchLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On"}, stages: []func(*lamp){turnOn}})
	b := s.bench(lampNamed("a"))
	b.except(exception.Covers{Control: "Toy.2"})
	p := b.make(t)
	if got := left(t, p); !slices.Equal(steps(p), []string{"SwitchLamp a"}) || len(got) != 1 || got["Toy.2 a"] != terms {
		t.Errorf("steps %v, left %v", steps(p), got)
	}
}

// What a bundle asks for leaves excepted resources alone, too.
func TestExceptedByRequest(t *testing.T) {
	t.Parallel()
	for _, covers := range []exception.Covers{{Control: "House.1"}, {Control: "Toy.1"}, {Control: "Toy.9"}} {
		s := lit(t, asks("TurnOn", "porch")...)
		s.chained("TurnOn", nil, turnOn, nil)
		s.control("Toy.1", control.High, isOn, "On")
		b := s.bench(houseNamed("home"), lampNamed("porch"))
		b.except(covers)
		p := b.make(t)
		want := map[string]string{
			"House.1": terms, "Toy.1": "porch, which it needs, is not touched: it would also change what Toy.1 judges, " + alone,
		}[string(covers.Control)]
		if got := left(t, p)["House.1 home"]; got != want || (len(p.Steps) == 0) != (want != "") {
			t.Errorf("%s: steps %v, left because of %q, want %q", covers.Control, steps(p), got, want)
		}
	}
}

// A scan need not have read the tags: the plan does, and keeps its hands off where it cannot.
func TestExceptedByTag(t *testing.T) {
	t.Parallel()
	denied := resource.Reason{Operation: "toy.Look", Code: "AccessDenied", Message: "no"}
	for want, tags := range map[string]resource.Fact[map[string]string]{
		terms: resource.Is(map[string]string{"env": "sandbox"}),
		"":    resource.Is(map[string]string{"env": "prod"}),
		"left alone because its tags, which the exception for env=sand* names, could not be read: toy.Look: AccessDenied: no": resource.HiddenFor[map[string]string](denied),
	} {
		found := lampNamed("a")
		found.Tags = resource.Fact[map[string]string]{}
		b := switched(t).bench(found)
		found.Tags = tags
		b.there[found.Ref] = found
		b.except(exception.Covers{Control: "Toy.1", Tag: "env=sand*"})
		p := b.make(t)
		if got := left(t, p)["Toy.1 a"]; got != want || (len(p.Steps) == 0) != (want != "") {
			t.Errorf("steps %v, left because of %q, want %q", steps(p), got, want)
		}
	}
}

// What passes in spite of an exception counts, as it will once it has been scanned. A suppression on record stays.
func TestPredictsExcepted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		workflow control.Workflow
		covers   exception.Covers
		now      int
		after    int
	}{
		{"", exception.Covers{Control: "House.1"}, 33, 75},
		{control.Suppressed, exception.Covers{Control: "House.9"}, 33, 67},
	} {
		s := newToys(t)
		s.houses()
		s.joined("House.1", control.High, isOn, "On")
		s.control("Toy.1", control.High, isOn, "On")
		s.control("Toy.2", control.High, func(lamp) bool { return true }, "On")
		s.control("Toy.3", control.High, func(lamp) bool { return false }, "On")
		s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On"}, stages: []func(*lamp){turnOn}})
		b := s.bench(houseNamed("home"), lampNamed("x"))
		for i, f := range b.scan.Findings {
			if f.Control == "House.1" && c.workflow != "" {
				b.scan.Findings[i].Workflow = c.workflow
			}
		}
		b.except(c.covers)
		p := b.make(t)
		if got := p.Score[0]; *got.Now != c.now || *got.After != c.after {
			t.Errorf("%v: score %d → %d", c.covers, *got.Now, *got.After)
		}
	}
}
