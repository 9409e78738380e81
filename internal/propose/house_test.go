package propose_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// house is a made-up resource that is judged by the lamps there are.
type house struct {
	resource.Ref
	Lived resource.Fact[bool]
}

func houseNamed(name string) house {
	return house{
		Ref:   resource.Ref{Type: "Toy::House", Account: account, Region: region, ID: "arn:aws:toy:::" + name, Name: name},
		Lived: resource.Is(true),
	}
}

func (s *toys) houses() {
	catalog.Collector(s.Service, catalog.CollectorSpec[house]{Type: "Toy::House", Version: 1, Scope: catalog.Regional})
}

// joined declares a control of houses that passes where a lamp is as it should be.
func (s *toys) joined(id control.ID, severity control.Severity, ok func(lamp) bool, facts ...string) {
	yes, no := s.say(string(id)+"/yes"), s.say(string(id)+"/no")
	catalog.Control(s.Service, catalog.ControlSpec[house, catalog.None]{
		ID: id, Title: string(id), Severity: severity, Standards: standard.In{standard.FSBP: string(id)}, Reads: []string{"Lived"},
		Needs: []catalog.Need{catalog.Needs[lamp](facts...)},
		Joined: func(_ house, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
			if v, no := catalog.Unseen[lamp](w, facts...); no {
				return v
			}
			_, found := catalog.Find(w, ok)
			return control.PassIf(found, yes.With(), no.With())
		},
	})
}

// bundle declares a bundle for houses.
func (s *toys) bundle(name string, serves []control.ID, gather func(house, catalog.World) catalog.Bundled) {
	catalog.Bundle(s.Service, catalog.BundleSpec[house, catalog.None]{
		Name: name, Summary: s.say(name + "/summary"), Controls: serves, Needs: []catalog.Need{catalog.Needs[lamp]("On", "Labels")},
		Plan: func(h house, w catalog.World, _ catalog.None, _ time.Time) catalog.Bundled { return gather(h, w) },
	})
}

// asks are requests for what a remediation makes of lamps.
func asks(remediation string, lamps ...string) []catalog.Request {
	var out []catalog.Request
	for _, name := range lamps {
		out = append(out, catalog.Request{Remediation: remediation, On: lampNamed(name).Ref})
	}
	return out
}

// making declares a remediation that makes lamps that are on; of the last use AWS decides itself.
func (s *toys) making(first ...catalog.Request) {
	catalog.Remediation(s.Service, catalog.RemediationSpec[lamp, catalog.None]{
		Name: "MakeLamp", Summary: s.say("MakeLamp/summary"), Reads: []string{"On", "Labels"}, Makes: plan.Creates, Helper: true,
		Plan: func(l lamp, _ catalog.None, _ time.Time) catalog.Edit[lamp] {
			if l.On.Value() {
				return catalog.Edit[lamp]{After: l}
			}
			after := lampNamed(l.Name)
			after.On, after.LastUse = resource.Is(true), resource.Fact[int]{}
			if !resource.IsMissing(l) {
				after = l
				after.On = resource.Is(true)
			}
			return catalog.Edit[lamp]{
				After: after, First: first, Moves: []catalog.Move{{Do: s.write(l, after), Undo: s.write(after, l)}},
				Effect: catalog.Effect{Cost: plan.CostOf(1)},
			}
		},
	})
}

// chained declares a remediation that asks for others, or wants to come behind them.
func (s *toys) chained(name string, serves []control.ID, stage func(*lamp), first []catalog.Request, behind ...string) {
	catalog.Remediation(s.Service, catalog.RemediationSpec[lamp, catalog.None]{
		Name: name, Summary: s.say(name + "/summary"), Controls: serves, Reads: []string{"On", "Labels", "Wired"}, Helper: serves == nil,
		Plan: func(l lamp, _ catalog.None, _ time.Time) catalog.Edit[lamp] {
			after := resource.Clone(l)
			stage(&after)
			if len(resource.Differing(l, after, resource.NamesOf(l))) == 0 {
				return catalog.Edit[lamp]{After: l}
			}
			e := catalog.Edit[lamp]{After: after, First: first, Moves: []catalog.Move{{Do: s.write(l, after), Undo: s.write(after, l)}}}
			for _, n := range behind {
				e.Behind = append(e.Behind, lampNamed(n).Ref)
			}
			return e
		},
	})
}

// lit are toys with a house whose control wants the lamp "porch" on, and the bundle for it.
func lit(t testing.TB, requests ...catalog.Request) *toys {
	t.Helper()
	s := newToys(t)
	s.houses()
	s.joined("House.1", control.Critical, func(l lamp) bool { return l.Name == "porch" && isOn(l) }, "On")
	s.bundle("LightHouse", []control.ID{"House.1"}, func(house, catalog.World) catalog.Bundled {
		return catalog.Bundled{Requests: requests}
	})
	return s
}

// What a bundle asks for and is not there is made: a step that creates, for the control that asked.
func TestCreates(t *testing.T) {
	t.Parallel()
	s := lit(t, asks("MakeLamp", "porch")...)
	s.making()
	s.control("Toy.9", control.Low, func(l lamp) bool { return l.Brightness.Value() >= 5 }, "Brightness")
	s.control("Toy.8", control.Low, isOn, "On")
	b := s.bench(houseNamed("home"))
	none := resource.Ref{Type: "Toy::Lamp", Account: account, Region: region, ID: resource.AccountID(account), Name: account}
	for _, id := range []control.ID{"Toy.8", "Toy.9"} {
		b.scan.Findings = append(b.scan.Findings, control.Finding{
			ID: control.FindingID(id, none), Control: id, Resource: none, Status: control.Passed, Code: "CONFIG_EVALUATIONS_EMPTY",
		})
	}
	p := b.make(t)
	if got := steps(p); !slices.Equal(got, []string{"MakeLamp porch"}) {
		t.Fatalf("steps %v, left %v", got, left(t, p))
	}
	st := p.Steps[0]
	if st.Makes != plan.Creates || !slices.Equal(st.For, []string{"LightHouse"}) || !slices.Equal(st.Controls, []control.ID{"House.1"}) {
		t.Errorf("it makes %q, for %v, controls %v", st.Makes, st.For, st.Controls)
	}
	if want := []plan.Judged{{Control: "House.1", Resource: houseNamed("home").Ref}}; !slices.Equal(st.Elsewhere, want) || st.Own("House.1") {
		t.Errorf("elsewhere %v", st.Elsewhere)
	}
	if slices.Contains(st.Changed(), "LastUse") || len(st.Changes) != 5 || string(st.Changes[0].Before) != `{"state":"absent"}` {
		t.Errorf("it changes %v", st.Changes)
	}
	if len(st.Undo) != 1 {
		t.Errorf("it undoes by %v", st.Undo)
	}
	if got := p.Announced; len(got) != 1 || got[0].Control != "Toy.9" || got[0].Resource != lampNamed("porch").ID {
		t.Errorf("announced are %+v", got)
	}
	if now, after := *p.Score[0].Now, *p.Score[0].After; now != 67 || after != 67 {
		t.Errorf("score %d → %d: House.1 passes afterwards, Toy.9 does not, Toy.8 still does", now, after)
	}
}

// What is there is used, what is half there is brought to its end, and what is as asked for needs no step.
func TestCreatesWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := lit(t, asks("MakeLamp", "porch")...)
	s.making()
	b := s.bench(houseNamed("home"))
	half := lampNamed("porch")
	b.there[half.Ref] = half
	if p := b.make(t); len(p.Steps) != 1 || p.Steps[0].Makes != "" || !slices.Equal(p.Steps[0].Changed(), []string{"On"}) {
		t.Errorf("got %+v", p.Steps)
	}
	turnOn(&half)
	b.there[half.Ref] = half
	p := b.make(t)
	if len(p.Steps) != 0 || left(t, p)["House.1 home"] != "all that its remediation makes is there already" {
		t.Errorf("steps %v, left %v", steps(p), left(t, p))
	}
}

// What this very plan makes is not there already, whether a bundle sees so itself or its request finds it so.
func TestCreatedForOthers(t *testing.T) {
	t.Parallel()
	for name, request := range map[string][]catalog.Request{"it asks for nothing": nil, "it asks for what is made": asks("TurnOn", "porch")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newToys(t)
			s.houses()
			s.making()
			s.chained("TurnOn", nil, turnOn, nil)
			s.joined("House.1", control.Critical, func(l lamp) bool { return l.Name == "porch" && isOn(l) }, "On")
			s.bundle("LightHouse", []control.ID{"House.1"}, func(h house, _ catalog.World) catalog.Bundled {
				if h.Name == "home" {
					return catalog.Bundled{Requests: asks("MakeLamp", "porch")}
				}
				return catalog.Bundled{Requests: request}
			})
			other := houseNamed("other")
			other.Region = "us-east-1"
			p := s.bench(houseNamed("home"), other).make(t)
			want := "all that its remediation makes is there already, or other steps of this plan make it"
			if got := left(t, p); len(p.Steps) != 1 || len(got) != 1 || got["House.1 other"] != want {
				t.Errorf("steps %v, left %v", steps(p), got)
			}
		})
	}
}

// A bundle that leans on what another one's steps make does not say that it is there already.
func TestMadeByAnother(t *testing.T) {
	t.Parallel()
	s := lit(t, asks("TurnOn", "porch")...)
	s.making()
	s.chained("TurnOn", nil, turnOn, nil)
	s.joined("House.2", control.Critical, func(l lamp) bool { return l.Name == "porch" && isOn(l) }, "On")
	s.bundle("BuildHouse", []control.ID{"House.2"}, func(house, catalog.World) catalog.Bundled {
		return catalog.Bundled{Requests: asks("MakeLamp", "porch")}
	})
	p := s.bench(houseNamed("home")).make(t)
	if got := left(t, p); len(p.Steps) != 1 || !strings.HasSuffix(got["House.1 home"], "or other steps of this plan make it") {
		t.Errorf("steps %v, left %v", steps(p), got)
	}
}

// A bundle sees what the steps so far leave, the regions, and says what it cannot mend.
func TestBundleWorld(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.houses()
	for _, id := range []control.ID{"House.1", "House.2", "House.3"} {
		s.joined(id, control.High, labelled(string(id)), "Labels")
	}
	short, refused, note := s.say("short"), s.say("refused"), s.say("note")
	s.making()
	s.bundle("AskFirst", []control.ID{"House.1"}, func(house, catalog.World) catalog.Bundled {
		return catalog.Bundled{Requests: asks("MakeLamp", "porch"), Notes: []text.Message{note.With(), note.With()}}
	})
	var seen []lamp
	var regions []string
	s.bundle("LookThen", []control.ID{"House.2"}, func(_ house, w catalog.World) catalog.Bundled {
		seen, regions = catalog.All[lamp](w), w.Regions
		return catalog.Bundled{Short: map[control.ID]text.Message{"House.2": short.With()}}
	})
	s.bundle("Refuse", []control.ID{"House.3"}, func(house, catalog.World) catalog.Bundled {
		return catalog.Bundled{Requests: asks("MakeLamp", "other"), Refused: refused.With()}
	})
	p := s.bench(houseNamed("home"), lampNamed("x")).make(t)
	if len(seen) != 2 || seen[0].Name != "porch" || !isOn(seen[0]) || isOn(seen[1]) || !slices.Equal(regions, []string{region}) {
		t.Errorf("it sees %v in %v", seen, regions)
	}
	got := left(t, p)
	if len(got) != 2 || got["House.2 home"] != "short" || got["House.3 home"] != "refused" || len(p.Notes) != 1 || len(p.Steps) != 1 {
		t.Errorf("left %v, notes %v, steps %v", got, p.Notes, steps(p))
	}
}

// Controls that span resources are predicted anew: what was suppressed stays so, what could not be judged stays so.
func TestPredictsJoined(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.houses()
	s.joined("House.1", control.High, isOn, "On")
	s.joined("House.2", control.High, func(l lamp) bool { return !isOn(l) }, "On")
	s.joined("House.3", control.High, func(l lamp) bool { return !isOn(l) }, "On")
	s.joined("House.4", control.High, isOn, "On")
	s.control("Toy.1", control.High, isOn, "On")
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On"}, stages: []func(*lamp){turnOn}})
	b := s.bench(houseNamed("home"), lampNamed("x"))
	for i := range b.scan.Findings {
		switch f := &b.scan.Findings[i]; f.Control {
		case "House.3":
			f.Workflow = control.Suppressed
		case "House.4":
			f.Status = control.NotAvailable
		}
	}
	p := b.make(t)
	// House.1 and Toy.1 pass then, House.2 fails, House.3 does not count, House.4 is still not known.
	if now, after := *p.Score[0].Now, *p.Score[0].After; now != 25 || after != 50 {
		t.Errorf("score %d → %d", now, after)
	}
	var announced []control.ID
	for _, a := range p.Announced {
		announced = append(announced, a.Control)
	}
	if !slices.Equal(announced, []control.ID{"House.2", "House.3"}) {
		t.Errorf("announced are %v", announced)
	}
}

// Outputs are counted from the first call of their remediation, wherever it stands in the step.
func TestOutputsInAStep(t *testing.T) {
	t.Parallel()
	p := wide(t).make(t)
	st := p.Steps[1]
	if len(st.Do) != 4 {
		t.Fatalf("steps %v, calls %+v", steps(p), st.Do)
	}
	for i, c := range st.Do {
		if base := i - i%2; i%2 == 1 && (len(c.Outputs) != 1 || c.Await == nil || c.Outputs[0].Move != base || c.Outputs[0].Into != "Policy" || c.Await.Seconds != 60 || len(c.Secrets) != 1) {
			t.Errorf("call %d is %+v", i, c)
		}
		if i%2 == 0 && !slices.Equal(c.Keep, []string{"KeyMetadata.Arn", "KeyMetadata.KeyId"}) {
			t.Errorf("of call %d is kept %v", i, c.Keep)
		}
	}
	if got := st.Undo[0].Outputs; st.Undo[0].Move != 3 || len(got) != 1 || got[0].Move != 2 {
		t.Errorf("undone by %+v", st.Undo)
	}
	if st.Waits == nil || st.Waits.Text != "waits" {
		t.Errorf("it waits for %v", st.Waits)
	}
}

// wide is a bench whose plan has a step with all that calls can have, and one that creates for somebody else.
func wide(t testing.TB) *bench {
	t.Helper()
	s := lit(t, asks("MakeLamp", "porch")...)
	s.making()
	secret := catalog.Secret(s.Service, "toy.Word", nil, nil)
	waits, ready := s.say("waits"), s.say("ready")
	for i, name := range []string{"AddA", "AddB"} {
		value := name[3:]
		id := control.ID([]string{"Toy.1", "Toy.2"}[i])
		s.control(id, control.Critical, func(l lamp) bool { return l.Name == "porch" || labelled(value)(l) }, "Labels")
		catalog.Remediation(s.Service, catalog.RemediationSpec[lamp, catalog.None]{
			Name: name, Summary: s.say(name + "/summary"), Controls: []control.ID{id}, Reads: []string{"Labels", "Wired"},
			Plan: func(l lamp, _ catalog.None, _ time.Time) catalog.Edit[lamp] {
				after := resource.Clone(l)
				label(value)(&after)
				if len(after.Labels.Value()) == len(l.Labels.Value()) {
					return catalog.Edit[lamp]{After: l}
				}
				gives := func(path string) plan.Output { return plan.Output{Into: "Policy", Move: 0, Path: path} }
				return catalog.Edit[lamp]{
					After: after, Behind: []resource.Ref{lampNamed("porch").Ref}, Effect: catalog.Effect{Waits: waits.With()},
					Moves: []catalog.Move{
						{Do: s.write(l, after), Undo: s.write(after, l), Leaves: l},
						{
							Do:    awsop.Bound(s.write(l, after)).Taking(gives("KeyMetadata.Arn")).Hiding(secret.From("PolicyName", map[string]string{"of": l.Name})),
							Undo:  s.write(after, l).Taking(gives("KeyMetadata.KeyId")),
							Await: catalog.Await{Like: l, Facts: []string{"Wired"}, For: ready.With(), Most: time.Minute},
						},
					},
				}
			},
		})
	}
	return s.bench(lampNamed("x"), houseNamed("home"))
}

// internal holds that a catalog is refused for a mistake of its own.
func internal(t *testing.T, b *bench, want string) {
	t.Helper()
	_, err := b.Plan(t.Context(), "p1", b.scan, now)
	if fault.CodeOf(err) != fault.Internal || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want it to say %q", err, want)
	}
}
