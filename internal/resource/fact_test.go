package resource_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/mantenhq/manten/internal/resource"
)

var denied = resource.Reason{Operation: "s3.GetBucketPolicy", Code: "AccessDenied", Action: "s3:GetBucketPolicy", Message: "no <way>"}

func TestFactStates(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fact        resource.Fact[int]
		state       resource.State
		known, sure bool
		value       int
		why         resource.Reason
		json        string
	}{
		"zero":      {resource.Fact[int]{}, resource.NotAsked, false, false, 0, resource.Reason{}, `{"state":"not-asked"}`},
		"known":     {resource.Is(7), resource.Known, true, true, 7, resource.Reason{}, `{"state":"known","value":7}`},
		"known, 0":  {resource.Is(0), resource.Known, true, true, 0, resource.Reason{}, `{"state":"known","value":0}`},
		"absent":    {resource.None[int](), resource.Absent, false, true, 0, resource.Reason{}, `{"state":"absent"}`},
		"hidden":    {resource.HiddenFor[int](denied), resource.Hidden, false, false, 0, denied, `{"state":"hidden","reason":{"operation":"s3.GetBucketPolicy","code":"AccessDenied","action":"s3:GetBucketPolicy","message":"no <way>"}}`},
		"no reason": {resource.HiddenFor[int](resource.Reason{}), resource.Hidden, false, false, 0, resource.Reason{}, `{"state":"hidden","reason":{"operation":"","code":"","message":""}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, known := c.fact.Get()
			if c.fact.State() != c.state || known != c.known || v != c.value || c.fact.Value() != c.value || c.fact.Sure() != c.sure || c.fact.Why() != c.why {
				t.Errorf("got %+v", c.fact)
			}
			got, err := c.fact.MarshalJSON()
			if err != nil || string(got) != c.json {
				t.Errorf("stored as %s (%v), want %s", got, err, c.json)
			}
			var again resource.Fact[int]
			if err := json.Unmarshal(got, &again); err != nil || again.State() != c.state || again.Value() != c.value || again.Why() != c.why {
				t.Errorf("%s comes back as %+v (%v)", got, again, err)
			}
		})
	}
}

// What is known to be empty is known.
func TestFactOfNothing(t *testing.T) {
	t.Parallel()
	stored := func(f resource.AnyFact) string {
		b, err := f.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for want, f := range map[string]resource.AnyFact{
		`{"state":"known","value":[]}`:       resource.Is([]string{}),
		`{"state":"known","value":{}}`:       resource.Is(map[string]string{}),
		`{"state":"known","value":""}`:       resource.Is(""),
		`{"state":"known","value":false}`:    resource.Is(false),
		`{"state":"known","value":"<a&b>"}`:  resource.Is("<a&b>"),
		`{"state":"known","value":{"A":""}}`: resource.Is(struct{ A string }{}),
	} {
		if got := stored(f); got != want {
			t.Errorf("stored as %s, want %s", got, want)
		}
	}
}

func TestFactRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		``, `7`, `[]`, `{}`, `{"state":""}`, `{"state":"maybe"}`, `{"state":"Known","value":1}`, `{"state":"known"}`,
		`{"state":"known","value":null}`, `{"state":"known","value":"7"}`, `{"state":"known","value":7,"more":1}`,
		`{"state":"hidden"}`, `{"state":"hidden","value":7}`, `{"state":"hidden","reason":null}`, `{"value":7}`,
	} {
		f := resource.Is(1)
		if err := json.Unmarshal([]byte(s), &f); err == nil {
			t.Errorf("%s is taken for %+v", s, f)
		}
	}
	var f resource.Fact[fruit]
	if err := json.Unmarshal([]byte(`{"state":"known","value":{"Name":"a","Weight":1}}`), &f); err == nil {
		t.Errorf("a member that the value does not have is taken: %+v", f)
	}
}

// A list that is known and nil survives storing.
func TestFactOfNil(t *testing.T) {
	t.Parallel()
	if c := resource.Clone(resource.Is[[]string](nil)); c.State() != resource.Known || c.Value() != nil {
		t.Errorf("got %+v", c)
	}
}

// What cannot be read leaves the fact as it was: not asked for, where it is read into a new resource.
func TestFactAfterAnError(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		`{"state":"maybe","value":{}}`, `{"state":"known"}`, `{"state":"hidden"}`, `{"state":"known","value":{"Name":7}}`, `{"state":"known","value":null}`,
	} {
		var f resource.Fact[fruit]
		if err := f.UnmarshalJSON([]byte(s)); err == nil || f.State() != resource.NotAsked {
			t.Errorf("after %s the fact is %+v (%v)", s, f, err)
		}
	}
}

type fruit struct {
	Name  string
	Sizes []int `json:",omitempty"`
}

func FuzzFact(f *testing.F) {
	for _, s := range []string{
		`{"state":"known","value":{"Name":"a","Sizes":[1]}}`, `{"state":"absent"}`, `{"state":"not-asked"}`, `{"state":"known","value":null}`,
		`{"state":"hidden","reason":{"operation":"a","code":"b","message":"c"}}`, `{"state":"absent","value":{"Name":"a"}}`, `{"state":"known","state":"absent"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second resource.Fact[fruit]
		if json.Unmarshal(data, &first) != nil {
			return
		}
		stored, err := json.Marshal(first)
		if err != nil {
			t.Fatalf("%s is read and cannot be stored: %v", data, err)
		}
		if err := json.Unmarshal(stored, &second); err != nil {
			t.Fatalf("%s is stored as %s, which cannot be read: %v", data, stored, err)
		}
		if !reflect.DeepEqual(first, second) && first.State() == resource.Known && len(first.Value().Sizes) > 0 {
			t.Fatalf("%s is %+v, and then %+v", data, first, second)
		}
		again, err := json.Marshal(second)
		if err != nil || string(again) != string(stored) {
			t.Fatalf("stored as %s, and then as %s (%v)", stored, again, err)
		}
	})
}
