package catalog_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

func TestList(t *testing.T) {
	t.Parallel()
	s := newToy()
	n := 0
	for r, err := range s.lamps.List(t.Context(), place()) {
		l := as[lamp](t, r)
		if err != nil || l.Account != "111122223333" || l.Region != "eu-west-1" || !l.On.Value() || l.Power.State() != resource.NotAsked {
			t.Errorf("got %+v, %v", l, err)
		}
		if n++; n == 2 {
			break
		}
	}
	for r, err := range s.houses.List(t.Context(), place()) {
		want := resource.Ref{Type: "Toy::House", Account: "111122223333", Region: "eu-west-1", ID: "AWS::::Account:111122223333", Name: "111122223333"}
		if err != nil || r.Reference() != want || as[house](t, r).Roof.State() != resource.NotAsked {
			t.Errorf("the account itself is %+v, %v", r, err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d resources", n)
	}
}

func (s *toy) get(t *testing.T, l lamp, facts ...string) lamp {
	t.Helper()
	got, err := s.lamps.Get(t.Context(), place(facts...), l)
	if err != nil {
		t.Fatal(err)
	}
	return as[lamp](t, got)
}

func states(l lamp) string {
	return fmt.Sprintf("%s %s %s %s", l.On.State(), l.Power.State(), l.Labels.State(), l.Owner.State())
}

func TestGet(t *testing.T) {
	t.Parallel()
	refused := apiError("GetLamp", "AccessDenied", "no")
	for name, c := range map[string]struct {
		lamp   lamp
		fail   map[string]error
		facts  []string
		states string
		reads  int
	}{
		"all of it":              {lamp{}, nil, []string{"On", "Power", "Labels", "Owner"}, "known known known not-asked", 2},
		"nothing":                {lamp{}, nil, nil, "not-asked not-asked not-asked not-asked", 0},
		"one fact of two":        {lamp{}, nil, []string{"Power"}, "known known not-asked not-asked", 1},
		"the other read":         {lamp{}, nil, []string{"Labels"}, "not-asked not-asked known not-asked", 1},
		"what is known already":  {lamp{On: resource.Is(true), Power: resource.Is(1)}, nil, []string{"On", "Power"}, "known known not-asked not-asked", 0},
		"what is absent":         {lamp{Labels: resource.None[[]string]()}, nil, []string{"Labels"}, "not-asked not-asked absent not-asked", 0},
		"what is hidden already": {lamp{Labels: resource.HiddenFor[[]string](resource.Reason{Code: "x"})}, nil, []string{"Labels"}, "not-asked not-asked hidden not-asked", 0},
		"one of two is known":    {lamp{On: resource.Is(true)}, nil, []string{"On", "Power"}, "known known not-asked not-asked", 1},
		"denied":                 {lamp{}, map[string]error{"Power": refused}, []string{"On", "Power", "Labels"}, "hidden hidden known not-asked", 2},
		"denied, one is known":   {lamp{On: resource.Is(true)}, map[string]error{"Power": refused}, []string{"Power"}, "known hidden not-asked not-asked", 1},
		"no answer":              {lamp{}, map[string]error{"Labels": errors.New("cut")}, []string{"Labels"}, "not-asked not-asked hidden not-asked", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newToy()
			s.fail = c.fail
			before := states(c.lamp)
			got := s.get(t, c.lamp, c.facts...)
			if states(got) != c.states || s.reads["Power"]+s.reads["Labels"] != c.reads {
				t.Errorf("got %s after %v, want %s", states(got), s.reads, c.states)
			}
			if states(c.lamp) != before {
				t.Error("the resource that was given changed")
			}
		})
	}
}

// A value that was read before the error does not stay.
func TestGetHides(t *testing.T) {
	t.Parallel()
	s := newToy()
	s.fail["Power"] = apiError("GetLamp", "AccessDenied", "User is not authorized to perform: toy:GetLamp on it")
	got := s.get(t, lamp{}, "Power")
	want := resource.Reason{Operation: "catalog_test.GetLamp", Code: "AccessDenied", Action: "toy:GetLamp", Message: "User is not authorized to perform: toy:GetLamp on it"}
	if got.Power.Why() != want || got.Power.Value() != 0 {
		t.Errorf("got %+v, want %+v", got.Power, want)
	}
}

func TestGetGone(t *testing.T) {
	t.Parallel()
	s := newToy()
	s.fail["Labels"] = fmt.Errorf("somewhere: %w", apiError("GetLamp", "NoSuchLamp", "it is gone"))
	_, err := s.lamps.Get(t.Context(), place("Power", "Labels"), lamp{})
	if fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestGetCancelled(t *testing.T) {
	t.Parallel()
	s := newToy()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.fail["Power"] = apiError("GetLamp", "AccessDenied", "no")
	if _, err := s.lamps.Get(ctx, place("Power"), lamp{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestGetOfAnotherType(t *testing.T) {
	t.Parallel()
	if _, err := newToy().lamps.Get(t.Context(), place("Power"), house{}); fault.CodeOf(err) != fault.Internal {
		t.Errorf("got %v", err)
	}
}

func TestWhyHidden(t *testing.T) {
	t.Parallel()
	get, list := awsop.Read(client.GetLamp, "toy:GetLampAction"), awsop.Read(client.ListLamps, "toy:ListLamps", "toy:More")
	known := resource.Reason{Operation: "x.GetX", Code: "c", Action: "a", Message: "m"}
	for name, c := range map[string]struct {
		err   error
		calls []awsop.Op
		want  resource.Reason
	}{
		"denied, by the declared action": {
			apiError("GetLamp", "AccessDeniedException", "no"),
			[]awsop.Op{list, get},
			resource.Reason{Operation: "catalog_test.GetLamp", Code: "AccessDeniedException", Action: "toy:GetLampAction", Message: "no"},
		},
		"denied, by AWS's own word": {
			apiError("ListLamps", "UnauthorizedOperation", "User: x is not authorized to perform: kms:Decrypt on resource"),
			[]awsop.Op{list, get},
			resource.Reason{Operation: "catalog_test.ListLamps", Code: "UnauthorizedOperation", Action: "kms:Decrypt", Message: "User: x is not authorized to perform: kms:Decrypt on resource"},
		},
		"another error": {
			apiError("GetLamp", "InternalFailure", "oops"),
			[]awsop.Op{get},
			resource.Reason{Operation: "catalog_test.GetLamp", Code: "InternalFailure", Message: "oops"},
		},
		"an operation that is not declared": {
			apiError("Other", "AccessDenied", "no"), []awsop.Op{get}, resource.Reason{Operation: "Other", Code: "AccessDenied", Message: "no"},
		},
		"no answer": {errors.New("cut"), []awsop.Op{get}, resource.Reason{Operation: "catalog_test.GetLamp", Code: "NoAnswer", Message: "cut"}},
		"nothing":   {errors.New("cut"), nil, resource.Reason{Code: "NoAnswer", Message: "cut"}},
		"a reason":  {fmt.Errorf("x: %w", catalog.ReasonError{Why: known}), []awsop.Op{get}, known},
	} {
		if got := catalog.WhyHidden(c.err, c.calls); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
	if got := (catalog.ReasonError{Why: known}).Error(); got != "x.GetX: c: m" {
		t.Errorf("got %q", got)
	}
}

func TestWithDecodePatch(t *testing.T) {
	t.Parallel()
	s := newToy()
	ref := resource.Ref{Type: "Toy::Lamp", Name: "a"}
	r, err := s.lamps.With(ref, map[string]json.RawMessage{"Power": json.RawMessage(`{"state":"known","value":7}`), "On": json.RawMessage(`{"state":"absent"}`)})
	if err != nil {
		t.Fatal(err)
	}
	if l := as[lamp](t, r); l.Ref != ref || l.Power.Value() != 7 || states(l) != "absent known not-asked not-asked" {
		t.Errorf("got %+v", l)
	}
	for name, facts := range map[string]map[string]json.RawMessage{
		"a fact that is none": {"Color": json.RawMessage(`{"state":"absent"}`)},
		"no state":            {"Power": json.RawMessage(`{"value":7}`)},
		"no JSON":             {"Power": json.RawMessage(`{`)},
		"another type":        {"Power": json.RawMessage(`{"state":"known","value":"7"}`)},
	} {
		if _, err := s.lamps.With(ref, facts); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.lamps.Decode(data); err != nil || !reflect.DeepEqual(again, r) {
		t.Errorf("%s comes back as %+v, %v", data, again, err)
	}
	if _, err := s.lamps.Decode([]byte(strings.Replace(string(data), "{", `{"Color":1,`, 1))); err == nil {
		t.Error("a member that the type does not have is taken")
	}
	other := lamp{Power: resource.Is(9), Labels: resource.Is([]string{"x"}), Owner: resource.Is("me")}
	patched, err := s.lamps.Patch(r, other, "Power", "Labels")
	if err != nil {
		t.Fatal(err)
	}
	l := as[lamp](t, patched)
	if l.Ref != ref || l.Power.Value() != 9 || states(l) != "absent known known not-asked" {
		t.Errorf("got %+v", l)
	}
	l.Labels.Value()[0] = "y"
	if other.Labels.Value()[0] != "x" || as[lamp](t, r).Power.Value() != 7 {
		t.Error("a patch shares what it was made of")
	}
	if _, err := s.lamps.Patch(r, house{}, "Power"); err == nil {
		t.Error("a house is patched into a lamp")
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	at := place("Power")
	if !at.Wants("Power") || at.Wants("On") {
		t.Error("it wants something else")
	}
	if got := at.Ref("t", "i", "n"); got != (resource.Ref{Type: "t", Account: at.Account, Region: at.Region, ID: "i", Name: "n"}) {
		t.Errorf("got %+v", got)
	}
}
