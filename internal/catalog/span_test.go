package catalog_test

import (
	"slices"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

// A control that judges further types reads of each what that one needs.
func TestAlso(t *testing.T) {
	t.Parallel()
	s := newToy()
	catalog.Also(s.control, catalog.ControlSpec[house, lampParams]{
		Reads: []string{"Roof"}, Needs: []catalog.Need{catalog.Needs[lamp]("Owner")},
		Joined: func(_ house, w catalog.World, p lampParams, _ time.Time) control.Verdict {
			if len(catalog.All[lamp](w)) > p.Limit {
				return control.Verdict{Status: control.Failed}
			}
			return control.Verdict{Status: control.Passed}
		},
	})
	cat, err := catalog.New(s.Service)
	if err != nil {
		t.Fatal(err)
	}
	if got := cat.CollectorsOf(s.control); !slices.Equal(got, []*catalog.CollectorUnit{s.lamps, s.houses}) || cat.CollectorOf(s.control) != s.lamps {
		t.Errorf("collectors %v", got)
	}
	if !s.control.Joins() || s.partial.Joins() || len(s.control.NeedsOf(s.lamps)) != 0 || len(s.control.NeedsOf(s.houses)) != 1 {
		t.Error("it needs other things")
	}
	if !slices.Equal(s.control.ReadsOf(s.houses), []string{"Roof"}) || !slices.Equal(s.control.ReadsOf(s.lamps), []string{"On", "Power"}) {
		t.Error("it reads other facts")
	}
	h := house{Roof: resource.Is(true)}
	w := catalog.NewWorld([]resource.Resource{lamp{}, lamp{}})
	for limit, want := range map[int]control.Status{1: control.Failed, 2: control.Passed} {
		if v := s.control.EvaluateIn(w, h, lampParams{Limit: limit}, now); v.Status != want {
			t.Errorf("with limit %d it is %s", limit, v.Status)
		}
	}
	if v := s.control.EvaluateIn(w, house{}, lampParams{Limit: 9}, now); v.Status != control.NotAvailable {
		t.Errorf("with its facts not asked for it is %s", v.Status)
	}
	names := func(ops []awsop.Op) []string {
		var out []string
		for _, op := range ops {
			if !slices.Contains(out, op.Name) {
				out = append(out, op.Name)
			}
		}
		return out
	}
	all := names(cat.CallsOf(s.control))
	for _, op := range slices.Concat(s.lamps.Calls([]string{"On", "Power", "Owner"}), s.houses.Calls([]string{"Roof"})) {
		if !slices.Contains(all, op.Name) {
			t.Errorf("%s is not among its calls %v", op.Name, all)
		}
	}
}

// What is not there is only concluded from a list that came to its end, of resources that could be read.
func TestUnseen(t *testing.T) {
	t.Parallel()
	s := newToy()
	why := resource.Reason{Operation: "toy.ListLamps", Code: "Denied", Message: "no"}
	on, hidden := lamp{On: resource.Is(true)}, lamp{On: resource.HiddenFor[bool](why)}
	world := func(listed bool, all ...resource.Resource) catalog.World {
		w := catalog.NewWorld(all)
		if !listed {
			w.Unlisted(s.lamps, why)
		}
		return w
	}
	for name, c := range map[string]struct {
		w    catalog.World
		want bool
	}{
		"nothing":       {catalog.World{}, false},
		"all seen":      {world(true, on), false},
		"not listed":    {world(false, on), true},
		"a hidden fact": {world(true, on, hidden), true},
		"of another":    {world(true, house{}), false},
	} {
		v, unseen := catalog.Unseen[lamp](c.w, "On")
		if unseen != c.want || (unseen && v.Status != control.NotAvailable) {
			t.Errorf("%s: %v, %v", name, unseen, v)
		}
	}
	if _, unseen := catalog.Unseen[lamp](world(true, hidden), "Power"); !unseen {
		t.Error("a fact that was not asked for counts as seen")
	}
	if _, ok := catalog.Find(world(true, on), func(l lamp) bool { return l.On.Value() }); !ok {
		t.Error("it is not found")
	}
}

// A resource that is missing has only absent facts, and one that has not been asked for is not missing.
func TestMissing(t *testing.T) {
	t.Parallel()
	s := newToy()
	ref := resource.Ref{Type: s.lamps.Type, ID: "x"}
	if r := s.lamps.Missing(ref); !resource.IsMissing(r) || r.Reference() != ref {
		t.Errorf("got %+v", r)
	}
	if resource.IsMissing(s.lamps.Empty(ref)) {
		t.Error("nothing is known of it, and it counts as missing")
	}
}

// The same words and moment give the same token, so that a repeated call is known as one; it has no more than 64 signs.
func TestToken(t *testing.T) {
	t.Parallel()
	a := catalog.Token(now, "a", "b")
	if a != catalog.Token(now.In(time.FixedZone("x", 3600)), "a", "b") || len(a) > 64 {
		t.Errorf("got %q", a)
	}
	for _, other := range []string{catalog.Token(now, "b", "a"), catalog.Token(now.Add(1), "a", "b"), catalog.Token(now, "ab"), catalog.Token(now, "a b")} {
		if other == a {
			t.Errorf("two are %q", a)
		}
	}
}

func TestSecretTwice(t *testing.T) {
	t.Parallel()
	s := newToy()
	catalog.Secret(s.Service, "toy.Word", nil, nil)
	cat, err := catalog.New(s.Service)
	if _, ok := cat.Secret("toy.Word"); err != nil || !ok {
		t.Errorf("it is not found: %v", err)
	}
	catalog.Secret(s.Service, "toy.Word", nil, nil)
	if _, err := catalog.New(s.Service); err == nil {
		t.Error("a secret is declared twice")
	}
}
