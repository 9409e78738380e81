package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl16(t *testing.T) {
	t.Parallel()
	with := func(engine string, f resource.Fact[bool]) rds.DBCluster {
		return aCluster(func(c *rds.DBCluster) { c.Engine, c.CopyTagsToSnapshot = resource.Is(engine), f })
	}
	on, off, hidden := resource.Is(true), resource.Is(false), resource.HiddenFor[bool](catalogtest.Denied)
	catalogtest.Judge(t, control16, map[string]catalogtest.Case{
		"on":              {Resource: with("aurora-postgresql", on), Want: control.Passed, Reason: "CopyTagsToSnapshot is true"},
		"off":             {Resource: with("aurora-mysql", off), Want: control.Failed, Reason: "CopyTagsToSnapshot is false"},
		"the first, off":  {Resource: with("aurora", off), Want: control.Failed},
		"Neptune":         {Resource: with("neptune", off), Want: control.NotApplicable, Reason: "engine neptune"},
		"Multi-AZ":        {Resource: with("mysql", off), Want: control.NotApplicable, Reason: "engine mysql"},
		"Neptune, denied": {Resource: with("neptune", hidden), Want: control.NotApplicable},
		"denied":          {Resource: with("aurora-mysql", hidden), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"engine unknown":  {Resource: aCluster(func(c *rds.DBCluster) { c.Engine = resource.Fact[string]{} }), Want: control.NotAvailable, Reason: "Engine was not asked for"},
	})
}
