package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestControl7(t *testing.T) {
	t.Parallel()
	off := func(b *s3.Bucket) { b.Logging = resource.None[s3.Logging]() }
	trail := []resource.Resource{theTrail(nil)}
	catalogtest.Judge(t, control7, map[string]catalogtest.Case{
		"logged":        {Resource: theBucket(nil), World: trail, Want: control.Passed, Reason: "logged to bucket logs"},
		"not logged":    {Resource: theBucket(off), World: trail, Want: control.Failed, Reason: "which trail main writes to, is not logged"},
		"hidden":        {Resource: theBucket(func(b *s3.Bucket) { resource.Hide(b, catalogtest.Denied, "Logging") }), World: trail, Want: control.NotAvailable},
		"of no trail":   {Resource: theBucket(off), World: []resource.Resource{theTrail(set(func(s *cloudtrail.Settings) { s.Bucket = "c" }))}, Want: control.NotApplicable},
		"no trail":      {Resource: theBucket(off), Want: control.NotApplicable},
		"trails denied": {Resource: theBucket(off), Unlisted: []*catalog.CollectorUnit{trails}, Want: control.NotAvailable},
	})
}
