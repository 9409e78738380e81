package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestCreateCloudTrailMultiRegionTrail(t *testing.T) {
	t.Parallel()
	stopped := func(t *cloudtrail.Trail) { t.Logging = resource.Is(false) }
	narrow := set(func(s *cloudtrail.Settings) { s.MultiRegion = false })
	both := func(t *cloudtrail.Trail) {
		narrow(t)
		stopped(t)
	}
	for name, c := range map[string]struct {
		trails  []resource.Resource
		regions []string
		blind   bool
		params  map[string]any
	}{
		"empty":         {regions: []string{"ap-northeast-1", "eu-west-1"}},
		"global-region": {regions: []string{"ap-northeast-1", "us-east-1"}},
		"home-region":   {regions: []string{"us-east-1"}, params: map[string]any{"homeRegion": "eu-west-1", "namespace": "blue", "retentionInDays": 365}},
		"own-key":       {regions: []string{"us-east-1"}, params: map[string]any{"kmsKeyArn": "arn:aws:kms:us-east-1:111122223333:key/1"}},
		"key-elsewhere": {regions: []string{"us-east-1"}, params: map[string]any{"kmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1"}},
		"whole":         {trails: []resource.Resource{theTrail(nil)}},
		"organization":  {trails: []resource.Resource{theTrail(owned)}},
		"organization-off": {trails: []resource.Resource{theTrail(func(t *cloudtrail.Trail) {
			owned(t)
			stopped(t)
		})}, regions: []string{region}},
		"stopped": {trails: []resource.Resource{theTrail(stopped)}},
		"the-nearest": {trails: []resource.Resource{theTrail(func(t *cloudtrail.Trail) {
			stopped(t)
			t.Ref, t.Selectors = cloudtrail.TrailRef(account, region, "far"), resource.Is(cloudtrail.Selectors{})
		}), theTrail(stopped)}},
		"one-region": {trails: []resource.Resource{theTrail(narrow)}, regions: []string{region}},
		"half-made": {trails: []resource.Resource{theTrail(func(t *cloudtrail.Trail) {
			both(t)
			t.Ref = cloudtrail.TrailRef(account, region, trailName)
		})}},
		"unread":   {trails: []resource.Resource{theTrail(func(t *cloudtrail.Trail) { resource.Hide(t, catalogtest.Denied, "Selectors") })}},
		"unlisted": {blind: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var unlisted []*catalog.CollectorUnit
			if c.blind {
				unlisted = append(unlisted, trails)
			}
			w := catalogtest.World(c.trails, unlisted...)
			w.Regions = c.regions
			catalogtest.GoldenBundle(t, createMultiRegionTrail, name, theAccount(region), w, c.params)
		})
	}
}
