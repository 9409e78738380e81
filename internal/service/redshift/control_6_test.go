package redshift

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

func TestControl6(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[bool]) resource.Resource {
		return clusterWith(func(c *redshift.Cluster) { c.AllowVersionUpgrade = f })
	}
	catalogtest.Judge(t, control6, map[string]catalogtest.Case{
		"on":     {Resource: with(resource.Is(true)), Want: control.Passed, Reason: "AllowVersionUpgrade is true"},
		"off":    {Resource: with(resource.Is(false)), Want: control.Failed, Reason: "AllowVersionUpgrade is false"},
		"denied": {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
	})
}
