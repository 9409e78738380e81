package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl2(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[bool]) rds.DBInstance {
		return anInstance(func(r *rds.DBInstance) { r.PubliclyAccessible = f })
	}
	catalogtest.Judge(t, control2, map[string]catalogtest.Case{
		"as it shall be": {Resource: with(resource.Is(false)), Want: control.Passed, Reason: "PubliclyAccessible is false"},
		"not so":         {Resource: with(resource.Is(true)), Want: control.Failed, Reason: "PubliclyAccessible is true"},
		"denied":         {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked":      {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "PubliclyAccessible was not asked for"},
	})
}
