package evaluate_test

import (
	"slices"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/resource"
)

// spanning is a catalog with a control of lamps and shades, which wants of a lamp that a clean shade is there.
func spanning(t *testing.T) *evaluate.Evaluator {
	t.Helper()
	s := catalog.NewService("toy")
	catalog.Collector(s, catalog.CollectorSpec[lamp]{Type: "Toy::Lamp", Version: 1, Scope: catalog.Regional})
	catalog.Collector(s, catalog.CollectorSpec[shade]{Type: "Toy::Shade", Version: 1, Scope: catalog.Regional})
	yes, no := catalog.Text(s, "Toy.5/yes", "yes", "yes"), catalog.Text(s, "Toy.5/no", "no", "no")
	u := catalog.Control(s, catalog.ControlSpec[lamp, least]{
		ID: "Toy.5", Title: "x", Severity: control.High, Reads: []string{"On"}, Defaults: least{10},
		Needs: []catalog.Need{catalog.Needs[shade]("Clean")},
		Joined: func(l lamp, w catalog.World, _ least, _ time.Time) control.Verdict {
			_, found := catalog.Find(w, func(s shade) bool { return s.Clean.Value() && s.Region == l.Region })
			if !found {
				if v, unseen := catalog.Unseen[shade](w, "Clean"); unseen {
					return v
				}
			}
			return control.PassIf(found, yes.With(), no.With())
		},
	})
	catalog.Also(u, catalog.ControlSpec[shade, least]{
		Reads: []string{"Clean"},
		Evaluate: func(s shade, _ least, _ time.Time) control.Verdict {
			return control.PassIf(s.Clean.Value(), yes.With(), no.With())
		},
	})
	cat, err := catalog.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return evaluate.New(cat, []evaluate.Selected{{Unit: u, Params: u.Params.Defaults}}, now)
}

func TestJoined(t *testing.T) {
	t.Parallel()
	e := spanning(t)
	l := lampOf(ireland, "lamp", resource.Is(true), resource.Is(1))
	clean := shade{Ref: ref("Toy::Shade", ireland, "shade"), Clean: resource.Is(true)}
	dirty, hidden := clean, clean
	dirty.Clean = resource.Is(false)
	hidden.Clean = resource.HiddenFor[bool](resource.Reason{Operation: "toy.Look", Code: "Denied", Message: "no"})
	for name, c := range map[string]struct {
		all  []resource.Resource
		want []control.Status
	}{
		"there":  {[]resource.Resource{l, clean}, []control.Status{control.Passed, control.Passed}},
		"dirty":  {[]resource.Resource{l, dirty}, []control.Status{control.Failed, control.Failed}},
		"hidden": {[]resource.Resource{l, hidden}, []control.Status{control.NotAvailable, control.NotAvailable}},
		"none":   {[]resource.Resource{l}, []control.Status{control.Failed}},
	} {
		var got []control.Status
		for _, f := range e.All(collect.Result{Resources: c.all}) {
			got = append(got, f.Status)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	if alone := e.Resource(l); len(alone) != 0 {
		t.Errorf("judged alone it gives %v", alone)
	}
	if got := e.Joined(catalog.NewWorld([]resource.Resource{clean}), l); len(got) != 1 || got[0].Status != control.Passed {
		t.Errorf("among the others it gives %v", got)
	}
}
