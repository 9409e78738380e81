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

const allUsers = "http://acs.amazonaws.com/groups/global/AllUsers"

func TestControl6(t *testing.T) {
	t.Parallel()
	everybody := func(action string) func(*s3.Bucket) {
		return func(b *s3.Bucket) {
			b.Policy = resource.Is(`{"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Principal":"*","Action":"` + action + `","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}]}`)
		}
	}
	blocked := func(change func(*s3.Bucket), block s3.PublicAccessBlock) func(*s3.Bucket) {
		return func(b *s3.Bucket) {
			change(b)
			b.PublicAccessBlock = resource.Is(block)
		}
	}
	granted := func(b *s3.Bucket) { b.Grants = resource.Is([]s3.Grant{{Grantee: allUsers, Permission: "WRITE"}}) }
	trail := []resource.Resource{theTrail(nil)}
	catalogtest.Judge(t, control6, map[string]catalogtest.Case{
		"closed":              {Resource: theBucket(nil), World: trail, Want: control.Passed, Reason: "nobody outside"},
		"read by policy":      {Resource: theBucket(everybody("s3:GetObject")), World: trail, Want: control.Failed, Reason: "which trail main writes to: policy statement All"},
		"written by policy":   {Resource: theBucket(everybody("s3:PutObject")), World: trail, Want: control.Failed},
		"by grant":            {Resource: theBucket(granted), World: trail, Want: control.Failed, Reason: "grant WRITE to AllUsers"},
		"policy restricted":   {Resource: theBucket(blocked(everybody("s3:*"), s3.PublicAccessBlock{RestrictPublicBuckets: true})), World: trail, Want: control.Passed},
		"grants ignored":      {Resource: theBucket(blocked(granted, s3.PublicAccessBlock{IgnorePublicAcls: true})), World: trail, Want: control.Passed},
		"the other blocked":   {Resource: theBucket(blocked(granted, s3.PublicAccessBlock{RestrictPublicBuckets: true})), World: trail, Want: control.Failed},
		"of the organization": {Resource: theBucket(granted), World: []resource.Resource{theTrail(owned)}, Want: control.Failed},
		"broken policy":       {Resource: theBucket(func(b *s3.Bucket) { b.Policy = resource.Is("{") }), World: trail, Want: control.NotAvailable, Reason: "cannot be judged"},
		"policy hidden":       {Resource: theBucket(func(b *s3.Bucket) { resource.Hide(b, catalogtest.Denied, "Policy") }), World: trail, Want: control.NotAvailable},
		"grants not read, but an open policy": {Resource: theBucket(func(b *s3.Bucket) {
			everybody("s3:GetObject")(b)
			resource.Hide(b, catalogtest.Denied, "Grants")
		}), World: trail, Want: control.Failed},
		"block hidden":  {Resource: theBucket(blockHidden(granted)), World: trail, Want: control.NotAvailable},
		"of no trail":   {Resource: theBucket(granted), World: []resource.Resource{theTrail(set(func(s *cloudtrail.Settings) { s.Bucket = "c" }))}, Want: control.NotApplicable},
		"trails denied": {Resource: theBucket(granted), Unlisted: []*catalog.CollectorUnit{trails}, Want: control.NotAvailable},
	})
}

func blockHidden(change func(*s3.Bucket)) func(*s3.Bucket) {
	return func(b *s3.Bucket) {
		change(b)
		resource.Hide(b, catalogtest.Denied, "PublicAccessBlock")
	}
}
