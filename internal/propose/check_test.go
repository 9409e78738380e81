package propose_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// mixed is a plan with a merged step, one that depends on another, and one that cannot be undone.
func mixed(t *testing.T) (*catalog.Catalog, *plan.Plan) {
	t.Helper()
	s := newToys(t)
	risk, gone := s.say("A/risk"), s.say("C/gone")
	s.labelling("Toy.1", "AddA", "a", catalog.Effect{Risk: []text.Message{risk.With()}, Interrupts: []text.Message{risk.With()}, Cost: plan.CostOf(1, risk.With())})
	s.labelling("Toy.2", "AddB", "b", catalog.Effect{})
	s.control("Toy.3", control.High, func(l lamp) bool { return l.Wired.Value() }, "Wired")
	s.remediation(edit{
		name: "ConnectLamp", serves: []control.ID{"Toy.3"}, reads: []string{"Wired"}, looks: []string{"LastUse"},
		stages: []func(*lamp){func(l *lamp) { l.Wired = resource.Is(true) }}, effect: catalog.Effect{Irreversible: gone.With()},
	})
	s.control("Toy.4", control.Critical, isOn, "On")
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.4"}, reads: []string{"On", "Wired"}, stages: []func(*lamp){turnOn}})
	l := lampNamed("x")
	l.Tags = resource.Is(map[string]string{"tool": "terraform"})
	b := s.bench(l)
	p := b.make(t)
	if got := strings.Join(steps(p), ", "); got != "ConnectLamp x, LightLamp x, AddA+AddB x" {
		t.Fatalf("steps are %s", got)
	}
	return b.cat, p
}

// What was stored and read again passes the check.
func TestCheckAfterStoring(t *testing.T) {
	t.Parallel()
	cat, p := mixed(t)
	stored, err := plan.Decode([]byte(encode(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	if err := propose.Check(cat, stored); err != nil {
		t.Error(err)
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		alter func(p *plan.Plan)
		want  string
	}{
		"a call's input":              {func(p *plan.Plan) { p.Steps[2].Do[0].Input = p.Steps[2].Do[1].Input }, `"do"`},
		"a call's operation":          {func(p *plan.Plan) { p.Steps[2].Do[0].Operation = "kms.ScheduleKeyDeletion" }, `"do"`},
		"a call's move":               {func(p *plan.Plan) { p.Steps[2].Do[0].Move = 1 }, `"do"`},
		"what a call leaves":          {func(p *plan.Plan) { p.Steps[2].Do[0].Leaves = nil }, `"do"`},
		"a call more":                 {func(p *plan.Plan) { p.Steps[2].Do = append(p.Steps[2].Do, p.Steps[2].Do[0]) }, `"do"`},
		"a call less":                 {func(p *plan.Plan) { p.Steps[2].Do = p.Steps[2].Do[:1] }, `"do"`},
		"calls in another order":      {func(p *plan.Plan) { d := p.Steps[2].Do; d[0], d[1] = d[1], d[0] }, `"do"`},
		"an undo call's input":        {func(p *plan.Plan) { p.Steps[2].Undo[0].Input = p.Steps[2].Undo[1].Input }, `"undo"`},
		"no undo":                     {func(p *plan.Plan) { p.Steps[2].Undo = []plan.Call{} }, `"undo"`},
		"an undo where there is none": {func(p *plan.Plan) { p.Steps[0].Undo = p.Steps[0].Do }, `"undo"`},
		"reversible after all":        {func(p *plan.Plan) { p.Steps[0].Irreversible = nil }, `"irreversible"`},
		"a change's value":            {func(p *plan.Plan) { p.Steps[0].Changes[0].After = is("false") }, `"changes"`},
		"a change less":               {func(p *plan.Plan) { p.Steps[0].Changes = nil }, `"changes"`},
		"a change that is not shown":  {func(p *plan.Plan) { p.Steps[0].Changes[0].Sensitive = true }, `"changes"`},
		"the guard":                   {func(p *plan.Plan) { p.Steps[0].Guard = p.Steps[2].Guard }, `"guard"`},
		"what is guarded":             {func(p *plan.Plan) { p.Steps[1].Guarded = []string{"On"} }, `"guarded"`},
		"a guarded fact":              {func(p *plan.Plan) { p.Steps[1].Facts["Wired"] = is("false") }, `"guard"`},
		"a fact that forbids it":      {func(p *plan.Plan) { delete(p.Steps[1].Facts, "On") }, "refuses"},
		"a fact as written by hand":   {func(p *plan.Plan) { p.Steps[1].Facts["On"] = json.RawMessage(`{"value":false,"state":"known"}`) }, `"facts"`},
		"a fact of nobody's":          {func(p *plan.Plan) { p.Steps[1].Facts["Colour"] = is("1") }, "Colour"},
		"a fact in no state":          {func(p *plan.Plan) { p.Steps[1].Facts["On"] = json.RawMessage(`{"state":"perhaps"}`) }, "perhaps"},
		"who manages it":              {func(p *plan.Plan) { p.Steps[0].Facts["Tags"] = is(`{}`) }, `"risk"`},
		"the risk":                    {func(p *plan.Plan) { p.Steps[2].Risk = []text.Message{} }, `"risk"`},
		"the words of a risk":         {func(p *plan.Plan) { p.Steps[2].Risk[0].Text = "harmless" }, `"risk"`},
		"the interruption":            {func(p *plan.Plan) { p.Steps[2].Interrupts = nil }, `"interrupts"`},
		"the cost":                    {func(p *plan.Plan) { p.Steps[2].Cost.Monthly = 0 }, `"cost"`},
		"a parameter":                 {func(p *plan.Plan) { p.Steps[0].Parameters["ConnectLamp"] = json.RawMessage(`{"x":1}`) }, "x"},
		"no parameters":               {func(p *plan.Plan) { delete(p.Steps[0].Parameters, "ConnectLamp") }, "parameters"},
		"parameters of another":       {func(p *plan.Plan) { p.Steps[0].Parameters["AddA"] = json.RawMessage(`{}`) }, `"parameters"`},
		"another remediation":         {func(p *plan.Plan) { p.Steps[0].Remediations = []string{"LightLamp"} }, ""},
		"an unknown remediation":      {func(p *plan.Plan) { p.Steps[0].Remediations = []string{"connectlamp"} }, `"connectlamp" is not known`},
		"no remediation":              {func(p *plan.Plan) { p.Steps[0].Remediations = nil }, "names no remediation"},
		"a remediation twice":         {func(p *plan.Plan) { p.Steps[2].Remediations = []string{"AddA", "AddA"} }, ""},
		"remediations the other way":  {func(p *plan.Plan) { p.Steps[2].Remediations = []string{"AddB", "AddA"} }, ""},
		"a remediation less":          {func(p *plan.Plan) { p.Steps[2].Remediations = []string{"AddA"} }, ""},
		"a control of another":        {func(p *plan.Plan) { p.Steps[0].Controls = []control.ID{"Toy.4"} }, "Toy.4"},
		"a control that is unknown":   {func(p *plan.Plan) { p.Steps[0].Controls = append(p.Steps[0].Controls, "Toy.99") }, "Toy.99"},
		"another resource":            {func(p *plan.Plan) { p.Steps[0].Resource.Name = "y" }, ""},
		"another type":                {func(p *plan.Plan) { p.Steps[0].Resource.Type = "Toy::Bare" }, ""},
		"a type that is unknown":      {func(p *plan.Plan) { p.Steps[0].Resource.Type = "Toy::Tree" }, `"Toy::Tree" is not known`},
		"another account":             {func(p *plan.Plan) { p.Account = "444455556666" }, "444455556666"},
		"the resource's account":      {func(p *plan.Plan) { p.Steps[0].Resource.Account = "444455556666" }, "444455556666"},
		"the step's region":           {func(p *plan.Plan) { p.Steps[0].Region = "us-east-1" }, "us-east-1"},
		"the order":                   {func(p *plan.Plan) { p.Steps[1].After = []string{} }, `"after"`},
		"another step's id":           {func(p *plan.Plan) { p.Steps[0].ID, p.Steps[1].ID = "2", "1" }, ""},
		"steps in another order":      {func(p *plan.Plan) { p.Steps[0], p.Steps[1] = p.Steps[1], p.Steps[0] }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cat, p := mixed(t)
			c.alter(p)
			err := propose.Check(cat, p)
			if fault.CodeOf(err) != fault.Refused || fault.NextOf(err) == "" {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "plan p1, step") {
				t.Errorf("got %v, want it to speak of %s", err, c.want)
			}
		})
	}
}
