package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl5(t *testing.T) {
	t.Parallel()
	with := func(cluster resource.Fact[string], f resource.Fact[bool]) rds.DBInstance {
		return anInstance(func(i *rds.DBInstance) { i.Cluster, i.MultiAZ = cluster, f })
	}
	alone, hidden := resource.Is(""), resource.HiddenFor[bool](catalogtest.Denied)
	catalogtest.Judge(t, control5, map[string]catalogtest.Case{
		"standby":         {Resource: with(alone, resource.Is(true)), Want: control.Passed, Reason: "MultiAZ is true"},
		"no standby":      {Resource: with(alone, resource.Is(false)), Want: control.Failed, Reason: "MultiAZ is false"},
		"member":          {Resource: with(resource.Is("shop"), resource.Is(false)), Want: control.NotApplicable, Reason: "DB cluster shop"},
		"member, denied":  {Resource: with(resource.Is("shop"), hidden), Want: control.NotApplicable},
		"denied":          {Resource: with(alone, hidden), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"cluster unknown": {Resource: with(resource.Fact[string]{}, resource.Is(true)), Want: control.NotAvailable, Reason: "Cluster was not asked for"},
	})
}
