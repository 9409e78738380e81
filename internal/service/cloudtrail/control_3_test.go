package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestControl3(t *testing.T) {
	t.Parallel()
	narrow := set(func(s *cloudtrail.Settings) { s.MultiRegion = false })
	off := func(t *cloudtrail.Trail) { t.Logging = resource.Is(false) }
	elsewhere := func(t *cloudtrail.Trail) { t.Ref = cloudtrail.TrailRef(account, "us-east-1", "main") }
	cases := map[string]catalogtest.Case{
		"of this region": {World: []resource.Resource{theTrail(narrow)}, Want: control.Passed, Reason: "trail main is logging"},
		"of all regions": {World: []resource.Resource{theTrail(elsewhere)}, Want: control.Passed},
		"of another region": {World: []resource.Resource{theTrail(func(t *cloudtrail.Trail) {
			narrow(t)
			elsewhere(t)
		})}, Want: control.Failed, Reason: "no trail of this region is logging"},
		"off":            {World: []resource.Resource{theTrail(off)}, Want: control.Failed},
		"none":           {Want: control.Failed, Reason: "there is no trail"},
		"hidden":         {World: []resource.Resource{theTrail(func(t *cloudtrail.Trail) { resource.Hide(t, catalogtest.Denied, "Logging") })}, Want: control.NotAvailable},
		"hidden, one on": {World: []resource.Resource{theTrail(func(t *cloudtrail.Trail) { resource.Hide(t, catalogtest.Denied, "Logging") }), theTrail(nil)}, Want: control.Passed},
		"denied":         {Unlisted: []*catalog.CollectorUnit{trails}, Want: control.NotAvailable},
	}
	for name, c := range cases {
		c.Resource = theAccount(region)
		cases[name] = c
	}
	catalogtest.Judge(t, control3, cases)
}
