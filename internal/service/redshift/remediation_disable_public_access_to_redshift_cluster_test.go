package redshift

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

// public is a cluster on the internet, with one change.
func public(change func(*redshift.Cluster)) redshift.Cluster {
	return clusterWith(func(c *redshift.Cluster) {
		c.PubliclyAccessible = resource.Is(true)
		if change != nil {
			change(c)
		}
	})
}

func TestDisablePublicAccessToRedshiftCluster(t *testing.T) {
	t.Parallel()
	status := func(s string) func(*redshift.Cluster) {
		return func(c *redshift.Cluster) { c.ClusterStatus = resource.Is(s) }
	}
	for name, c := range map[string]redshift.Cluster{
		"public":     public(nil),
		"private":    clusterWith(nil),
		"resting":    clusterWith(status("paused")),
		"address":    public(func(c *redshift.Cluster) { c.ElasticIP = resource.Is("192.0.2.7") }),
		"creating":   public(func(c *redshift.Cluster) { status("creating")(c); c.Endpoint = resource.None[redshift.Endpoint]() }),
		"modifying":  public(status("modifying")),
		"paused":     public(status("paused")),
		"full":       public(status("storage-full")),
		"deleting":   public(status("deleting")),
		"unread":     public(func(c *redshift.Cluster) { c.PubliclyAccessible = resource.HiddenFor[bool](catalogtest.Denied) }),
		"no-address": public(func(c *redshift.Cluster) { c.ElasticIP = resource.HiddenFor[string](catalogtest.Denied) }),
		"unseen": public(func(c *redshift.Cluster) {
			c.ClusterStatus = resource.HiddenFor[string](catalogtest.Denied)
			c.Endpoint = resource.HiddenFor[redshift.Endpoint](catalogtest.Denied)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, disablePublicAccess, name, c, nil)
			if again := disablePublicAccess.Derive(d.After, disablePublicAccess.Params.Defaults, catalogtest.Now); len(again.Moves) > 0 {
				t.Error("planning again finds more to do")
			}
		})
	}
}
