package propose_test

import (
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// stored is a parameter of Parameter Store.
type stored struct {
	resource.Ref
	Value resource.Fact[string]
}

type colours struct {
	Colour string `json:"colour" ssm:"/Lamps/Colour"`
	Other  string `json:"other"`
}

// removing declares a remediation that takes lamps away.
func (s *toys) removing() {
	catalog.Remediation(s.Service, catalog.RemediationSpec[lamp, catalog.None]{
		Name: "RemoveLamp", Summary: s.say("RemoveLamp/summary"), Controls: []control.ID{"Toy.1"}, Reads: []string{"On"}, Makes: plan.Deletes,
		Plan: func(l lamp, _ catalog.None, _ time.Time) catalog.Edit[lamp] {
			gone := lamp{Ref: l.Ref}
			resource.Vanish(&gone, resource.NamesOf(l)...)
			return catalog.Edit[lamp]{After: gone, Moves: []catalog.Move{{Do: s.write(l, gone), Undo: s.write(gone, l)}}}
		},
	})
}

// Configuration comes first, Parameter Store next, defaults last; a plan says what it could not read.
func TestParameterStore(t *testing.T) {
	t.Parallel()
	ref := resource.Ref{
		Type: "AWS::SSM::Parameter", Account: account, Region: region, Name: "/Lamps/Colour",
		ID: "arn:aws:ssm:" + region + ":" + account + ":parameter/Lamps/Colour",
	}
	hidden := resource.HiddenFor[string](resource.Reason{Operation: "ssm.GetParameter", Code: "AccessDenied", Message: "no"})
	for name, c := range map[string]struct {
		stored *stored
		set    map[string]any
		want   string
		notes  int
	}{
		"stored":                {&stored{ref, resource.Is("red")}, nil, "red", 0},
		"configured":            {&stored{ref, resource.Is("red")}, map[string]any{"colour": "blue"}, "blue", 0},
		"not there":             {nil, nil, "white", 0},
		"denied":                {&stored{ref, hidden}, nil, "white", 1},
		"denied and configured": {&stored{ref, hidden}, map[string]any{"colour": "blue"}, "blue", 0},
		"another is configured": {&stored{ref, resource.Is("red")}, map[string]any{"other": "x"}, "red", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newToys(t)
			catalog.Collector(s.Service, catalog.CollectorSpec[stored]{Type: "AWS::SSM::Parameter", Version: 1, Scope: catalog.Regional})
			s.control("Toy.1", control.High, func(l lamp) bool { return len(l.Labels.Value()) > 0 }, "Labels")
			catalog.Remediation(s.Service, catalog.RemediationSpec[lamp, colours]{
				Name: "Paint", Summary: s.say("Paint/summary"), Controls: []control.ID{"Toy.1"}, Reads: []string{"Labels"}, Defaults: colours{Colour: "white"},
				Plan: func(l lamp, p colours, _ time.Time) catalog.Edit[lamp] {
					after := resource.Clone(l)
					label(p.Colour)(&after)
					return catalog.Edit[lamp]{After: after, Moves: []catalog.Move{{Do: s.write(l, after), Undo: s.write(after, l)}}}
				},
			})
			b := s.bench(lampNamed("x"), lampNamed("y"))
			b.Options.Params = map[string]map[string]any{"Paint": c.set}
			if c.stored != nil {
				b.there[ref] = *c.stored
			}
			p := b.make(t)
			if len(p.Steps) != 2 || !strings.Contains(string(p.Steps[0].Changes[0].After), `["`+c.want+`"]`) || len(p.Notes) != c.notes {
				t.Errorf("steps %+v, notes %v", p.Steps, p.Notes)
			}
			if !strings.Contains(string(p.Steps[0].Parameters["Paint"]), `"colour":"`+c.want+`"`) {
				t.Errorf("parameters are %s", p.Steps[0].Parameters["Paint"])
			}
		})
	}
}
