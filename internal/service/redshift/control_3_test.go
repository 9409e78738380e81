package redshift

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
)

func keeping(days int32) redshift.Cluster {
	return clusterWith(func(c *redshift.Cluster) { c.AutomatedSnapshotRetentionPeriod = resource.Is(days) })
}

func TestControl3(t *testing.T) {
	t.Parallel()
	hidden := clusterWith(func(c *redshift.Cluster) {
		c.AutomatedSnapshotRetentionPeriod = resource.HiddenFor[int32](catalogtest.Denied)
	})
	month := map[string]any{"MinRetentionPeriod": 30}
	catalogtest.Judge(t, control3, map[string]catalogtest.Case{
		"off":                {Resource: keeping(0), Want: control.Failed, Reason: "automated snapshots are off"},
		"one day":            {Resource: keeping(1), Want: control.Failed, Reason: "kept for 1 days, 7 are required"},
		"six days":           {Resource: keeping(6), Want: control.Failed, Reason: "kept for 6 days, 7 are required"},
		"a week":             {Resource: keeping(7), Want: control.Passed, Reason: "kept for 7 days"},
		"longest":            {Resource: keeping(35), Want: control.Passed},
		"less than a month":  {Resource: keeping(29), Params: month, Want: control.Failed, Reason: "kept for 29 days, 30 are required"},
		"a month":            {Resource: keeping(30), Params: month, Want: control.Passed},
		"off, asked for 30":  {Resource: keeping(0), Params: month, Want: control.Failed, Reason: "off"},
		"denied":             {Resource: hidden, Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"denied, asked more": {Resource: hidden, Params: month, Want: control.NotAvailable},
	})
	for _, days := range []int{0, 6, 36, -1} {
		if _, err := control3.Params.With(map[string]any{"MinRetentionPeriod": days}); err == nil {
			t.Errorf("%d days are taken", days)
		}
	}
}
