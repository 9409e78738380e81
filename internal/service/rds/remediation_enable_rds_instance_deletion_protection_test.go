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

func TestProtectInstance(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]rds.DBInstance{
		"off":     anInstance(func(i *rds.DBInstance) { i.DeletionProtection = resource.Is(false) }),
		"already": anInstance(func(*rds.DBInstance) {}),
		"stack": anInstance(func(i *rds.DBInstance) {
			i.DeletionProtection = resource.Is(false)
			i.Tags = resource.Is(map[string]string{"aws:cloudformation:stack-name": "shop"})
		}),
		"member": anInstance(func(i *rds.DBInstance) { i.DeletionProtection = resource.Is(false); i.Cluster = resource.Is("shop") }),
		"incompatible": anInstance(func(i *rds.DBInstance) {
			i.DeletionProtection = resource.Is(false)
			i.Status = resource.Is("incompatible-network")
		}),
		"unread": anInstance(func(i *rds.DBInstance) { i.DeletionProtection = resource.HiddenFor[bool](catalogtest.Denied) }),
		"looks-hidden": anInstance(func(i *rds.DBInstance) {
			i.DeletionProtection = resource.Is(false)
			i.Status, i.Tags = resource.HiddenFor[string](catalogtest.Denied), resource.HiddenFor[map[string]string](catalogtest.Denied)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, protectInstance, name, r, nil)
			wellAfter(t, protectInstance, control8, d)
		})
	}
}

func TestProtectInstanceLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: protectInstance.Name, Controls: []control.ID{"RDS.8"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newInstance(t, a, "us-east-1", "orders", nil)
		},
	})
}
