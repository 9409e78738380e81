package sagemaker

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sagemaker"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	with := func(direct resource.Fact[bool]) sagemaker.NotebookInstance {
		return sagemaker.NotebookInstance{
			Ref:                  resource.Ref{Type: "AWS::SageMaker::NotebookInstance", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab", Name: "lab"},
			DirectInternetAccess: direct,
		}
	}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"disabled":  {Resource: with(resource.Is(false)), Want: control.Passed, Reason: "access is disabled"},
		"enabled":   {Resource: with(resource.Is(true)), Want: control.Failed, Reason: "access is enabled"},
		"denied":    {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "DirectInternetAccess was not asked for"},
	})
}
