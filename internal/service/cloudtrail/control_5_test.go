package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestControl5(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[cloudtrail.Delivery]) cloudtrail.Trail {
		return theTrail(func(t *cloudtrail.Trail) { t.Delivery = f })
	}
	catalogtest.Judge(t, control5, map[string]catalogtest.Case{
		"well":     {Resource: theTrail(nil), Want: control.Passed, Reason: "events go to log group trails"},
		"at fault": {Resource: with(resource.None[cloudtrail.Delivery]()), Want: control.Failed, Reason: "events do not go to CloudWatch Logs"},
		"denied":   {Resource: with(resource.HiddenFor[cloudtrail.Delivery](catalogtest.Denied)), Want: control.NotAvailable},
		"of another account": {Resource: theTrail(func(t *cloudtrail.Trail) {
			owned(t)
			t.Delivery = resource.None[cloudtrail.Delivery]()
		}), Want: control.NotApplicable, Reason: "belongs to account 444455556666"},
	})
}
