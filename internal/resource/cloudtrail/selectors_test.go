package cloudtrail_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func objects(values ...string) []cloudtrail.Data {
	return []cloudtrail.Data{{Type: "AWS::S3::Object", Values: values}}
}

func basic(b ...cloudtrail.Basic) cloudtrail.Selectors { return cloudtrail.Selectors{Basic: b} }

func advanced(fields ...cloudtrail.Field) cloudtrail.Selectors {
	return cloudtrail.Selectors{Advanced: []cloudtrail.Advanced{{Name: "a", Fields: fields}}}
}

func equals(field string, values ...string) cloudtrail.Field {
	return cloudtrail.Field{Field: field, Equals: values}
}

var (
	management = equals("eventCategory", "Management")
	data       = equals("eventCategory", "Data")
	ofObjects  = equals("resources.type", "AWS::S3::Object")
)

func TestSelectors(t *testing.T) {
	t.Parallel()
	everything := cloudtrail.Basic{ReadWrite: cloudtrail.All, Management: true}
	for name, c := range map[string]struct {
		s                       cloudtrail.Selectors
		management, write, read bool
	}{
		"none":                        {s: cloudtrail.Selectors{}},
		"management":                  {s: basic(everything), management: true},
		"reading only":                {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.ReadOnly, Management: true})},
		"writing only":                {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.WriteOnly, Management: true})},
		"without KMS":                 {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.All, Management: true, Excluded: []string{"kms.amazonaws.com"}})},
		"the second one":              {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.ReadOnly, Management: true}, everything), management: true},
		"data only":                   {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.All, Data: objects("arn:aws:s3")}), write: true, read: true},
		"data of all buckets, older":  {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.WriteOnly, Data: objects("arn:aws:s3:::")}), write: true},
		"data of all buckets, China":  {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.ReadOnly, Data: objects("arn:aws-cn:s3")}), read: true},
		"both":                        {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.All, Management: true, Data: objects("arn:aws:s3")}), management: true, write: true, read: true},
		"data of one bucket":          {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.All, Data: objects("arn:aws:s3:::b/")})},
		"data of all functions":       {s: basic(cloudtrail.Basic{ReadWrite: cloudtrail.All, Data: []cloudtrail.Data{{Type: "AWS::Lambda::Function", Values: []string{"arn:aws:lambda"}}}})},
		"advanced management":         {s: advanced(management), management: true},
		"advanced, reading":           {s: advanced(management, equals("readOnly", "true"))},
		"advanced, without a source":  {s: advanced(management, cloudtrail.Field{Field: "eventSource", NotEquals: []string{"kms.amazonaws.com"}})},
		"advanced, not management":    {s: advanced(cloudtrail.Field{Field: "eventCategory", Equals: []string{"Management"}, NotEquals: []string{"Data"}})},
		"advanced data":               {s: advanced(data, ofObjects), write: true, read: true},
		"advanced data, writing":      {s: advanced(data, ofObjects, equals("readOnly", "false")), write: true},
		"advanced data, reading":      {s: advanced(data, equals("readOnly", "true"), ofObjects), read: true},
		"advanced data of one bucket": {s: advanced(data, ofObjects, cloudtrail.Field{Field: "resources.ARN", StartsWith: []string{"arn:aws:s3:::b/"}})},
		"advanced data of names":      {s: advanced(data, ofObjects, equals("eventName", "PutObject"))},
		"advanced data of functions":  {s: advanced(data, equals("resources.type", "AWS::Lambda::Function"))},
		"advanced, category missing":  {s: advanced(ofObjects)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.s.Management() != c.management || c.s.S3(true) != c.write || c.s.S3(false) != c.read {
				t.Errorf("management %t, S3 writing %t, reading %t", c.s.Management(), c.s.S3(true), c.s.S3(false))
			}
			widened(t, c.s)
		})
	}
}

// widened holds what adding management events promises.
func widened(t *testing.T, s cloudtrail.Selectors) {
	t.Helper()
	before, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	w := s.WithManagement()
	if now, err := json.Marshal(s); err != nil || string(now) != string(before) {
		t.Errorf("%s became %s (%v)", before, now, err)
	}
	if !w.Management() {
		t.Errorf("%s with management is %+v", before, w)
	}
	if was, is := dataOf(s), dataOf(w); !reflect.DeepEqual(was, is) {
		t.Errorf("data events were %+v and are %+v", was, is)
	}
	if len(w.Basic) > 0 && len(w.Advanced) > 0 {
		t.Errorf("selectors of both kinds: %+v", w)
	}
	if again := w.WithManagement(); !reflect.DeepEqual(dataOf(again), dataOf(w)) || len(again.Basic) != len(w.Basic) || len(again.Advanced) != len(w.Advanced) {
		t.Errorf("once more it is %+v", again)
	}
}

// dataOf is what is recorded besides management events.
func dataOf(s cloudtrail.Selectors) []any {
	var out []any
	for _, b := range s.Basic {
		if len(b.Data) > 0 && len(s.Advanced) == 0 {
			out = append(out, b.ReadWrite, b.Data)
		}
	}
	for _, a := range s.Advanced {
		if !slices.ContainsFunc(a.Fields, func(f cloudtrail.Field) bool {
			return f.Field == "eventCategory" && reflect.DeepEqual(f.Equals, []string{"Management"})
		}) {
			out = append(out, a)
		}
	}
	return out
}

// A selector that takes all data events takes the management events, too: a trail may have five selectors only.
func TestWithManagementAddsNoNeedlessSelector(t *testing.T) {
	t.Parallel()
	s := basic(
		cloudtrail.Basic{ReadWrite: cloudtrail.WriteOnly, Data: objects("arn:aws:s3:::a/")},
		cloudtrail.Basic{ReadWrite: cloudtrail.All, Data: objects("arn:aws:s3:::b/")},
		cloudtrail.Basic{ReadWrite: cloudtrail.ReadOnly, Management: true},
	)
	w := s.WithManagement()
	if len(w.Basic) != 2 || w.Basic[0].Management || !w.Basic[1].Management {
		t.Errorf("got %+v", w)
	}
}

func FuzzWithManagement(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"Basic":[{"ReadWrite":"All","Management":true}]}`, `{"Basic":[{"ReadWrite":"WriteOnly","Management":true,"Data":[{"Type":"AWS::S3::Object","Values":["arn:aws:s3"]}]}]}`,
		`{"Basic":[{"ReadWrite":"All","Excluded":["kms.amazonaws.com"],"Management":true},{"ReadWrite":"All","Data":[{"Type":"x","Values":[]}]}]}`,
		`{"Advanced":[{"Name":"m","Fields":[{"Field":"eventCategory","Equals":["Management"]},{"Field":"readOnly","Equals":["true"]}]},{"Fields":[{"Field":"eventCategory","Equals":["Data"]}]}]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var s cloudtrail.Selectors
		if json.Unmarshal(in, &s) == nil && (len(s.Basic) == 0 || len(s.Advanced) == 0) {
			widened(t, s)
		}
	})
}
