package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestConfigureBucketBlock(t *testing.T) {
	t.Parallel()
	public := both(withPolicy(`{"Sid":"Everybody","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`),
		granted(allUsers, "WRITE"))
	website := func(b *s3.Bucket) { b.Website = resource.Is(true) }
	for name, c := range map[string]struct {
		bucket s3.Bucket
		set    map[string]any
	}{
		"none":            {theBucket(func(*s3.Bucket) {}), nil},
		"public":          {theBucket(public), nil},
		"public-website":  {theBucket(both(public, website)), nil},
		"private-website": {theBucket(website), nil},
		"partial":         {theBucket(both(public, blocking(s3.PublicAccessBlock{IgnorePublicAcls: true, BlockPublicPolicy: true}))), nil},
		"hidden-looks":    {theBucket(hiding("Policy", "Grants", "Website")), nil},
		"already":         {theBucket(both(public, blocking(all))), nil},
		"two-settings":    {theBucket(blocking(s3.PublicAccessBlock{BlockPublicAcls: true})), map[string]any{"blockPublicAcls": false, "restrictPublicBuckets": false}},
		"unread":          {theBucket(both(public, hiding("PublicAccessBlock"))), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, configureBucketBlock, name, c.bucket, c.set)
			if !d.Refused.IsZero() || c.set != nil {
				return
			}
			for id, unit := range map[string]*catalog.ControlUnit{"S3.2": control2, "S3.3": control3, "S3.8": control8} {
				if v := unit.Evaluate(d.After, unit.Params.Defaults, catalogtest.Now); v.Status != control.Passed {
					t.Errorf("%s: %s", id, v.Reason)
				}
			}
		})
	}
}
