package awsop

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/kms"
)

// OrderInput is an input with members of many kinds.
type OrderInput struct {
	Name  *string
	Count *int32
	Items []Item
	Words []string
	Deep  *Item
}

// Item is a member of an input.
type Item struct {
	Key   *string
	Value string
}

func orders() *Op {
	return NewWrite(kms.NewFromConfig, (*kms.Client).CreateAlias).Op
}

func TestFill(t *testing.T) {
	t.Parallel()
	op := orders()
	got, err := op.Fill(json.RawMessage(`{"AliasName":"alias/<a&b>"}`), map[string]string{"TargetKeyId": `k"\ 日本`})
	if err != nil || string(got) != `{"AliasName":"alias/<a&b>","TargetKeyId":"k\"\\ 日本"}` {
		t.Errorf("got %s, %v", got, err)
	}
	if got, err = op.Fill(json.RawMessage(`{ "AliasName": "a" }`), nil); err != nil || string(got) != `{ "AliasName": "a" }` {
		t.Errorf("got %s, %v: with nothing to put in it stays as it is", got, err)
	}
	for name, c := range map[string]struct{ input, path, value string }{
		"a member that is not there": {`{}`, "Nobody", "hush"},
		"in another case":            {`{}`, "targetkeyid", "hush"},
		"within a text":              {`{"AliasName":"a"}`, "AliasName.Key", "hush"},
		"a list for a text":          {`{}`, "AliasName.0", "hush"},
		"what is no JSON":            {`{`, "AliasName", "hush"},
		"what is no UTF-8":           {`{}`, "AliasName", "hush\xff"},
		"no path":                    {`{}`, "", "hush"},
	} {
		if got, err := op.Fill(json.RawMessage(c.input), map[string]string{c.path: c.value}); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
}

// Elements are put in by their number, however they come.
func TestPlace(t *testing.T) {
	t.Parallel()
	values := map[string]string{}
	var want []string
	for _, n := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"} {
		values["Items."+n+".Value"] = n
		want = append(want, `{"Value":"`+n+`"}`)
	}
	for range 20 {
		got, err := Place(json.RawMessage(`{"Items":[{"Value":"x"}]}`), values)
		if err != nil || string(got) != `{"Items":[`+strings.Join(want, ",")+`]}` {
			t.Fatalf("got %s, %v", got, err)
		}
	}
	for _, path := range []string{"Items.2", "Items.-1", "Items.x", "Items.0.Value.0"} {
		if got, err := Place(json.RawMessage(`{"Items":[{"Value":"x"}]}`), map[string]string{path: "v"}); err == nil {
			t.Errorf("%s gave %s", path, got)
		}
	}
}

func TestOutputAt(t *testing.T) {
	t.Parallel()
	key := "k-1"
	out := &OrderInput{Name: &key, Items: []Item{{Value: "first"}, {Key: &key}}, Words: []string{"w"}}
	for path, want := range map[string]string{
		"Name": "k-1", "Items.0.Value": "first", "Items.1.Key": "k-1", "Words.0": "w",
		"": "", "Nobody": "", "Items.2.Key": "", "Items.-1.Key": "", "Words.-1": "", "Count": "", "Deep.Key": "", "Name.x": "", "Items": "", "Items.x": "",
	} {
		if got := outputAt(out, path); got != want {
			t.Errorf("%q gave %q, want %q", path, got, want)
		}
	}
	if got := outputAt((*OrderInput)(nil), "Name"); got != "" {
		t.Errorf("got %q", got)
	}
}

// FuzzFill puts anything anywhere: it never panics, and what comes out is an input that has the value.
func FuzzFill(f *testing.F) {
	f.Add(`{"AliasName":"a"}`, "TargetKeyId", "v")
	f.Add(`{"AliasName":["a"]}`, "AliasName.0", "v")
	f.Add(`[]`, "0.0.0", "\"")
	f.Add(`null`, "-1", "")
	f.Fuzz(func(t *testing.T, input, path, value string) {
		op := orders()
		out, err := op.Fill(json.RawMessage(input), map[string]string{path: value})
		if err != nil {
			return
		}
		if _, err := op.Decode(out); err != nil {
			t.Errorf("%s with %q at %q became %s: %v", input, value, path, out, err)
		}
		quoted, err := json.Marshal(value)
		var back, want string
		if err != nil || json.Unmarshal(quoted, &want) != nil || !utf8.ValidString(value) {
			t.Errorf("it took %q, %v", value, err)
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(out, &members); err != nil || json.Unmarshal(members[path], &back) != nil || back != want {
			t.Errorf("%s with %q at %q became %s", input, value, path, out)
		}
	})
}
