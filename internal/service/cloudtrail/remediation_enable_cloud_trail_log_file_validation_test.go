package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestEnableCloudTrailLogFileValidation(t *testing.T) {
	t.Parallel()
	off := func(t *cloudtrail.Trail) { t.Validation = resource.Is(false) }
	catalogtest.Goldens(t, enableValidation, map[string]catalogtest.Edited{
		"off":  {Resource: theTrail(off)},
		"well": {Resource: theTrail(nil)},
		"foreign": {Resource: theTrail(func(t *cloudtrail.Trail) {
			owned(t)
			off(t)
		})},
		"unread": {Resource: theTrail(func(t *cloudtrail.Trail) { resource.Hide(t, catalogtest.Denied, "Validation") })},
	})
}
