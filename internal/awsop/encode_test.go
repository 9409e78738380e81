package awsop

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aws/smithy-go/document"
)

type color string

type union interface{ is() }

type leaf struct{ Value string }

func (*leaf) is() {}

// PaintInput has a member of every kind that the SDK's inputs have.
type PaintInput struct {
	Name    *string
	On      *bool
	Color   color
	Plain   bool
	Count   int32
	Size    *int64
	Weight  *float64
	When    *time.Time
	At      time.Time
	Raw     []byte
	Names   []string
	Nested  *part
	Parts   []part
	Tags    map[string]string
	Groups  map[string]part
	Choice  union
	Body    io.Reader
	hidden  string
	Ignored func() `json:"-"`

	document.NoSerde // as all of the SDK's inputs
}

type part struct {
	Key    *string
	Values []string
	Deeper *part

	document.NoSerde // as all of the SDK's inputs
}

func TestEncode(t *testing.T) {
	t.Parallel()
	east := time.FixedZone("east", 9*60*60)
	for name, c := range map[string]struct {
		in   PaintInput
		want string
	}{
		"nothing":               {PaintInput{}, `{}`},
		"nil is left out":       {PaintInput{Names: nil, Tags: nil, Name: nil}, `{}`},
		"zeros are left out":    {PaintInput{Plain: false, Count: 0, Color: "", At: time.Time{}}, `{}`},
		"pointers to zeros":     {PaintInput{Name: new(""), On: new(false), Size: new(int64(0)), Weight: new(0.0)}, `{"Name":"","On":false,"Size":0,"Weight":0}`},
		"true":                  {PaintInput{On: new(true), Plain: true}, `{"On":true,"Plain":true}`},
		"empty lists":           {PaintInput{Names: []string{}, Parts: []part{}, Tags: map[string]string{}, Raw: []byte{}}, `{"Raw":"","Names":[],"Parts":[],"Tags":{}}`},
		"in the struct's order": {PaintInput{Count: 7, Color: "red", Name: new("a")}, `{"Name":"a","Color":"red","Count":7}`},
		"numbers":               {PaintInput{Count: math.MinInt32, Size: new(int64(math.MaxInt64)), Weight: new(0.1)}, `{"Count":-2147483648,"Size":9223372036854775807,"Weight":0.1}`},
		"moments":               {PaintInput{When: new(time.Date(2026, 10, 1, 21, 0, 0, 5, east)), At: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}, `{"When":"2026-10-01T12:00:00.000000005Z","At":"2026-10-01T00:00:00Z"}`},
		"the first moment":      {PaintInput{When: &time.Time{}}, `{"When":"0001-01-01T00:00:00Z"}`},
		"bytes":                 {PaintInput{Raw: []byte{0, 255, '<'}}, `{"Raw":"AP88"}`},
		"maps are sorted":       {PaintInput{Tags: map[string]string{"b": "2", "a": "1", "B": "3", "": "4"}}, `{"Tags":{"":"4","B":"3","a":"1","b":"2"}}`},
		"maps of structs":       {PaintInput{Groups: map[string]part{"b": {}, "a": {Key: new("k")}}}, `{"Groups":{"a":{"Key":"k"},"b":{}}}`},
		"nested":                {PaintInput{Nested: &part{Deeper: &part{Values: []string{"x", ""}}}, Parts: []part{{}, {Key: new("k")}}}, `{"Nested":{"Deeper":{"Values":["x",""]}},"Parts":[{},{"Key":"k"}]}`},
		"no escapes for HTML":   {PaintInput{Name: new(`<a href="x">&'` + "\u2028\x00é")}, `{"Name":"<a href=\"x\">&'\u2028\u0000é"}`},
		"what nobody can see":   {PaintInput{hidden: "x"}, `{}`},
		"a union that is unset": {PaintInput{Choice: nil, Body: nil}, `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, in := range []any{c.in, &c.in, new(&c.in)} {
				got, err := Encode(in)
				if err != nil || string(got) != c.want {
					t.Fatalf("got %s (%v), want %s", got, err, c.want)
				}
			}
			again, err := decode([]byte(c.want), reflect.TypeFor[PaintInput]())
			if err != nil {
				t.Fatal(err)
			}
			if got, err := Encode(again); err != nil || string(got) != c.want {
				t.Errorf("%s comes back as %s (%v)", c.want, got, err)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	t.Parallel()
	type odd struct {
		Keys     map[int]string
		Pointers []*string
		Channel  chan int
		Complex  complex128
		Any      any
	}
	for name, in := range map[string]any{
		"text that is not UTF-8":     &PaintInput{Name: new("a\xff")},
		"an enumeration, not UTF-8":  &PaintInput{Color: "\xc3\x28"},
		"a key that is not UTF-8":    &PaintInput{Tags: map[string]string{"\xff": ""}},
		"a value that is not UTF-8":  &PaintInput{Groups: map[string]part{"a": {Values: []string{"\xed\xa0\x80"}}}},
		"a union":                    &PaintInput{Choice: &leaf{"x"}},
		"a reader":                   &PaintInput{Body: strings.NewReader("x")},
		"a function":                 &PaintInput{Ignored: func() {}},
		"no number":                  &PaintInput{Weight: new(math.NaN())},
		"no end":                     &PaintInput{Weight: new(math.Inf(1))},
		"keys that are no text":      &odd{Keys: map[int]string{1: "a"}},
		"a nil in a list":            &odd{Pointers: []*string{nil}},
		"a channel":                  &odd{Channel: make(chan int)},
		"a complex number":           &odd{Complex: 1i},
		"anything":                   &odd{Any: 1},
		"nil":                        nil,
		"a pointer to nothing":       (*PaintInput)(nil),
		"a text":                     "x",
		"a list":                     []string{"x"},
		"a moment in the wrong year": &PaintInput{When: new(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := Encode(in); err == nil {
				t.Errorf("it is written as %s", got)
			}
		})
	}
}

// What is not in the form in which it is written is refused: a reviewer may have read something else.
func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]string{
		"nothing":                   ``,
		"null":                      `null`,
		"a list":                    `[]`,
		"no JSON":                   `{"Name":`,
		"something behind":          `{"Name":"a"} {"Name":"b"}`,
		"an unknown member":         `{"Name":"a","More":1}`,
		"an unknown member, nested": `{"Nested":{"More":1}}`,
		"a member twice":            `{"Name":"a","Name":"b"}`,
		"another spelling":          `{"name":"a"}`,
		"another order":             `{"Color":"red","Name":"a"}`,
		"a null":                    `{"Name":null}`,
		"a zero that is left out":   `{"Count":0}`,
		"a null list":               `{"Names":null}`,
		"a number for a text":       `{"Name":7}`,
		"a number in another form":  `{"Count":7.0}`,
		"a number out of range":     `{"Count":2147483648}`,
		"a moment in another form":  `{"When":"2026-10-01T12:00:00+00:00"}`,
		"a moment in another zone":  `{"When":"2026-10-01T21:00:00+09:00"}`,
		"bytes in another form":     `{"Raw":"AP88\n"}`,
		"keys in another order":     `{"Tags":{"b":"2","a":"1"}}`,
		"a key twice":               `{"Tags":{"a":"1","a":"2"}}`,
		"an escape":                 `{"Name":"\u0061"}`,
		"an escape for HTML":        `{"Name":"\u003ca\u003e"}`,
		"half of a surrogate":       `{"Name":"\ud800"}`,
		"text that is not UTF-8":    "{\"Name\":\"\xff\"}",
		"a union":                   `{"Choice":{"Value":"x"}}`,
		"what nobody can see":       `{"hidden":"x"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := decode([]byte(s), reflect.TypeFor[PaintInput]()); err == nil {
				t.Errorf("%s is read as %+v", s, got)
			}
		})
	}
}

// White space is no difference: plans are indented for reading.
func TestDecodeIndented(t *testing.T) {
	t.Parallel()
	in, err := decode([]byte("{\n  \"Name\" : \"a b\",\t\"Names\": [ \"c\" ]\n}\n"), reflect.TypeFor[PaintInput]())
	if err != nil {
		t.Fatal(err)
	}
	if got := in.(*PaintInput); *got.Name != "a b" || got.Names[0] != "c" { //nolint:errcheck // it is what was asked for
		t.Errorf("got %+v", got)
	}
}

// Whatever stands in a nested input comes back, or was refused.
func FuzzEncode(f *testing.F) {
	f.Add("a", int32(7), true, []byte("x"), int64(1790856000), 0.5)
	f.Add("<&>\u2028", int32(0), false, []byte(nil), int64(-62135596800), math.Copysign(0, -1))
	f.Add("\xff", int32(-1), true, []byte{}, int64(1)<<40, 1e300)
	f.Fuzz(func(t *testing.T, s string, n int32, on bool, raw []byte, unix int64, w float64) {
		in := &PaintInput{
			Name: &s, On: &on, Color: color(s), Plain: on, Count: n, Weight: &w, When: new(time.Unix(unix, int64(n&0xffff))), Raw: raw,
			Names: []string{s, ""}, Nested: &part{Key: &s, Deeper: &part{Values: []string{}}}, Tags: map[string]string{s: s, "a": "b"},
			Groups: map[string]part{s: {Key: &s}},
		}
		got, err := Encode(in)
		if err != nil {
			if year := in.When.UTC().Year(); utf8.ValidString(s) && !math.IsNaN(w) && !math.IsInf(w, 0) && year >= 0 && year <= 9999 {
				t.Fatalf("%+v is refused: %v", in, err)
			}
			return
		}
		back, err := decode(got, reflect.TypeFor[PaintInput]())
		if err != nil {
			t.Fatalf("%s cannot be read again: %v", got, err)
		}
		*in.When = in.When.UTC()
		if !reflect.DeepEqual(back, in) && (len(raw) > 0 || raw == nil) {
			t.Fatalf("%s comes back as %+v, it was %+v", got, back, in)
		}
	})
}

// What is read is written as it was.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"Name":"a","On":false,"Names":[],"Tags":{"a":"b"},"When":"2026-10-01T12:00:00Z","Raw":"AP88"}`))
	f.Add([]byte(`{"Nested":{"Deeper":{"Values":["x",""]}},"Parts":[{},{"Key":"k"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := decode(data, reflect.TypeFor[PaintInput]())
		if err != nil {
			return
		}
		var want bytes.Buffer
		if err := json.Compact(&want, data); err != nil {
			t.Fatal(err)
		}
		if got, err := Encode(in); err != nil || !bytes.Equal(got, want.Bytes()) {
			t.Fatalf("%s is written as %s (%v)", data, got, err)
		}
	})
}
