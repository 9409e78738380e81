package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl13(t *testing.T) {
	t.Parallel()
	with := func(f resource.Fact[bool]) rds.DBInstance {
		return anInstance(func(r *rds.DBInstance) { r.AutoMinorVersionUpgrade = f })
	}
	catalogtest.Judge(t, control13, map[string]catalogtest.Case{
		"as it shall be": {Resource: with(resource.Is(true)), Want: control.Passed, Reason: "AutoMinorVersionUpgrade is true"},
		"not so":         {Resource: with(resource.Is(false)), Want: control.Failed, Reason: "AutoMinorVersionUpgrade is false"},
		"denied":         {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked":      {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "AutoMinorVersionUpgrade was not asked for"},
	})
}
