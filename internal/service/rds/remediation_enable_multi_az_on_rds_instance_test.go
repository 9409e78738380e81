package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestEnableMultiAZ(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		r   rds.DBInstance
		set map[string]any
	}{
		"off":     {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false) }), nil},
		"already": {anInstance(func(*rds.DBInstance) {}), nil},
		"later":   {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false) }), map[string]any{"applyImmediately": false}},
		"others-wait": {anInstance(func(i *rds.DBInstance) {
			i.MultiAZ = resource.Is(false)
			i.PendingModifiedValues = resource.Is([]string{"DBInstanceClass", "EngineVersion"})
		}), nil},
		"waits-already": {anInstance(func(i *rds.DBInstance) {
			i.MultiAZ = resource.Is(false)
			i.PendingModifiedValues = resource.Is([]string{"MultiAZ"})
		}), nil},
		"member":  {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.Cluster = resource.Is("shop") }), nil},
		"express": {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.Engine = resource.Is("sqlserver-ex") }), nil},
		"custom":  {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.Engine = resource.Is("custom-sqlserver-se") }), nil},
		"one-zone": {anInstance(func(i *rds.DBInstance) {
			i.MultiAZ = resource.Is(false)
			i.SubnetZones = resource.Is([]string{"eu-west-1a"})
		}), nil},
		"no-subnet-group": {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.SubnetZones = resource.None[[]string]() }), nil},
		"storage-full":    {anInstance(func(i *rds.DBInstance) { i.MultiAZ = resource.Is(false); i.Status = resource.Is("storage-full") }), nil},
		"pending-unread": {anInstance(func(i *rds.DBInstance) {
			i.MultiAZ = resource.Is(false)
			i.PendingModifiedValues = resource.HiddenFor[[]string](catalogtest.Denied)
		}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, enableMultiAZ, name, c.r, c.set)
			wellAfter(t, enableMultiAZ, control5, d)
		})
	}
}

func TestEnableMultiAZLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: enableMultiAZ.Name, Controls: []control.ID{"RDS.5"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newInstance(t, a, "us-east-1", "orders", nil)
		},
	})
}
