package lambda

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/lambda"
)

func TestControl3(t *testing.T) {
	t.Parallel()
	with := func(vpc resource.Fact[lambda.VPC]) resource.Resource {
		f := functionWith(t)
		f.VPC = vpc
		return f
	}
	catalogtest.Judge(t, control3, map[string]catalogtest.Case{
		"inside":  {Resource: with(resource.Is(lambda.VPC{ID: "vpc-1"})), Want: control.Passed, Reason: "connected to VPC vpc-1"},
		"outside": {Resource: with(resource.None[lambda.VPC]()), Want: control.Failed, Reason: "connected to no VPC"},
		"denied":  {Resource: with(resource.HiddenFor[lambda.VPC](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
	})
}
