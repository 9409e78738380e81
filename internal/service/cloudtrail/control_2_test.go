package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
)

func TestControl2(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[bool]) cloudtrail.Trail {
		return theTrail(func(t *cloudtrail.Trail) { t.Encrypted = f })
	}
	catalogtest.Judge(t, control2, map[string]catalogtest.Case{
		"well":     {Resource: theTrail(nil), Want: control.Passed, Reason: "log files are encrypted with a KMS key"},
		"at fault": {Resource: with(resource.Is(false)), Want: control.Failed, Reason: "log files are not encrypted with a KMS key"},
		"denied":   {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable},
		"of another account": {Resource: theTrail(func(t *cloudtrail.Trail) {
			owned(t)
			t.Encrypted = resource.Is(false)
		}), Want: control.NotApplicable, Reason: "belongs to account 444455556666"},
	})
}
