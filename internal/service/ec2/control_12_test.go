package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func TestControl12(t *testing.T) {
	t.Parallel()
	with := func(a resource.Fact[ec2.Association]) ec2.EIP {
		return ec2.EIP{Ref: refTo("AWS::EC2::EIP", "elastic-ip", "eipalloc-1"), PublicIP: resource.Is("192.0.2.1"), Association: a}
	}
	to := func(instance, eni string) ec2.EIP {
		return with(resource.Is(ec2.Association{ID: "eipassoc-1", Instance: instance, Interface: eni}))
	}
	catalogtest.Judge(t, control12, map[string]catalogtest.Case{
		"an instance":   {Resource: to("i-1", "eni-1"), Want: control.Passed, Reason: "192.0.2.1 is associated with i-1"},
		"an interface":  {Resource: to("", "eni-1"), Want: control.Passed, Reason: "with eni-1"},
		"somebody else": {Resource: to("", ""), Want: control.Passed, Reason: "with eipassoc-1"},
		"nothing":       {Resource: with(resource.None[ec2.Association]()), Want: control.Failed, Reason: "192.0.2.1 is associated with nothing"},
		"denied":        {Resource: with(resource.HiddenFor[ec2.Association](catalogtest.Denied)), Want: control.NotAvailable, Reason: "AccessDenied"},
	})
}
