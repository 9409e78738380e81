package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestControl8(t *testing.T) {
	t.Parallel()
	with := func(engine string, f resource.Fact[bool]) rds.DBInstance {
		return anInstance(func(i *rds.DBInstance) { i.Engine, i.DeletionProtection = resource.Is(engine), f })
	}
	on, off, hidden := resource.Is(true), resource.Is(false), resource.HiddenFor[bool](catalogtest.Denied)
	catalogtest.Judge(t, control8, map[string]catalogtest.Case{
		"on":             {Resource: with("postgres", on), Want: control.Passed, Reason: "DeletionProtection is true"},
		"off":            {Resource: with("sqlserver-web", off), Want: control.Failed, Reason: "DeletionProtection is false"},
		"custom, off":    {Resource: with("custom-oracle-ee", off), Want: control.Failed},
		"Aurora":         {Resource: with("aurora-mysql", off), Want: control.NotApplicable, Reason: "engine aurora-mysql"},
		"Aurora, denied": {Resource: with("aurora-mysql", hidden), Want: control.NotApplicable},
		"Aurora as well": {Resource: with("aurora-mysql", off), Params: map[string]any{"databaseEngines": []string{"aurora-mysql"}}, Want: control.Failed},
		"no longer":      {Resource: with("postgres", off), Params: map[string]any{"databaseEngines": []string{"mysql"}}, Want: control.NotApplicable},
		"denied":         {Resource: with("mysql", hidden), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"engine unknown": {Resource: anInstance(func(i *rds.DBInstance) { i.Engine = resource.Fact[string]{} }), Want: control.NotAvailable, Reason: "Engine was not asked for"},
	})
}
