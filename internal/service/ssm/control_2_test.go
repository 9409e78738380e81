package ssm

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

func TestControl2(t *testing.T) {
	t.Parallel()
	with := func(items resource.Fact[ssm.Items]) ssm.PatchCompliance {
		return ssm.PatchCompliance{Ref: resource.Ref{Type: "AWS::SSM::PatchCompliance", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:ssm:eu-west-1:111122223333:managed-instance/i-1", Name: "i-1"}, Items: items}
	}
	catalogtest.Judge(t, control2, map[string]catalogtest.Case{
		"compliant": {Resource: with(resource.Is(ssm.Items{Status: "COMPLIANT", Compliant: 3})), Want: control.Passed, Reason: "all 3 patches are compliant"},
		"not compliant": {
			Resource: with(resource.Is(ssm.Items{Status: "NON_COMPLIANT", Compliant: 3, NonCompliant: 2})),
			Want:     control.Failed, Reason: "NON_COMPLIANT: 2 of 5 patches are not compliant",
		},
		"no status": {Resource: with(resource.Is(ssm.Items{Compliant: 3})), Want: control.Failed},
		"no data":   {Resource: with(resource.None[ssm.Items]()), Want: control.NotApplicable, Reason: "no data about patches"},
		"denied":    {Resource: with(resource.HiddenFor[ssm.Items](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[ssm.Items]{}), Want: control.NotAvailable, Reason: "Items was not asked for"},
	})
}
