package catalog_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

var why = resource.Reason{Operation: "toy.GetLamp", Code: "AccessDenied", Message: "no"}

// A control is asked only when all that it reads is known or absent, unless it says that it can do with less.
func TestEvaluate(t *testing.T) {
	t.Parallel()
	s := newToy()
	on, hidden := resource.Is(true), resource.HiddenFor[int](why)
	for name, c := range map[string]struct {
		unit   *catalog.ControlUnit
		lamp   lamp
		want   control.Status
		reason string
	}{
		"all known":                   {s.control, lamp{On: on, Power: resource.Is(60)}, control.Passed, ""},
		"absent counts as known":      {s.control, lamp{On: resource.None[bool](), Power: resource.Is(61)}, control.Failed, ""},
		"one hidden":                  {s.control, lamp{On: on, Power: hidden}, control.NotAvailable, "toy.GetLamp gave AccessDenied: no"},
		"one not asked for":           {s.control, lamp{Power: resource.Is(1)}, control.NotAvailable, "On was not asked for"},
		"partial, decided":            {s.partial, lamp{On: on, Power: hidden}, control.Passed, ""},
		"partial, undecided":          {s.partial, lamp{On: resource.Is(false), Power: hidden}, control.NotAvailable, "AccessDenied"},
		"hidden that nobody asks for": {s.control, lamp{On: on, Power: resource.Is(1), Owner: resource.HiddenFor[string](why)}, control.Passed, ""},
	} {
		v := c.unit.Evaluate(c.lamp, c.unit.Params.Defaults, now)
		if v.Status != c.want || !strings.Contains(v.Reason.Text, c.reason) || c.want == control.NotAvailable && v.Reason.Key == "" {
			t.Errorf("%s: got %+v, want %s", name, v, c.want)
		}
	}
}

func TestParams(t *testing.T) {
	t.Parallel()
	p := newToy().control.Params
	if got := p.Names(); !slices.Equal(got, []string{"limit", "except"}) {
		t.Errorf("names are %v", got)
	}
	for name, c := range map[string]struct {
		set  map[string]any
		want lampParams
	}{
		"nothing":      {nil, lampParams{60, []string{}}},
		"one":          {map[string]any{"limit": 40}, lampParams{40, []string{}}},
		"from JSON":    {map[string]any{"limit": 40.0, "except": []any{"a"}}, lampParams{40, []string{"a"}}},
		"the defaults": {map[string]any{"limit": 60, "except": []string{}}, lampParams{60, []string{}}},
	} {
		if got, err := p.With(c.set); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	for name, c := range map[string]struct {
		set  map[string]any
		says string
	}{
		"unknown":             {map[string]any{"colour": 1}, `no parameter "colour"`},
		"another spelling":    {map[string]any{"Limit": 1}, `no parameter "Limit"`},
		"another type":        {map[string]any{"limit": "40"}, "limit"},
		"half":                {map[string]any{"limit": 0.5}, "limit"},
		"a text for a list":   {map[string]any{"except": "a"}, "except"},
		"not allowed":         {map[string]any{"limit": 0}, "at least 1"},
		"what is no value":    {map[string]any{"limit": func() {}}, "parameters"},
		"one good, one wrong": {map[string]any{"limit": 1, "more": 1}, `no parameter "more"`},
	} {
		if got, err := p.With(c.set); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	if got, err := p.With(map[string]any{"except": []string{"x"}}); err != nil || len(as[lampParams](t, p.Defaults).Except) != 0 {
		t.Errorf("the defaults became %+v by %+v (%v)", p.Defaults, got, err)
	}
}

func TestParamsJSON(t *testing.T) {
	t.Parallel()
	p := newToy().control.Params
	data, err := catalog.ParamsJSON(lampParams{7, []string{"a"}})
	if err != nil || string(data) != `{"limit":7,"except":["a"]}` {
		t.Fatalf("got %s, %v", data, err)
	}
	if got, err := p.Decode(data); err != nil || !reflect.DeepEqual(got, lampParams{7, []string{"a"}}) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, s := range []string{``, `[]`, `{"limit":0}`, `{"more":1}`, `{"LIMIT":1}`} {
		if got, err := p.Decode(json.RawMessage(s)); err == nil {
			t.Errorf("%s is read as %+v", s, got)
		}
	}
	if _, err := catalog.ParamsJSON(func() {}); err == nil {
		t.Error("a function is written")
	}
}

func TestDerive(t *testing.T) {
	t.Parallel()
	s := newToy()
	u := s.remediation
	if !slices.Equal(u.Facts(), []string{"Power", "Labels"}) || !u.Reversible {
		t.Errorf("facts %v, reversible %v", u.Facts(), u.Reversible)
	}
	strong := lamp{Power: resource.Is(100), Labels: resource.Is([]string{"x"})}
	d := u.Derive(strong, u.Params.Defaults, now)
	if len(d.Moves) != 1 || as[lamp](t, d.After).Power.Value() != 60 || !d.Refused.IsZero() {
		t.Errorf("got %+v", d)
	}
	if strong.Labels.Value()[0] != "x" || strong.Power.Value() != 100 {
		t.Error("planning changed the resource itself")
	}
	if d := u.Derive(strong, lampParams{Limit: 200}, now); len(d.Moves) != 0 {
		t.Errorf("with another limit: %+v", d)
	}
	for name, power := range map[string]resource.Fact[int]{"hidden": resource.HiddenFor[int](why), "not asked": {}} {
		l := lamp{Power: power}
		if d := u.Derive(l, u.Params.Defaults, now); len(d.Moves) > 0 || d.Refused.IsZero() || !reflect.DeepEqual(d.After, resource.Resource(l)) {
			t.Errorf("with power %s: %+v", name, d)
		}
	}
	unseen := lamp{Power: resource.Is(100), Labels: resource.HiddenFor[[]string](why)}
	if d := u.Derive(unseen, u.Params.Defaults, now); len(d.Moves) != 1 {
		t.Errorf("with what it only looks at hidden: %+v", d)
	}
}
