package ssm

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	with := func(managed resource.Fact[bool]) ssm.Instance {
		return ssm.Instance{Ref: resource.Ref{Type: "AWS::SSM::Instance", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", Name: "i-1"}, Managed: managed}
	}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"managed":   {Resource: with(resource.Is(true)), Want: control.Passed, Reason: "is a managed node"},
		"unmanaged": {Resource: with(resource.Is(false)), Want: control.Failed, Reason: "is no managed node"},
		"denied":    {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "Managed was not asked for"},
	})
}
