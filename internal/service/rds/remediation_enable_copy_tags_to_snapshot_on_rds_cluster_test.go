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

func TestCopyTags(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]rds.DBCluster{
		"off":     aCluster(func(c *rds.DBCluster) { c.CopyTagsToSnapshot = resource.Is(false) }),
		"already": aCluster(func(*rds.DBCluster) {}),
		"unreadable-key": aCluster(func(c *rds.DBCluster) {
			c.CopyTagsToSnapshot = resource.Is(false)
			c.Status = resource.Is("inaccessible-encryption-credentials")
		}),
		"unread": aCluster(func(c *rds.DBCluster) { c.CopyTagsToSnapshot = resource.HiddenFor[bool](catalogtest.Denied) }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, copyTags, name, r, nil)
			wellAfter(t, copyTags, control16, d)
		})
	}
}

func TestCopyTagsLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: copyTags.Name, Controls: []control.ID{"RDS.16"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newCluster(t, a, "us-east-1", "shop", nil)
		},
	})
}
