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

func TestControl23(t *testing.T) {
	t.Parallel()
	cases := map[string]catalogtest.Case{
		"all events":        {World: recordingObjects(cloudtrail.All, "arn:aws:s3", nil), Want: control.Passed, Reason: "trail main records object-level read events of all buckets"},
		"these events":      {World: recordingObjects(cloudtrail.ReadOnly, "arn:aws:s3:::", nil), Want: control.Passed},
		"the other events":  {World: recordingObjects(cloudtrail.WriteOnly, "arn:aws:s3", nil), Want: control.Failed, Reason: "no trail of all regions records object-level read events"},
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
	catalogtest.Judge(t, control23, cases)
}
