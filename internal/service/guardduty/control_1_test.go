package guardduty

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/guardduty"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	with := func(detectors resource.Fact[[]guardduty.Detector]) guardduty.Account {
		return guardduty.Account{Ref: resource.Ref{
			Type: "AWS::GuardDuty::Account", Account: "111122223333", Region: "eu-west-1",
			ID: resource.AccountID("111122223333"), Name: "111122223333",
		}, Detectors: detectors}
	}
	are := func(detectors ...guardduty.Detector) guardduty.Account { return with(resource.Is(detectors)) }
	on, off := guardduty.Detector{ID: "12ab", Status: "ENABLED"}, guardduty.Detector{ID: "34cd", Status: "DISABLED"}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"enabled":   {Resource: are(on), Want: control.Passed, Reason: "by detector 12ab"},
		"one of":    {Resource: are(off, on), Want: control.Passed, Reason: "by detector 12ab"},
		"suspended": {Resource: are(off), Want: control.Failed, Reason: "suspended: 34cd (DISABLED)"},
		"none":      {Resource: are(), Want: control.Failed, Reason: "no detector"},
		"denied":    {Resource: with(resource.HiddenFor[[]guardduty.Detector](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[[]guardduty.Detector]{}), Want: control.NotAvailable, Reason: "Detectors was not asked for"},
	})
}
