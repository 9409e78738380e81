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

func TestProtectCluster(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]rds.DBCluster{
		"off":     aCluster(func(c *rds.DBCluster) { c.DeletionProtection = resource.Is(false) }),
		"already": aCluster(func(*rds.DBCluster) {}),
		"stack": aCluster(func(c *rds.DBCluster) {
			c.DeletionProtection = resource.Is(false)
			c.Tags = resource.Is(map[string]string{"aws:cloudformation:stack-name": "shop"})
		}),
		"stopped": aCluster(func(c *rds.DBCluster) { c.DeletionProtection = resource.Is(false); c.Status = resource.Is("stopped") }),
		"unread":  aCluster(func(c *rds.DBCluster) { c.DeletionProtection = resource.HiddenFor[bool](catalogtest.Denied) }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, protectCluster, name, r, nil)
			wellAfter(t, protectCluster, control7, d)
		})
	}
}

func TestProtectClusterLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: protectCluster.Name, Controls: []control.ID{"RDS.7"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newCluster(t, a, "us-east-1", "shop", nil)
		},
	})
}
