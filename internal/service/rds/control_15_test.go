package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl15(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[bool]) rds.DBCluster { return aCluster(func(r *rds.DBCluster) { r.MultiAZ = f }) }
	catalogtest.Judge(t, control15, map[string]catalogtest.Case{
		"as it shall be": {Resource: with(resource.Is(true)), Want: control.Passed, Reason: "MultiAZ is true"},
		"not so":         {Resource: with(resource.Is(false)), Want: control.Failed, Reason: "stand in one Availability Zone"},
		"denied":         {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked":      {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "MultiAZ was not asked for"},
	})
}
