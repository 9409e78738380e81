package redshift

import (
	"errors"
	"strconv"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/redshift"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/text"
)

var (
	snapshotsSummary = catalog.Text(Service, "EnableAutomaticSnapshotsOnRedshiftCluster/summary",
		"Has automated snapshots of the cluster kept for MinRetentionPeriod days; a longer period stays.",
		"自動スナップショットの保持期間を MinRetentionPeriod 日にします。それより長い期間は変わりません。")
	snapshotsCost = catalog.Text(Service, "EnableAutomaticSnapshotsOnRedshiftCluster/cost",
		"snapshots are then kept for {days} days instead of {before}; what their storage costs depends on how much data changes in that time and on the node type",
		"スナップショットの保持期間が {before} 日から {days} 日になります。ストレージの費用は、その間に変更されるデータの量とノードタイプによって異なります")
	snapshotsUndo = catalog.Text(Service, "EnableAutomaticSnapshotsOnRedshiftCluster/undo",
		"an undo deletes the automated snapshots that are older than the former {before} days",
		"元に戻すと、以前の保持期間 {before} 日を過ぎた自動スナップショットは削除されます")
	snapshotsUndoAll = catalog.Text(Service, "EnableAutomaticSnapshotsOnRedshiftCluster/undo-all",
		"automated snapshots are off today; an undo switches them off again, which deletes all of them",
		"現在、自動スナップショットは無効です。元に戻すと再び無効になり、自動スナップショットはすべて削除されます")
)

// snapshotParams is the period to have at least.
type snapshotParams struct {
	// MinRetentionPeriod is in days.
	MinRetentionPeriod int32 `json:"MinRetentionPeriod"`
}

// Validate refuses what Redshift would not take, and 0, which switches snapshots off.
func (p snapshotParams) Validate() error {
	if p.MinRetentionPeriod < 1 || p.MinRetentionPeriod > 35 {
		return errors.New("MinRetentionPeriod must be between 1 and 35 days")
	}
	return nil
}

var enableSnapshots = catalog.Remediation(Service, catalog.RemediationSpec[redshift.Cluster, snapshotParams]{
	Name:     "EnableAutomaticSnapshotsOnRedshiftCluster",
	File:     "enable_automatic_snapshots_on_redshift_cluster",
	Summary:  snapshotsSummary,
	Controls: []control.ID{"Redshift.3"},
	Reads:    []string{"AutomatedSnapshotRetentionPeriod"},
	Looks:    []string{"ClusterStatus"},
	Defaults: snapshotParams{MinRetentionPeriod: 7},
	Writes:   []*awsop.Op{modifyCluster.Op},
	Plan: func(c redshift.Cluster, p snapshotParams, _ time.Time) catalog.Edit[redshift.Cluster] {
		before := c.AutomatedSnapshotRetentionPeriod.Value()
		if before >= p.MinRetentionPeriod {
			return catalog.Edit[redshift.Cluster]{After: c}
		}
		after := c
		after.AutomatedSnapshotRetentionPeriod = resource.Is(p.MinRetentionPeriod)
		move := modify(c, sdk.ModifyClusterInput{AutomatedSnapshotRetentionPeriod: &p.MinRetentionPeriod},
			sdk.ModifyClusterInput{AutomatedSnapshotRetentionPeriod: &before})
		was := strconv.Itoa(int(before))
		risk := snapshotsUndo.With("before", was)
		if before == 0 {
			risk = snapshotsUndoAll.With()
		}
		return edit(c, after, move, catalog.Effect{
			Cost: plan.CostUnknown(snapshotsCost.With("days", strconv.Itoa(int(p.MinRetentionPeriod)), "before", was)),
			Risk: []text.Message{risk},
		})
	},
})
