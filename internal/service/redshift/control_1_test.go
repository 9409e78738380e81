package redshift

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[bool]) resource.Resource {
		return clusterWith(func(c *redshift.Cluster) { c.PubliclyAccessible = f })
	}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"private":   {Resource: with(resource.Is(false)), Want: control.Passed, Reason: "PubliclyAccessible is false"},
		"public":    {Resource: with(resource.Is(true)), Want: control.Failed, Reason: "PubliclyAccessible is true"},
		"denied":    {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "PubliclyAccessible was not asked for"},
	})
}
