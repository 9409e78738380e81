package propose_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

func TestPlan(t *testing.T) {
	t.Parallel()
	b := switched(t).bench(lampNamed("a"))
	p := b.make(t)
	if p.Schema != plan.Schema || p.ID != "p1" || p.Account != account || p.Scan != "s1" || !p.Created.Equal(now) || !p.ScanFinished.Equal(now.Add(-time.Hour)) || p.Offline {
		t.Errorf("got %+v", p)
	}
	if len(p.Steps) != 1 || len(p.Left) != 0 || len(p.Announced) != 0 {
		t.Fatalf("got %+v", p)
	}
	s := p.Steps[0]
	want := plan.Step{
		ID: "1", Region: region, Resource: lampNamed("a").Ref, Remediations: []string{"LightLamp"}, Controls: []control.ID{"Toy.1"},
		Guard: s.Guard, Guarded: []string{"On"}, Changes: []plan.Change{{Fact: "On", Before: is("false"), After: is("true")}},
		Parameters: s.Parameters, Facts: s.Facts, Do: s.Do, Undo: s.Undo, Risk: []text.Message{}, After: []string{},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("step (-want +got):\n%s", diff)
	}
	if got := policies(t, s.Do); !slices.Equal(got, []string{`{"On":{"state":"known","value":true}}`}) {
		t.Errorf("it does %v", got)
	}
	if got := policies(t, s.Undo); !slices.Equal(got, []string{`{"On":{"state":"known","value":false}}`}) {
		t.Errorf("it undoes by %v", got)
	}
	if string(s.Do[0].Leaves["On"]) != string(is("true")) || string(s.Undo[0].Leaves["On"]) != string(is("false")) || len(s.Do[0].Leaves) != 1 {
		t.Errorf("calls leave %s, undo %s", s.Do[0].Leaves, s.Undo[0].Leaves)
	}
	// Everything that tells about the resource was asked for, once.
	if want := []string{"LastUse", "On", "Tags"}; !slices.Equal(b.asked, want) || len(s.Facts) != 3 {
		t.Errorf("asked for %v, kept %s, want %v", b.asked, s.Facts, want)
	}
	if want, err := resource.Digest(lampNamed("a"), []string{"On"}); err != nil || s.Guard != want {
		t.Errorf("guard is %s, want %s, %v", s.Guard, want, err)
	}
}

func TestLeft(t *testing.T) {
	t.Parallel()
	ref := lampNamed("a").Ref
	denied := resource.Reason{Operation: "toy.Look", Code: "AccessDenied", Message: "no"}
	is := func(change func(l *lamp)) func(*bench) {
		return func(b *bench) {
			l := lampNamed("a")
			change(&l)
			b.there[ref] = l
		}
	}
	for name, c := range map[string]struct {
		prepare func(b *bench)
		want    string
	}{
		"gone since the scan":         {func(b *bench) { clear(b.there) }, "the resource no longer exists"},
		"passing by now":              {is(turnOn), "it already passes"},
		"hidden by now":               {is(func(l *lamp) { resource.Hide(l, denied, "On") }), "not read: toy.Look gave AccessDenied: no"},
		"full":                        {func(b *bench) { b.Options.MaxSteps = 1; another(b) }, ""},
		"excluded by ARN":             {func(b *bench) { b.Options.Exclude = []string{"arn:aws:toy:::*"} }, "excluded by arn:aws:toy:::*"},
		"excluded by name":            {func(b *bench) { b.Options.Exclude = []string{"x", "?"} }, "excluded by ?"},
		"excluded by another name":    {func(b *bench) { b.Options.Exclude = []string{"b", "arn:aws:toy:::b", "A"} }, ""},
		"excluded by tag":             {tagged("tag:env=sand*", is), "excluded by tag:env=sand*"},
		"excluded by any value":       {tagged("tag:env", is), "excluded by tag:env"},
		"excluded by another value":   {tagged("tag:env=prod", is), ""},
		"excluded by another tag":     {tagged("tag:environment=*", is), ""},
		"excluded by no value":        {tagged("tag:env=", is), ""},
		"excluded by the key's case":  {tagged("tag:ENV=*", is), ""},
		"tags hidden":                 {excluding("tag:env=x", is(func(l *lamp) { resource.Hide(l, denied, "Tags") })), "left alone because its tags, which an exclusion names, could not be read: toy.Look: AccessDenied: no"},
		"tags not asked":              {excluding("tag:env=x", is(func(l *lamp) { l.Tags = resource.Fact[map[string]string]{} })), "left alone because its tags, which an exclusion names, could not be read: not-asked"},
		"tags absent":                 {excluding("tag:env=x", is(func(l *lamp) { l.Tags = resource.None[map[string]string]() })), ""},
		"tags hidden, not excluded":   {is(func(l *lamp) { resource.Hide(l, denied, "Tags") }), ""},
		"protected":                   {func(b *bench) { b.Options.Protected = []string{"arn:aws:toy:::?"} }, "protected by arn:aws:toy:::?"},
		"protected by name":           {func(b *bench) { b.Options.Protected = []string{"a"} }, "protected by a"},
		"risk facts hidden":           {is(func(l *lamp) { resource.Hide(l, denied, "LastUse") }), ""},
		"not wanted":                  {func(b *bench) { b.Options.Wants = func(control.Finding) bool { return false } }, "-"},
		"by another remediation only": {func(b *bench) { b.Options.Remediations = []string{"DimLamp"} }, "-"},
		"by this remediation":         {func(b *bench) { b.Options.Remediations = []string{"LightLamp"} }, ""},
		"suppressed":                  {func(b *bench) { b.scan.Findings[0].Workflow = control.Suppressed }, "its finding is suppressed"},
		"not failed":                  {func(b *bench) { b.scan.Findings[0].Status = control.NotAvailable }, "-"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := switched(t).bench(lampNamed("a"))
			c.prepare(b)
			p := b.make(t)
			got, planned := left(t, p)["Toy.1 a"], slices.Contains(steps(p), "LightLamp a")
			switch c.want {
			case "": // planned
				if !planned || got != "" {
					t.Errorf("steps %v, left %v", steps(p), left(t, p))
				}
			case "-": // neither
				if planned || len(p.Left) > 0 {
					t.Errorf("steps %v, left %v", steps(p), left(t, p))
				}
			default:
				if planned || got != c.want {
					t.Errorf("steps %v, left because of %q, want %q", steps(p), got, c.want)
				}
			}
		})
	}
}

func excluding(pattern string, prepare func(*bench)) func(*bench) {
	return func(b *bench) {
		b.Options.Exclude = []string{pattern}
		prepare(b)
	}
}

func tagged(pattern string, is func(func(*lamp)) func(*bench)) func(*bench) {
	return excluding(pattern, is(func(l *lamp) { l.Tags = resource.Is(map[string]string{"env": "sandbox"}) }))
}

// another adds a second failing lamp.
func another(b *bench) {
	l := lampNamed("b")
	b.there[l.Ref] = l
	f := b.scan.Findings[0]
	f.Resource = l.Ref
	b.scan.Findings = append(b.scan.Findings, f)
}

func TestMaxSteps(t *testing.T) {
	t.Parallel()
	b := switched(t).bench(lampNamed("a"), lampNamed("b"), lampNamed("c"))
	b.Options.MaxSteps = 2
	p := b.make(t)
	if got := steps(p); !slices.Equal(got, []string{"LightLamp a", "LightLamp b"}) {
		t.Errorf("steps %v", got)
	}
	if got := left(t, p); len(got) != 1 || got["Toy.1 c"] != "left for a later plan: this one ends after 2 steps" {
		t.Errorf("left %v", got)
	}
	b.Options.MaxSteps = 3
	if p := b.make(t); len(p.Steps) != 3 || len(p.Left) > 0 {
		t.Errorf("with just enough steps: %v, left %v", steps(p), left(t, p))
	}
}

// The caller's own principal is never touched, whatever its path.
func TestOwnPrincipal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		caller, resource string
		own              bool
	}{
		"the user":                {"arn:aws:iam::111122223333:user/anna", "arn:aws:iam::111122223333:user/anna", true},
		"another user":            {"arn:aws:iam::111122223333:user/anna", "arn:aws:iam::111122223333:user/bob", false},
		"a role of the same name": {"arn:aws:iam::111122223333:user/anna", "arn:aws:iam::111122223333:role/anna", false},
		"the assumed role":        {"arn:aws:sts::111122223333:assumed-role/auditor/manten", "arn:aws:iam::111122223333:role/auditor", true},
		"the assumed role's path": {
			"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0a1b/anna",
			"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0a1b", true,
		},
		"another role":    {"arn:aws:sts::111122223333:assumed-role/auditor/manten", "arn:aws:iam::111122223333:role/manten", false},
		"another account": {"arn:aws:sts::444455556666:assumed-role/auditor/manten", "arn:aws:iam::111122223333:role/auditor", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := lampNamed("a")
			l.ID, l.Name = c.resource, c.resource[strings.LastIndex(c.resource, "/")+1:]
			b := switched(t).bench(l)
			b.Caller = c.caller
			p := b.make(t)
			if got := left(t, p)["Toy.1 "+c.resource]; (got == "it belongs to the caller, who would be locked out") != c.own || (len(p.Steps) == 0) != c.own {
				t.Errorf("steps %v, left %v", steps(p), left(t, p))
			}
		})
	}
}

// What no remediation serves, a person has to do; unless only certain remediations are wanted.
func TestNoRemediation(t *testing.T) {
	t.Parallel()
	s := switched(t)
	s.control("Toy.2", control.Low, labelled("x"), "Labels")
	b := s.bench(lampNamed("a"))
	p := b.make(t)
	if got := left(t, p); len(got) != 1 || got["Toy.2 a"] != "a person has to do it: manten explain Toy.2" {
		t.Errorf("left %v", got)
	}
	b.Options.Remediations = []string{"LightLamp"}
	if p := b.make(t); len(p.Left) > 0 || len(p.Steps) != 1 {
		t.Errorf("steps %v, left %v", steps(p), left(t, p))
	}
}

// A step that serves no control that fails is not proposed.
func TestNothingFailsAnyMore(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.High, func(l lamp) bool { return l.Brightness.Value() >= 5 }, "Brightness", "LastUse")
	s.remediation(edit{
		name: "BrightenLamp", serves: []control.ID{"Toy.1"}, reads: []string{"Brightness"},
		stages: []func(*lamp){func(l *lamp) { l.Brightness = resource.Is(10) }},
	})
	for name, c := range map[string]struct {
		change func(l *lamp)
		want   string
	}{
		"passes, though not as it would be made": {func(l *lamp) { l.Brightness = resource.Is(7) }, "it already passes"},
		"cannot be told any more": {func(l *lamp) {
			resource.Hide(l, resource.Reason{Operation: "toy.Look", Code: "AccessDenied", Message: "no"}, "LastUse")
		}, "not read: toy.Look gave AccessDenied: no"},
	} {
		b := s.bench(lampNamed("a"))
		l := lampNamed("a")
		c.change(&l)
		b.there[l.Ref] = l
		if p := b.make(t); len(p.Steps) > 0 || left(t, p)["Toy.1 a"] != c.want {
			t.Errorf("%s: steps %v, left %v", name, steps(p), left(t, p))
		}
	}
}

// A remediation that has nothing to do about a control that fails does not say that it passes.
func TestRemediationThatCannot(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.High, func(l lamp) bool { return l.On.Value() && l.Wired.Value() }, "On", "Wired")
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On"}, stages: []func(*lamp){turnOn}})
	l := lampNamed("a")
	turnOn(&l)
	if p := s.bench(l).make(t); len(p.Steps) > 0 || left(t, p)["Toy.1 a"] != "this remediation cannot make it pass here: Toy.1/no" {
		t.Errorf("steps %v, left %v", steps(p), left(t, p))
	}
}

// What one remediation refuses does not stand in the way of another one.
func TestRefusedBesidePlanned(t *testing.T) {
	t.Parallel()
	s := switched(t)
	s.control("Toy.2", control.Low, labelled("x"), "LastUse")
	s.remediation(edit{name: "LabelLamp", serves: []control.ID{"Toy.2"}, reads: []string{"Labels"}, stages: []func(*lamp){label("x")}})
	b := s.bench(lampNamed("a"))
	l := lampNamed("a")
	resource.Hide(&l, resource.Reason{Operation: "toy.Look", Code: "AccessDenied", Message: "no"}, "Labels")
	b.there[l.Ref] = l
	p := b.make(t)
	if got := left(t, p); !slices.Equal(steps(p), []string{"LightLamp a"}) || got["Toy.2 a"] != "not read: toy.Look gave AccessDenied: no" {
		t.Errorf("steps %v, left %v", steps(p), got)
	}
}

func TestManaged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tags resource.Fact[map[string]string]
		want string
	}{
		"by CloudFormation":      {resource.Is(map[string]string{"aws:cloudformation:stack-name": "web", "tool": "terraform"}), "managed by CloudFormation stack web: the stack will show drift and may set it back"},
		"by Terraform, as value": {resource.Is(map[string]string{"ManagedBy": "terraform"}), "its tags say that Terraform manages it: the next run there may set it back"},
		"by OpenTofu, as key":    {resource.Is(map[string]string{"opentofu": "true"}), "its tags say that OpenTofu manages it: the next run there may set it back"},
		"by Pulumi":              {resource.Is(map[string]string{"by": "PULUMI"}), "its tags say that Pulumi manages it: the next run there may set it back"},
		"by nobody":              {resource.Is(map[string]string{"note": "not terraform"}), ""},
		"nobody knows":           {resource.HiddenFor[map[string]string](resource.Reason{Code: "AccessDenied"}), ""},
	} {
		l := lampNamed("a")
		l.Tags = c.tags
		p := switched(t).bench(l).make(t)
		var risk []string
		for _, m := range p.Steps[0].Risk {
			risk = append(risk, m.Text)
		}
		if got := strings.Join(risk, "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A type without tags is no hindrance, neither for exclusions by tag nor for the rest.
func TestTypeWithoutTags(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	yes, no := s.say("Toy.1/yes"), s.say("Toy.1/no")
	catalog.Control(s.Service, catalog.ControlSpec[bare, catalog.None]{
		ID: "Toy.1", Title: "x", Severity: control.Low, Reads: []string{"On"},
		Evaluate: func(b bare, _ catalog.None, _ time.Time) control.Verdict {
			return control.PassIf(b.On.Value(), yes.With(), no.With())
		},
	})
	catalog.Remediation(s.Service, catalog.RemediationSpec[bare, catalog.None]{
		Name: "LightBare", Controls: []control.ID{"Toy.1"}, Reads: []string{"On"},
		Plan: func(b bare, _ catalog.None, _ time.Time) catalog.Edit[bare] {
			l := lamp{Ref: b.Ref, On: b.On}
			lit := l
			turnOn(&lit)
			b.On = lit.On
			return catalog.Edit[bare]{After: b, Moves: []catalog.Move{{Do: s.write(l, lit), Undo: s.write(lit, l)}}}
		},
	})
	b := s.bench(bare{resource.Ref{Type: "Toy::Bare", Account: account, Region: region, ID: "arn:b", Name: "b"}, resource.Is(false)})
	b.Options.Exclude = []string{"tag:env=x"}
	if p := b.make(t); !slices.Equal(steps(p), []string{"LightBare b"}) {
		t.Errorf("steps %v, left %v", steps(p), left(t, p))
	}
}

type shine struct {
	Brightness int `json:"brightness"`
}

func (s shine) Validate() error {
	if s.Brightness > 100 {
		return errors.New("brightness is 100 at most")
	}
	return nil
}

func TestParameters(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.High, func(l lamp) bool { return l.Brightness.Value() >= 5 }, "Brightness")
	catalog.Remediation(s.Service, catalog.RemediationSpec[lamp, shine]{
		Name: "BrightenLamp", Controls: []control.ID{"Toy.1"}, Reads: []string{"Brightness"}, Defaults: shine{10},
		Plan: func(l lamp, p shine, _ time.Time) catalog.Edit[lamp] {
			after := l
			after.Brightness = resource.Is(p.Brightness)
			return catalog.Edit[lamp]{After: after, Moves: []catalog.Move{{Do: s.write(l, after), Undo: s.write(after, l)}}}
		},
	})
	b := s.bench(lampNamed("a"))
	for want, set := range map[string]map[string]any{"10": nil, "42": {"brightness": 42}} {
		b.Options.Params = map[string]map[string]any{"BrightenLamp": set}
		p := b.make(t)
		if got := p.Steps[0]; string(got.Parameters["BrightenLamp"]) != `{"brightness":`+want+`}` || string(got.Changes[0].After) != string(is(want)) {
			t.Errorf("parameters %s, changes %s", got.Parameters, got.Changes[0].After)
		}
	}
	for _, set := range []map[string]any{{"brightness": 101}, {"colour": 1}} {
		b.Options.Params = map[string]map[string]any{"BrightenLamp": set}
		if _, err := b.Plan(t.Context(), "p1", b.scan, now); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("parameters %v give %v", set, err)
		}
	}
}

// A source that breaks down ends planning: nothing is left out for it.
func TestFaultOfTheSource(t *testing.T) {
	t.Parallel()
	b := switched(t).bench(lampNamed("a"))
	b.fault = errors.New("oops")
	if p, err := b.Plan(t.Context(), "p1", b.scan, now); !errors.Is(err, b.fault) || p != nil {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestEffects(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	cuts, risky, gone := s.say("LightLamp/cuts"), s.say("LightLamp/risky"), s.say("LightLamp/gone")
	s.remediation(edit{
		name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On"}, stages: []func(*lamp){turnOn},
		effect: catalog.Effect{
			Irreversible: gone.With(), Interrupts: []text.Message{cuts.With()}, Risk: []text.Message{risky.With(), risky.With()},
			Cost: plan.CostOf(1.5, risky.With()),
		},
	})
	l := lampNamed("a")
	l.Tags = resource.Is(map[string]string{"terraform": ""})
	got := s.bench(l).make(t).Steps[0]
	if got.Irreversible == nil || got.Irreversible.Text != "LightLamp/gone" || got.Undo == nil || len(got.Undo) > 0 {
		t.Errorf("irreversible %v, undo %v", got.Irreversible, got.Undo)
	}
	if len(got.Interrupts) != 1 || len(got.Risk) != 2 || got.Risk[1].Text != "LightLamp/risky" || got.Cost.Monthly != 1.5 {
		t.Errorf("interrupts %v, risk %v, cost %+v", got.Interrupts, got.Risk, got.Cost)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{}
	for _, m := range propose.Texts() {
		if keys[m.Key] || m.EN == "" || m.JA == "" || !slices.Equal(text.Args(m.EN), text.Args(m.JA)) {
			t.Errorf("message %q is %q and %q", m.Key, m.EN, m.JA)
		}
		keys[m.Key] = true
	}
}
