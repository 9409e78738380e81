package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestCreateTrail(t *testing.T) {
	t.Parallel()
	data := func(bucket string) []cloudtrail.Data {
		return []cloudtrail.Data{{Type: "AWS::S3::Object", Values: []string{"arn:aws:s3:::" + bucket + "/"}}}
	}
	selecting := func(s cloudtrail.Selectors) cloudtrail.Trail {
		return theTrail(func(t *cloudtrail.Trail) { t.Selectors = resource.Is(s) })
	}
	full := cloudtrail.Selectors{}
	for _, bucket := range []string{"a", "b", "c", "d", "e"} {
		full.Basic = append(full.Basic, cloudtrail.Basic{ReadWrite: cloudtrail.WriteOnly, Data: data(bucket)})
	}
	where := map[string]any{
		"bucket": "so0111-aws-cloudtrail-111122223333", "kmsKeyId": "arn:aws:kms:eu-west-1:111122223333:alias/SO0111-SHARR-Key",
		"logGroup": "CloudTrail/new", "role": "SO0111-CloudTrailToCloudWatchLogs",
	}
	catalogtest.Goldens(t, createTrailFor, map[string]catalogtest.Edited{
		"missing":       {Resource: missing("new"), Params: where},
		"missing-plain": {Resource: missing("new"), Params: map[string]any{"bucket": "b"}},
		"well":          {Resource: theTrail(nil), Params: where},
		"stopped":       {Resource: theTrail(func(t *cloudtrail.Trail) { t.Logging = resource.Is(false) })},
		"one-region":    {Resource: theTrail(set(func(s *cloudtrail.Settings) { s.MultiRegion, s.GlobalEvents = false, false }))},
		"all-at-fault": {Resource: theTrail(func(t *cloudtrail.Trail) {
			set(func(s *cloudtrail.Settings) { s.MultiRegion = false })(t)
			t.Logging = resource.Is(false)
			t.Selectors = resource.Is(cloudtrail.Selectors{Basic: []cloudtrail.Basic{{ReadWrite: cloudtrail.WriteOnly, Management: true, Data: data("a")}}})
		})},
		"without-KMS": {Resource: selecting(cloudtrail.Selectors{Basic: []cloudtrail.Basic{
			{ReadWrite: cloudtrail.All, Management: true, Excluded: []string{"kms.amazonaws.com"}, Data: data("a")},
		}})},
		"advanced": {Resource: selecting(cloudtrail.Selectors{Advanced: []cloudtrail.Advanced{
			{Name: "writes", Fields: []cloudtrail.Field{{Field: "eventCategory", Equals: []string{"Management"}}, {Field: "readOnly", Equals: []string{"false"}}}},
			{Fields: []cloudtrail.Field{
				{Field: "eventCategory", Equals: []string{"Data"}},
				{Field: "resources.type", Equals: []string{"AWS::S3::Object"}},
				{Field: "resources.ARN", StartsWith: []string{"arn:aws:s3:::a/"}},
			}},
		}})},
		"full":    {Resource: selecting(full)},
		"foreign": {Resource: theTrail(owned)},
		"unread":  {Resource: theTrail(func(t *cloudtrail.Trail) { resource.Hide(t, catalogtest.Denied, "Selectors") })},
	})
}

// What a new trail is, the controls on it are content with.
func TestNewTrailPasses(t *testing.T) {
	t.Parallel()
	params, err := createTrailFor.Params.With(map[string]any{"bucket": "b", "kmsKeyId": "alias/k", "logGroup": "g", "role": "r"})
	if err != nil {
		t.Fatal(err)
	}
	after := createTrailFor.Derive(missing("new"), params, catalogtest.Now).After
	for _, u := range []*catalog.ControlUnit{control2, control4, control5} {
		if v := u.Evaluate(after, u.Params.Defaults, catalogtest.Now); v.Status != control.Passed {
			t.Errorf("%s: %s", u.ID, v.Reason)
		}
	}
	w := catalogtest.World([]resource.Resource{after})
	for _, u := range []*catalog.ControlUnit{control1, control3} {
		if v := u.EvaluateIn(w, theAccount("us-east-1"), u.Params.Defaults, catalogtest.Now); v.Status != control.Passed {
			t.Errorf("%s: %s", u.ID, v.Reason)
		}
	}
}
