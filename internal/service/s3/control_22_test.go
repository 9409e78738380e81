package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestControl22(t *testing.T) {
	t.Parallel()
	judgeObjectEvents(t, control22, cloudtrail.WriteOnly, cloudtrail.ReadOnly, "write")
}

// judgeObjectEvents tries a control that wants these events of objects to be recorded, and not the others.
func judgeObjectEvents(t *testing.T, u *catalog.ControlUnit, these, others, word string) {
	t.Helper()
	cases := map[string]catalogtest.Case{
		"all events":        {World: recordingObjects(cloudtrail.All, "arn:aws:s3", nil), Want: control.Passed, Reason: "trail main records object-level " + word + " events of all buckets"},
		"these events":      {World: recordingObjects(these, "arn:aws:s3:::", nil), Want: control.Passed},
		"the other events":  {World: recordingObjects(others, "arn:aws:s3", nil), Want: control.Failed, Reason: "no trail of all regions records object-level " + word + " events"},
		"one bucket":        {World: recordingObjects(cloudtrail.All, "arn:aws:s3:::b/", nil), Want: control.Failed},
		"one region":        {World: recordingObjects(cloudtrail.All, "arn:aws:s3", func(t *cloudtrail.Trail) { t.Settings = resource.Is(cloudtrail.Settings{}) }), Want: control.Failed},
		"no trail":          {Want: control.Failed},
		"selectors hidden":  {World: recordingObjects(cloudtrail.All, "arn:aws:s3", func(t *cloudtrail.Trail) { resource.Hide(t, catalogtest.Denied, "Selectors") }), Want: control.NotAvailable},
		"trails not listed": {Unlisted: []*catalog.CollectorUnit{{Go: catalog.Needs[cloudtrail.Trail]().Go}}, Want: control.NotAvailable},
	}
	for name, c := range cases {
		c.Resource = theAccount(resource.Fact[s3.PublicAccessBlock]{}, resource.Fact[[]string]{})
		cases[name] = c
	}
	catalogtest.Judge(t, u, cases)
}

// recordingObjects is a trail of all regions that records data events of objects, with something changed.
func recordingObjects(kind, value string, change func(*cloudtrail.Trail)) []resource.Resource {
	t := cloudtrail.Trail{
		Ref:      cloudtrail.TrailRef("111122223333", "eu-west-1", "main"),
		Settings: resource.Is(cloudtrail.Settings{MultiRegion: true}),
		Selectors: resource.Is(cloudtrail.Selectors{Basic: []cloudtrail.Basic{{
			ReadWrite: kind, Data: []cloudtrail.Data{{Type: "AWS::S3::Object", Values: []string{value}}},
		}}}),
	}
	if change != nil {
		change(&t)
	}
	return []resource.Resource{t}
}
