package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestEnableCloudTrailEncryption(t *testing.T) {
	t.Parallel()
	plain := func(t *cloudtrail.Trail) { t.Encrypted, t.Key = resource.Is(false), resource.None[string]() }
	catalogtest.Goldens(t, enableEncryption, map[string]catalogtest.Edited{
		"plain":   {Resource: theTrail(plain)},
		"own-key": {Resource: theTrail(plain), Params: map[string]any{"kmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1"}},
		"well":    {Resource: theTrail(nil)},
		"foreign": {Resource: theTrail(func(t *cloudtrail.Trail) {
			owned(t)
			plain(t)
		})},
		"unread": {Resource: theTrail(func(t *cloudtrail.Trail) { resource.Hide(t, catalogtest.Denied, "Encrypted") })},
	})
}
