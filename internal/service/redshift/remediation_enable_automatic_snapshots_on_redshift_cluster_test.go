package redshift

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

func TestEnableAutomaticSnapshotsOnRedshiftCluster(t *testing.T) {
	t.Parallel()
	paused := keeping(0)
	paused.ClusterStatus = resource.Is("paused")
	unread := keeping(0)
	unread.AutomatedSnapshotRetentionPeriod = resource.HiddenFor[int32](catalogtest.Denied)
	for name, c := range map[string]struct {
		cluster redshift.Cluster
		params  map[string]any
	}{
		"off":    {keeping(0), nil},
		"short":  {keeping(1), nil},
		"week":   {keeping(7), nil},
		"longer": {keeping(35), nil},
		"month":  {keeping(7), map[string]any{"MinRetentionPeriod": 30}},
		"paused": {paused, nil},
		"unread": {unread, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			catalogtest.Golden(t, enableSnapshots, name, c.cluster, c.params)
		})
	}
	for _, days := range []int{0, 36} {
		if _, err := enableSnapshots.Params.With(map[string]any{"MinRetentionPeriod": days}); err == nil {
			t.Errorf("%d days are taken", days)
		}
	}
}
