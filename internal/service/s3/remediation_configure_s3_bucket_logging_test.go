package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestConfigureS3BucketLogging(t *testing.T) {
	t.Parallel()
	named := func(name string) s3.Bucket {
		return theBucket(func(b *s3.Bucket) { b.Ref = s3.BucketRef(b.Account, b.Region, name) })
	}
	catalogtest.Goldens(t, configureBucketLogging, map[string]catalogtest.Edited{
		"off":        {Resource: theBucket(func(*s3.Bucket) {})},
		"own":        {Resource: theBucket(func(*s3.Bucket) {}), Params: map[string]any{"targetBucket": "logs", "targetPrefix": "x/"}},
		"on":         {Resource: theBucket(func(b *s3.Bucket) { b.Logging = resource.Is(s3.Logging{TargetBucket: "own"}) })},
		"itself":     {Resource: named("so0111-cloudtrailaccesslogs-111122223333-eu-west-1")},
		"own-itself": {Resource: named("logs"), Params: map[string]any{"targetBucket": "logs"}},
		"unread":     {Resource: theBucket(hiding("Logging"))},
	})
}
