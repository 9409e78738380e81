package redshift

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

func TestEnableAutomaticVersionUpgradeOnRedshiftCluster(t *testing.T) {
	t.Parallel()
	fixed := func(change func(*redshift.Cluster)) redshift.Cluster {
		c := clusterWith(change)
		c.AllowVersionUpgrade = resource.Is(false)
		return c
	}
	for name, c := range map[string]redshift.Cluster{
		"off":     fixed(nil),
		"already": clusterWith(nil),
		"failed":  fixed(func(c *redshift.Cluster) { c.ClusterStatus = resource.Is("hardware-failure") }),
		"unseen": fixed(func(c *redshift.Cluster) {
			c.Maintenance = resource.HiddenFor[redshift.Maintenance](catalogtest.Denied)
		}),
		"unread": clusterWith(func(c *redshift.Cluster) { c.AllowVersionUpgrade = resource.HiddenFor[bool](catalogtest.Denied) }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			catalogtest.Golden(t, enableUpgrade, name, c, nil)
		})
	}
}
