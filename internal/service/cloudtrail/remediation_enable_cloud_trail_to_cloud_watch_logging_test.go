package cloudtrail

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestEnableCloudTrailToCloudWatchLogging(t *testing.T) {
	t.Parallel()
	nowhere := func(t *cloudtrail.Trail) { t.Delivery = resource.None[cloudtrail.Delivery]() }
	catalogtest.Goldens(t, enableDelivery, map[string]catalogtest.Edited{
		"nowhere": {Resource: theTrail(nowhere)},
		"named":   {Resource: theTrail(nowhere), Params: map[string]any{"namespace": "blue", "retentionInDays": 365}},
		"organization": {Resource: theTrail(func(t *cloudtrail.Trail) {
			nowhere(t)
			set(func(s *cloudtrail.Settings) { s.Organization = true })(t)
		})},
		"well": {Resource: theTrail(nil)},
		"foreign": {Resource: theTrail(func(t *cloudtrail.Trail) {
			owned(t)
			nowhere(t)
		})},
		"unread": {Resource: theTrail(func(t *cloudtrail.Trail) { resource.Hide(t, catalogtest.Denied, "Delivery") })},
	})
}

// Two trails of one name in two regions have policies of their own in the role, however long the name is.
func TestPolicyName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 128)
	seen := map[string]bool{}
	for _, name := range []string{"a", long, long[:127] + "b"} {
		for _, region := range []string{"us-east-1", "ap-southeast-2"} {
			got := policyName(cloudtrail.TrailRef(account, region, name))
			if len(got) > 128 || seen[got] {
				t.Errorf("%s of %d bytes", got, len(got))
			}
			seen[got] = true
		}
	}
}
