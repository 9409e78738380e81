package redshift

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/redshift"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/text"
)

var (
	upgradeSummary = catalog.Text(Service, "EnableAutomaticVersionUpgradeOnRedshiftCluster/summary",
		"Lets Redshift upgrade the cluster to new major versions in its maintenance window.",
		"メンテナンスウィンドウ中に、Redshift がクラスターを新しいメジャーバージョンへアップグレードできるようにします。")
	upgradeWindow = catalog.Text(Service, "EnableAutomaticVersionUpgradeOnRedshiftCluster/window",
		"upgrades happen in the weekly window {window} (UTC), on track {track}; the cluster is unavailable for a part of it",
		"アップグレードは毎週 {window} (UTC) のウィンドウに、トラック {track} のバージョンへ行われます。その間、クラスターを利用できない時間があります")
	upgradeUnseen = catalog.Text(Service, "EnableAutomaticVersionUpgradeOnRedshiftCluster/unseen",
		"upgrades happen in the weekly maintenance window, and the cluster is unavailable for a part of it; when that is, is not known: {reason}",
		"アップグレードは毎週のメンテナンスウィンドウに行われ、クラスターを利用できない時間があります。ウィンドウの時間帯は分かりません: {reason}")
	upgradeStays = catalog.Text(Service, "EnableAutomaticVersionUpgradeOnRedshiftCluster/stays",
		"a version that the cluster was upgraded to stays after an undo",
		"一度アップグレードされたバージョンは、元に戻した後もそのままです")
)

var enableUpgrade = catalog.Remediation(Service, catalog.RemediationSpec[redshift.Cluster, catalog.None]{
	Name:     "EnableAutomaticVersionUpgradeOnRedshiftCluster",
	File:     "enable_automatic_version_upgrade_on_redshift_cluster",
	Summary:  upgradeSummary,
	Controls: []control.ID{"Redshift.6"},
	Reads:    []string{"AllowVersionUpgrade"},
	Looks:    []string{"ClusterStatus", "Maintenance"},
	Writes:   []*awsop.Op{modifyCluster.Op},
	Plan: func(c redshift.Cluster, _ catalog.None, _ time.Time) catalog.Edit[redshift.Cluster] {
		if c.AllowVersionUpgrade.Value() {
			return catalog.Edit[redshift.Cluster]{After: c}
		}
		after := c
		after.AllowVersionUpgrade = resource.Is(true)
		move := modify(c, sdk.ModifyClusterInput{AllowVersionUpgrade: aws.Bool(true)}, sdk.ModifyClusterInput{AllowVersionUpgrade: aws.Bool(false)})
		return edit(c, after, move, catalog.Effect{Risk: []text.Message{upgradeWhen(c), upgradeStays.With()}})
	},
})

func upgradeWhen(c redshift.Cluster) text.Message {
	if v, unsure := catalog.Unsure(c, "Maintenance"); unsure {
		return upgradeUnseen.With("reason", v.Reason.Text)
	}
	m := c.Maintenance.Value()
	return upgradeWindow.With("window", m.Window, "track", m.Track)
}
