package dms

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/dms"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	with := func(public resource.Fact[bool]) dms.ReplicationInstance {
		return dms.ReplicationInstance{
			Ref:        resource.Ref{Type: "AWS::DMS::ReplicationInstance", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:dms:eu-west-1:111122223333:rep:ABC", Name: "ABC"},
			Identifier: resource.Is("mover"), PubliclyAccessible: public,
		}
	}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"private":   {Resource: with(resource.Is(false)), Want: control.Passed, Reason: "mover is not publicly accessible"},
		"public":    {Resource: with(resource.Is(true)), Want: control.Failed, Reason: "mover is publicly accessible"},
		"denied":    {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "PubliclyAccessible was not asked for"},
	})
}
