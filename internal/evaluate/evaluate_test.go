package evaluate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

const (
	account = "111122223333"
	ireland = "eu-west-1"
	tokyo   = "ap-northeast-1"
)

// lamp is a made-up resource: it must be on, and bright where it is on.
type lamp struct {
	resource.Ref
	On         resource.Fact[bool]
	Brightness resource.Fact[int]
}

// shade is another one.
type shade struct {
	resource.Ref
	Clean resource.Fact[bool]
}

type least struct {
	Brightness int `json:"brightness"`
}

var now = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

// madeUp is a catalog of lamps and shades; the controls' ids are such that their order is not that of their letters.
func madeUp(t testing.TB) (*catalog.Catalog, []evaluate.Selected) {
	t.Helper()
	s := catalog.NewService("toy")
	say := func(key string) text.Template { return catalog.Text(s, key, key, key) }
	catalog.Collector(s, catalog.CollectorSpec[lamp]{Type: "Toy::Lamp", Version: 1, Scope: catalog.Regional})
	catalog.Collector(s, catalog.CollectorSpec[shade]{Type: "Toy::Shade", Version: 1, Scope: catalog.Regional})
	lit, dark, bright, dim, off := say("Toy.2/lit"), say("Toy.2/dark"), say("Toy.10/bright"), say("Toy.10/dim"), say("Toy.10/off")
	catalog.Control(s, catalog.ControlSpec[lamp, catalog.None]{
		ID: "Toy.2", Title: "On", Severity: control.High, Reads: []string{"On"},
		Evaluate: func(l lamp, _ catalog.None, _ time.Time) control.Verdict {
			return control.PassIf(l.On.Value(), lit.With(), dark.With())
		},
	})
	catalog.Control(s, catalog.ControlSpec[lamp, least]{
		ID: "Toy.10", Title: "Bright", Severity: control.Low, Reads: []string{"On", "Brightness"}, Defaults: least{10},
		Evaluate: func(l lamp, p least, _ time.Time) control.Verdict {
			if !l.On.Value() {
				return control.Skip(off.With())
			}
			return control.PassIf(l.Brightness.Value() >= p.Brightness, bright.With(), dim.With())
		},
	})
	clean, dirty := say("Toy.3/clean"), say("Toy.3/dirty")
	catalog.Control(s, catalog.ControlSpec[shade, catalog.None]{
		ID: "Toy.3", Title: "Clean", Severity: control.Medium, Reads: []string{"Clean"},
		Evaluate: func(s shade, _ catalog.None, at time.Time) control.Verdict {
			return control.PassIf(s.Clean.Value() && at.Equal(now), clean.With(), dirty.With())
		},
	})
	cat, err := catalog.New(s)
	if err != nil {
		t.Fatal(err)
	}
	var selected []evaluate.Selected
	for _, u := range cat.Controls() {
		selected = append(selected, evaluate.Selected{Unit: u, Params: u.Params.Defaults})
	}
	return cat, selected
}

func ref(kind resource.Type, region, name string) resource.Ref {
	return resource.Ref{Type: kind, Account: account, Region: region, ID: "arn:aws:toy:::" + name, Name: name}
}

func lampOf(region, name string, on resource.Fact[bool], brightness resource.Fact[int]) lamp {
	return lamp{ref("Toy::Lamp", region, name), on, brightness}
}

// listings are those of both types in both regions, all completed.
func listings(t testing.TB, cat *catalog.Catalog) []collect.Listing {
	t.Helper()
	var out []collect.Listing
	for _, u := range cat.Collectors() {
		for _, region := range []string{ireland, tokyo} {
			out = append(out, collect.Listing{Unit: u, Account: account, Region: region})
		}
	}
	return out
}

// lines are findings as "control status region name code".
func lines(findings []control.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", f.Control, f.Status, f.Resource.Region, f.Resource.Name, f.Code)))
	}
	return out
}

func all(t testing.TB, res collect.Result) []control.Finding {
	t.Helper()
	cat, selected := madeUp(t)
	return evaluate.New(cat, selected, now).All(res)
}

func TestNoResources(t *testing.T) {
	t.Parallel()
	cat, _ := madeUp(t)
	got := all(t, collect.Result{Listings: listings(t, cat)})
	want := []string{
		"Toy.2 PASSED ap-northeast-1 111122223333 CONFIG_EVALUATIONS_EMPTY", "Toy.2 PASSED eu-west-1 111122223333 CONFIG_EVALUATIONS_EMPTY",
		"Toy.3 PASSED ap-northeast-1 111122223333 CONFIG_EVALUATIONS_EMPTY", "Toy.3 PASSED eu-west-1 111122223333 CONFIG_EVALUATIONS_EMPTY",
		"Toy.10 PASSED ap-northeast-1 111122223333 CONFIG_EVALUATIONS_EMPTY", "Toy.10 PASSED eu-west-1 111122223333 CONFIG_EVALUATIONS_EMPTY",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	ids := map[string]bool{}
	for _, f := range got {
		ids[f.ID] = true
		if !f.Resource.IsAccount() || f.Resource.ID != "AWS::::Account:"+account || f.Severity != control.Informational || f.Workflow != control.Resolved {
			t.Errorf("got %+v", f)
		}
	}
	if len(ids) != len(got) {
		t.Errorf("%d ids of %d findings", len(ids), len(got))
	}
}

// A listing that was not completed says nothing of what it did not show: no control passes for it.
func TestListingNotCompleted(t *testing.T) {
	t.Parallel()
	cat, _ := madeUp(t)
	res := collect.Result{
		Listings:  listings(t, cat),
		Resources: []resource.Resource{lampOf(ireland, "a", resource.Is(true), resource.Is(10))},
	}
	why := resource.Reason{Operation: "toy.List", Code: "AccessDenied", Message: "no"}
	for i, l := range res.Listings {
		if l.Unit.Type == "Toy::Lamp" {
			res.Listings[i].Why = &why
		}
	}
	got := all(t, res)
	want := []string{
		"Toy.2 NOT_AVAILABLE ap-northeast-1 111122223333", "Toy.2 NOT_AVAILABLE eu-west-1 111122223333", "Toy.2 PASSED eu-west-1 a",
		"Toy.3 PASSED ap-northeast-1 111122223333 CONFIG_EVALUATIONS_EMPTY", "Toy.3 PASSED eu-west-1 111122223333 CONFIG_EVALUATIONS_EMPTY",
		"Toy.10 NOT_AVAILABLE ap-northeast-1 111122223333", "Toy.10 NOT_AVAILABLE eu-west-1 111122223333", "Toy.10 PASSED eu-west-1 a",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if said := got[0].Reason.Text; said != "listing Toy::Lamp ended early: toy.List gave AccessDenied: no" || got[0].Workflow != control.New {
		t.Errorf("got %+v", got[0])
	}
}

func TestResource(t *testing.T) {
	t.Parallel()
	hidden := resource.HiddenFor[int](resource.Reason{Operation: "toy.Look", Code: "AccessDenied", Message: "no"})
	for name, c := range map[string]struct {
		lamp lamp
		want []string
	}{
		"passes":         {lampOf(ireland, "a", resource.Is(true), resource.Is(10)), []string{"Toy.2 PASSED INFORMATIONAL RESOLVED", "Toy.10 PASSED INFORMATIONAL RESOLVED"}},
		"fails":          {lampOf(ireland, "a", resource.Is(true), resource.Is(9)), []string{"Toy.2 PASSED INFORMATIONAL RESOLVED", "Toy.10 FAILED LOW NEW"}},
		"not applicable": {lampOf(ireland, "a", resource.Is(false), resource.Is(9)), []string{"Toy.2 FAILED HIGH NEW"}},
		"hidden":         {lampOf(ireland, "a", resource.Is(true), hidden), []string{"Toy.2 PASSED INFORMATIONAL RESOLVED", "Toy.10 NOT_AVAILABLE INFORMATIONAL NEW"}},
		"not asked":      {lamp{Ref: ref("Toy::Lamp", ireland, "a")}, []string{"Toy.2 NOT_AVAILABLE INFORMATIONAL NEW", "Toy.10 NOT_AVAILABLE INFORMATIONAL NEW"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cat, selected := madeUp(t)
			var got []string
			for _, f := range evaluate.New(cat, selected, now).Resource(c.lamp) {
				got = append(got, fmt.Sprintf("%s %s %s %s", f.Control, f.Status, f.Severity, f.Workflow))
				if f.ID != control.FindingID(f.Control, c.lamp.Ref) || f.Resource != c.lamp.Ref || !f.FirstSeen.Equal(now) || !f.LastSeen.Equal(now) || f.Reason.IsZero() {
					t.Errorf("got %+v", f)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParametersAndMoment(t *testing.T) {
	t.Parallel()
	cat, selected := madeUp(t)
	i := slices.IndexFunc(selected, func(s evaluate.Selected) bool { return s.Unit.ID == "Toy.10" })
	p, err := selected[i].Unit.Params.With(map[string]any{"brightness": 5})
	if err != nil {
		t.Fatal(err)
	}
	selected[i].Params = p
	e := evaluate.New(cat, selected, now.Add(time.Hour))
	if got := e.Resource(lampOf(ireland, "a", resource.Is(true), resource.Is(5))); got[1].Status != control.Passed {
		t.Errorf("with a parameter set, got %+v", got)
	}
	if got := e.Resource(shade{ref("Toy::Shade", ireland, "s"), resource.Is(true)}); got[0].Status != control.Failed || !got[0].LastSeen.Equal(now.Add(time.Hour)) {
		t.Errorf("an hour later, got %+v", got)
	}
	if got := e.Facts("Toy::Lamp"); !slices.Contains(got, "Brightness") || slices.Contains(got, "Clean") {
		t.Errorf("the controls of lamps read %v", got)
	}
}

// Only what is selected is evaluated.
func TestSelection(t *testing.T) {
	t.Parallel()
	cat, selected := madeUp(t)
	got := evaluate.New(cat, selected[:1], now).All(collect.Result{
		Listings:  listings(t, cat),
		Resources: []resource.Resource{lampOf(ireland, "a", resource.Is(true), resource.Is(1)), shade{ref("Toy::Shade", ireland, "s"), resource.Is(true)}},
	})
	want := []string{"Toy.2 PASSED ap-northeast-1 111122223333 CONFIG_EVALUATIONS_EMPTY", "Toy.2 PASSED eu-west-1 a"}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// random makes so many resources of all kinds, with facts known in every way.
func random(dice *rand.Rand, n int) []resource.Resource {
	out := make([]resource.Resource, n)
	for i := range out {
		region := []string{ireland, tokyo}[dice.IntN(2)]
		name := fmt.Sprint(i)
		switch dice.IntN(3) {
		case 0:
			out[i] = shade{ref("Toy::Shade", region, name), fact(dice, dice.IntN(2) == 0)}
		default:
			out[i] = lampOf(region, name, fact(dice, dice.IntN(2) == 0), fact(dice, dice.IntN(20)))
		}
	}
	return out
}

func fact[T any](dice *rand.Rand, v T) resource.Fact[T] {
	switch dice.IntN(6) {
	case 0:
		return resource.HiddenFor[T](resource.Reason{Operation: "toy.Look", Code: "AccessDenied"})
	case 1:
		return resource.None[T]()
	case 2:
		return resource.Fact[T]{}
	}
	return resource.Is(v)
}

// On all processors and in any order of the resources, the findings are those of one after the other.
func TestParallelIsSequential(t *testing.T) {
	t.Parallel()
	cat, selected := madeUp(t)
	e := evaluate.New(cat, selected, now)
	for seed := range uint64(50) {
		dice := rand.New(rand.NewPCG(seed, seed))
		resources := random(dice, dice.IntN(200))
		var want []control.Finding
		for _, id := range []control.ID{"Toy.2", "Toy.3", "Toy.10"} {
			slices.SortFunc(resources, func(a, b resource.Resource) int { return a.Reference().Compare(b.Reference()) })
			for _, r := range resources {
				for _, f := range e.Resource(r) {
					if f.Control == id {
						want = append(want, f)
					}
				}
			}
		}
		dice.Shuffle(len(resources), func(i, j int) { resources[i], resources[j] = resources[j], resources[i] })
		if diff := cmp.Diff(want, e.All(collect.Result{Resources: resources})); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

func TestScore(t *testing.T) {
	t.Parallel()
	_, selected := madeUp(t)
	finding := func(id control.ID, s control.Status, w control.Workflow) control.Finding {
		return control.Finding{Control: id, Status: s, Workflow: w}
	}
	findings := []control.Finding{
		finding("Toy.2", control.Failed, control.Suppressed), finding("Toy.2", control.Passed, control.Resolved),
		finding("Toy.3", control.Failed, control.Suppressed),
		finding("Toy.10", control.Failed, control.Notified), finding("Toy.10", control.Passed, control.Resolved),
		finding("Toy.99", control.Failed, control.New), // not selected
	}
	got := evaluate.Score(standard.Choice{}, selected, findings).Statuses
	want := map[control.ID]standard.ControlStatus{"Toy.2": standard.Passed, "Toy.3": standard.NoData, "Toy.10": standard.Failed}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
	if got := evaluate.Score(standard.Choice{}, selected, nil).Statuses; got["Toy.2"] != standard.NoData || len(got) != 3 {
		t.Errorf("without findings: %v", got)
	}
	off := standard.Choice{Off: []standard.Off{{Control: "Toy.10", Reason: "r"}}}
	if got := evaluate.Score(off, selected, findings).Statuses; got["Toy.10"] != standard.Disabled {
		t.Errorf("disabled: %v", got)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, m := range evaluate.Texts() {
		if m.Key == "" || m.EN == "" || m.JA == "" || !slices.Equal(text.Args(m.EN), text.Args(m.JA)) {
			t.Errorf("message %q is %q and %q", m.Key, m.EN, m.JA)
		}
	}
}

func BenchmarkAll(b *testing.B) {
	cat, selected := madeUp(b)
	e := evaluate.New(cat, selected, now)
	res := collect.Result{Resources: random(rand.New(rand.NewPCG(1, 1)), 100_000), Listings: listings(b, cat)}
	b.ReportAllocs()
	for b.Loop() {
		e.All(res)
	}
}
