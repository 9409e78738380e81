package plan_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// thePlan is a plan with so many steps, in which everything that can be set is.
func thePlan(steps int) *plan.Plan {
	now, after := 40, 90
	p := &plan.Plan{
		Schema: plan.Schema, ID: "p-1", Account: "111122223333", Scan: "s-1",
		ScanFinished: time.Date(2026, 10, 1, 11, 0, 0, 0, time.UTC), Created: time.Date(2026, 10, 1, 12, 0, 0, 5, time.UTC),
		Score:     []plan.ScoreChange{{Standard: standard.All, Now: &now, After: &after}, {Standard: standard.CIS120}},
		Announced: []plan.Announced{{Control: "S3.9", Resource: "arn:aws:s3:::logs", Why: text.Message{Key: "S3.9/no", Text: "nobody logs the log"}}},
		Steps:     []plan.Step{},
		Left:      []plan.Left{{Control: "IAM.4", Resource: "AWS::::Account:111122223333", Region: "us-east-1", Why: text.Message{Key: "k", Text: "a <person>"}}},
	}
	for i := range steps {
		p.Steps = append(p.Steps, step(strconv.Itoa(i+1)))
	}
	return p
}

func step(id string) plan.Step {
	facts := map[string]json.RawMessage{"Policy": json.RawMessage(`{"state":"absent"}`), "Tags": json.RawMessage(`{"state":"known","value":{}}`)}
	left := map[string]json.RawMessage{"Policy": json.RawMessage(`{"state":"known","value":"{\"a\":\"<b>\"}"}`)}
	return plan.Step{
		ID: id, Region: "eu-west-1",
		Resource:     resource.Ref{Type: "AWS::S3::Bucket", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:s3:::b" + id, Name: "b" + id},
		Remediations: []string{"SetSSLBucketPolicy"}, Controls: []control.ID{"S3.5"},
		Parameters: map[string]json.RawMessage{"SetSSLBucketPolicy": json.RawMessage(`{}`)},
		Guard:      "sha256:00", Guarded: []string{"Policy"}, Facts: facts,
		Changes: []plan.Change{{Fact: "Policy", Before: facts["Policy"], After: left["Policy"]}},
		Do:      []plan.Call{{Operation: "s3.PutBucketPolicy", Input: json.RawMessage(`{"Bucket":"b","Policy":"{\"a\":\"<b>\"}"}`), Leaves: left}},
		Undo:    []plan.Call{{Operation: "s3.DeleteBucketPolicy", Input: json.RawMessage(`{"Bucket":"b"}`)}},
		Risk:    []text.Message{{Key: "k", Args: map[string]string{"a": "b"}, Text: "t"}}, Cost: plan.CostOf(1.5), After: []string{},
	}
}

func bytesOf(t testing.TB, p *plan.Plan) []byte {
	t.Helper()
	data, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestEncodeDecode(t *testing.T) {
	t.Parallel()
	for _, steps := range []int{0, 1, 3} {
		want := thePlan(steps)
		data := bytesOf(t, want)
		got, err := plan.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if again := bytesOf(t, got); !bytes.Equal(again, data) {
			t.Errorf("written again it is\n%s\nit was\n%s", again, data)
		}
	}
	if data := string(bytesOf(t, thePlan(1))); !strings.Contains(data, "a <person>") || !strings.HasSuffix(data, "}\n") || !strings.Contains(data, "\n  \"schema\"") {
		t.Errorf("it is not written for reading: %s", data)
	}
}

func compact(t testing.TB, data []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	data := compact(t, bytesOf(t, thePlan(2)))
	with := func(old, replacement string) string {
		if !strings.Contains(data, old) {
			t.Fatalf("the plan has no %s", old)
		}
		return strings.Replace(data, old, replacement, 1)
	}
	for name, c := range map[string]struct{ data, says string }{
		"nothing":                      {"", "empty"},
		"white space":                  {" \n\t", "empty"},
		"half of it":                   {data[:len(data)/2], "middle"},
		"all but the end":              {data[:len(data)-1], "middle"},
		"no JSON":                      {"a plan", ""},
		"a list":                       {"[" + data + "]", ""},
		"null":                         {"null", "schema"},
		"an empty object":              {"{}", "schema"},
		"two plans":                    {data + data, "follows"},
		"something behind":             {data + "x", ""},
		"another schema":               {with(plan.Schema, "manten.plan/2"), `"manten.plan/2"`},
		"a run":                        {with(plan.Schema, plan.RunSchema), plan.RunSchema},
		"a member more":                {with(`"id":`, `"note":"trust me","id":`), "trust me"},
		"a member more in a step":      {with(`"guard":`, `"note":1,"guard":`), "no part of a plan"},
		"a member more in a resource":  {with(`"name":`, `"note":1,"name":`), "no part of a plan"},
		"a member more in a call":      {with(`"move":`, `"note":1,"move":`), "no part of a plan"},
		"a member twice":               {with(`"guard":`, `"guard":"sha256:11","guard":`), "no part of a plan"},
		"a list twice":                 {with(`"do":`, `"do":[],"do":`), "no part of a plan"},
		"a schema twice":               {with(`"schema":`, `"schema":"x","schema":`), "no part of a plan"},
		"another spelling":             {with(`"guard":`, `"Guard":`), "no part of a plan"},
		"another spelling in addition": {with(`"do":`, `"DO":[],"do":`), "no part of a plan"},
		"another order":                {with(`"operation":"s3.PutBucketPolicy","input":{"Bucket":"b","Policy":"{\"a\":\"<b>\"}"}`, `"input":{"Bucket":"b","Policy":"{\"a\":\"<b>\"}"},"operation":"s3.PutBucketPolicy"`), "no part of a plan"},
		"escapes":                      {with(`"S3.5"`, `"S3\u002e5"`), "no part of a plan"},
		"a number in another form":     {with(`"monthly":1.5`, `"monthly":1.50`), "no part of a plan"},
		"a moment in another form":     {with(`2026-10-01T11:00:00Z`, `2026-10-01T11:00:00.000Z`), "no part of a plan"},
		"a text for a list":            {with(`"guarded":["Policy"]`, `"guarded":"Policy"`), ""},
		"a member left out":            {with(`"sensitive":false`, `"sensitive":false,"x":0`), "no part of a plan"},
		"a facts member missing":       {with(`"announced":`, `"announce":`), "no part of a plan"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := plan.Decode([]byte(c.data))
			if code := fault.CodeOf(err); p != nil || code != fault.Invalid && code != fault.Refused {
				t.Fatalf("got %+v, %v", p, err)
			}
			if !strings.Contains(err.Error(), c.says) || fault.NextOf(err) == "" {
				t.Errorf("it says %q, and next %q", err, fault.NextOf(err))
			}
		})
	}
}

// How it is indented does not matter: a plan that somebody formatted is the same plan, with the same approval.
func TestDigest(t *testing.T) {
	t.Parallel()
	p := thePlan(2)
	want, err := plan.Digest(p)
	if err != nil || !strings.HasPrefix(want, "sha256:") || len(want) != 71 {
		t.Fatalf("digest is %q, %v", want, err)
	}
	var wide bytes.Buffer
	if err := json.Indent(&wide, bytesOf(t, p), "\t", "        "); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{wide.String(), compact(t, bytesOf(t, p)), "\n\n" + compact(t, bytesOf(t, p)) + "\n"} {
		again, err := plan.Decode([]byte(data))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := plan.Digest(again); err != nil || got != want {
			t.Errorf("digest is %s, %v, want %s", got, err, want)
		}
		if !reflect.DeepEqual(again, p) {
			t.Errorf("got %+v", again)
		}
	}
	for name, change := range map[string]func(*plan.Plan){
		"the id":      func(p *plan.Plan) { p.ID = "p-2" },
		"a call":      func(p *plan.Plan) { p.Steps[1].Do[0].Operation = "s3.DeleteBucket" },
		"an input":    func(p *plan.Plan) { p.Steps[1].Do[0].Input = json.RawMessage(`{"Bucket":"c"}`) },
		"what stays":  func(p *plan.Plan) { p.Left = []plan.Left{} },
		"the order":   func(p *plan.Plan) { p.Steps[1].After = []string{"1"} },
		"a step less": func(p *plan.Plan) { p.Steps = p.Steps[:1] },
	} {
		p := thePlan(2)
		change(p)
		if got, err := plan.Digest(p); err != nil || got == want {
			t.Errorf("%s is not in the digest (%v)", name, err)
		}
	}
}

func TestFindAndChanged(t *testing.T) {
	t.Parallel()
	p := thePlan(3)
	if s := p.Find("2"); s == nil || s != &p.Steps[1] {
		t.Errorf("found %+v", s)
	}
	if p.Find("4") != nil || p.Find("") != nil {
		t.Error("a step that does not exist was found")
	}
	if got := p.Steps[0].Changed(); !reflect.DeepEqual(got, []string{"Policy"}) {
		t.Errorf("changed are %v", got)
	}
}

func TestCost(t *testing.T) {
	t.Parallel()
	a, b := plan.CostOf(1, text.Message{Text: "a"}), plan.CostOf(2.5, text.Message{Text: "b"})
	sum := a.Add(b)
	if sum.Monthly != 3.5 || sum.AsOf != plan.PricesAsOf || len(sum.Inputs) != 2 || sum.Unknown != nil {
		t.Errorf("the sum is %+v", sum)
	}
	if len(a.Inputs) != 1 || len(b.Inputs) != 1 {
		t.Error("adding changed what was added")
	}
	who := &text.Message{Text: "who knows"}
	if got := a.Add(plan.Cost{Unknown: who}); got.Unknown != who {
		t.Errorf("with an unknown one it is %+v", got)
	}
	if got := (plan.Cost{Unknown: who}).Add(a); got.Unknown != who || got.AsOf != plan.PricesAsOf {
		t.Errorf("with an unknown one first it is %+v", got)
	}
	if got := (plan.Cost{}).Add(plan.Cost{}); !reflect.DeepEqual(got, plan.Cost{}) {
		t.Errorf("nothing and nothing is %+v", got)
	}
	if got := plan.USD(1234.5); got != "1234.50" {
		t.Errorf("got %s", got)
	}
}

func TestStates(t *testing.T) {
	t.Parallel()
	for s, want := range map[plan.State][2]bool{ // well, ended
		"": {false, false}, plan.Planned: {false, false}, plan.Started: {false, false},
		plan.AlreadySo: {true, true}, plan.Verified: {true, true}, plan.Pending: {true, true}, plan.Undone: {true, true},
		plan.Applied: {false, true}, plan.Failed: {false, true}, plan.StaleStep: {false, true}, plan.Skipped: {false, true}, plan.Drifted: {false, true},
	} {
		if got := [2]bool{s.Well(), s.Ended()}; got != want {
			t.Errorf("%q: well and ended are %v, want %v", s, got, want)
		}
	}
	at := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		record plan.CallRecord
		want   bool
	}{{plan.CallRecord{Started: at}, false}, {plan.CallRecord{Started: at, Finished: at}, true}, {plan.CallRecord{Started: at, Finished: at, Error: "no"}, false}} {
		if got := c.record.Done(); got != c.want {
			t.Errorf("%+v: done is %v", c.record, got)
		}
	}
}

// Whatever is read, is written as the same plan.
func FuzzDecode(f *testing.F) {
	f.Add(bytesOf(f, thePlan(0)))
	f.Add(bytesOf(f, thePlan(1)))
	f.Add([]byte(compact(f, bytesOf(f, thePlan(1)))))
	f.Add([]byte(`{"schema":"manten.plan/1"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := plan.Decode(data)
		if err != nil {
			return
		}
		again := bytesOf(t, p)
		if compact(t, again) != compact(t, data) {
			t.Fatalf("%s is written as %s", data, again)
		}
		q, err := plan.Decode(again)
		if err != nil {
			t.Fatalf("%s cannot be read again: %v", again, err)
		}
		first, err := plan.Digest(p)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := plan.Digest(q); err != nil || first != second {
			t.Fatalf("digests %s and %s (%v)", first, second, err)
		}
	})
}

func BenchmarkEncodeDecode(b *testing.B) {
	p := thePlan(10_000)
	b.SetBytes(int64(len(bytesOf(b, p))))
	b.ReportAllocs()
	for b.Loop() {
		if again, err := plan.Decode(bytesOf(b, p)); err != nil || len(again.Steps) != len(p.Steps) {
			b.Fatalf("%v", err)
		}
	}
}
