package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	narrow := set(func(s *cloudtrail.Settings) { s.MultiRegion = false })
	cases := map[string]catalogtest.Case{
		"recorded":     {World: []resource.Resource{theTrail(nil)}, Want: control.Passed, Reason: "trail main records all management events of all regions"},
		"organization": {World: []resource.Resource{theTrail(owned)}, Want: control.Passed},
		"advanced": {World: []resource.Resource{theTrail(func(t *cloudtrail.Trail) {
			t.Selectors = resource.Is(cloudtrail.Selectors{Advanced: []cloudtrail.Advanced{{Fields: []cloudtrail.Field{{Field: "eventCategory", Equals: []string{"Management"}}}}}})
		})}, Want: control.Passed},
		"the second one": {World: []resource.Resource{theTrail(narrow), theTrail(nil)}, Want: control.Passed},
		"none":           {Want: control.Failed, Reason: "there is no trail"},
		"one region":     {World: []resource.Resource{theTrail(narrow)}, Want: control.Failed, Reason: "trail main: IsMultiRegionTrail false"},
		"stopped":        {World: []resource.Resource{theTrail(func(t *cloudtrail.Trail) { t.Logging = resource.Is(false) })}, Want: control.Failed, Reason: "IsLogging false"},
		"reading only": {World: []resource.Resource{theTrail(func(t *cloudtrail.Trail) {
			t.Selectors = resource.Is(cloudtrail.Selectors{Basic: []cloudtrail.Basic{{ReadWrite: cloudtrail.ReadOnly, Management: true}}})
		})}, Want: control.Failed, Reason: "main: not all management events"},
		"without KMS": {World: []resource.Resource{theTrail(func(t *cloudtrail.Trail) {
			t.Selectors = resource.Is(cloudtrail.Selectors{Basic: []cloudtrail.Basic{{ReadWrite: cloudtrail.All, Management: true, Excluded: []string{"kms.amazonaws.com"}}}})
		})}, Want: control.Failed, Reason: "main: not all management events"},
		"the nearest": {World: []resource.Resource{theTrail(func(t *cloudtrail.Trail) {
			narrow(t)
			t.Logging = resource.Is(false)
		}), theTrail(func(t *cloudtrail.Trail) { t.Name, t.Logging = "near", resource.Is(false) })}, Want: control.Failed, Reason: "trail near: IsLogging false"},
		"denied":                          {Unlisted: []*catalog.CollectorUnit{trails}, Want: control.NotAvailable},
		"one recorded, the rest unlisted": {World: []resource.Resource{theTrail(nil)}, Unlisted: []*catalog.CollectorUnit{trails}, Want: control.Passed},
	}
	for _, fact := range []string{"Settings", "Logging", "Selectors"} {
		cases[fact+" hidden"] = catalogtest.Case{
			World: []resource.Resource{theTrail(func(t *cloudtrail.Trail) { resource.Hide(t, catalogtest.Denied, fact) })}, Want: control.NotAvailable,
		}
	}
	for name, c := range cases {
		c.Resource = theAccount(region)
		cases[name] = c
	}
	catalogtest.Judge(t, control1, cases)
}
