package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestControl4(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[bool]) cloudtrail.Trail {
		return theTrail(func(t *cloudtrail.Trail) { t.Validation = f })
	}
	catalogtest.Judge(t, control4, map[string]catalogtest.Case{
		"well":     {Resource: theTrail(nil), Want: control.Passed, Reason: "log file validation is on"},
		"at fault": {Resource: with(resource.Is(false)), Want: control.Failed, Reason: "log file validation is off"},
		"denied":   {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable},
		"of another account": {Resource: theTrail(func(t *cloudtrail.Trail) {
			owned(t)
			t.Validation = resource.Is(false)
		}), Want: control.NotApplicable, Reason: "belongs to account 444455556666"},
	})
}
