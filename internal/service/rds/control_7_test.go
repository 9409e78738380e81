package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl7(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[bool]) rds.DBCluster {
		return aCluster(func(r *rds.DBCluster) { r.DeletionProtection = f })
	}
	catalogtest.Judge(t, control7, map[string]catalogtest.Case{
		"as it shall be": {Resource: with(resource.Is(true)), Want: control.Passed, Reason: "DeletionProtection is true"},
		"not so":         {Resource: with(resource.Is(false)), Want: control.Failed, Reason: "one call can delete the cluster"},
		"denied":         {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked":      {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "DeletionProtection was not asked for"},
	})
}
