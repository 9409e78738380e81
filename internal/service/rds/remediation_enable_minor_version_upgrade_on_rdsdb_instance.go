package rds

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/text"
)

var (
	minorSummary = catalog.Text(Service, "EnableMinorVersionUpgradeOnRDSDBInstance/summary",
		"Lets RDS upgrade the DB instance to new minor versions by itself, in its maintenance window. The instances of a Multi-AZ DB cluster are changed together.",
		"RDS がメンテナンスウィンドウ内に、DB インスタンスを新しいマイナーバージョンへ自動で更新するようにします。マルチ AZ DB クラスターでは全インスタンスがまとめて変更されます。")
	minorCustom = catalog.Text(Service, "EnableMinorVersionUpgradeOnRDSDBInstance/custom",
		"the engine {engine} is one of RDS Custom, which does not upgrade minor versions by itself",
		"エンジン {engine} は RDS Custom のもので、マイナーバージョンの自動更新に対応していません")
	minorRestart = catalog.Text(Service, "EnableMinorVersionUpgradeOnRDSDBInstance/restart",
		"an upgrade restarts the database, in the maintenance window {window} UTC",
		"更新の際は、メンテナンスウィンドウ {window} (UTC) にデータベースが再起動します")
	minorAurora = catalog.Text(Service, "EnableMinorVersionUpgradeOnRDSDBInstance/aurora",
		"the DB cluster {cluster} is upgraded only once all of its instances have the setting on",
		"DB クラスター {cluster} が更新されるのは、全インスタンスでこの設定が有効になってからです")
)

var enableMinorUpgrade = catalog.Remediation(Service, catalog.RemediationSpec[rds.DBInstance, catalog.None]{
	Name:     "EnableMinorVersionUpgradeOnRDSDBInstance",
	File:     "enable_minor_version_upgrade_on_rdsdb_instance",
	Summary:  minorSummary,
	Controls: []control.ID{"RDS.13"},
	Reads:    []string{"AutoMinorVersionUpgrade", "Engine", "Cluster"},
	Looks:    []string{"Status", "MaintenanceWindow"},
	Writes:   []*awsop.Op{modifyInstance.Op, modifyCluster.Op},
	Plan: func(i rds.DBInstance, _ catalog.None, _ time.Time) catalog.Edit[rds.DBInstance] {
		if i.AutoMinorVersionUpgrade.Value() {
			return catalog.Edit[rds.DBInstance]{After: i}
		}
		if engine := i.Engine.Value(); rds.Custom(engine) {
			return refuse(i, minorCustom.With("engine", engine))
		}
		if why, is := stuckIn(i.Status); is {
			return refuse(i, why)
		}
		i.AutoMinorVersionUpgrade = resource.Is(true)
		return catalog.Edit[rds.DBInstance]{
			After: i, Moves: []catalog.Move{minorMove(i)}, Effect: catalog.Effect{Risk: minorRisk(i)},
		}
	},
})

// minorMove goes by the cluster where RDS does not let the instance be changed by itself.
func minorMove(i rds.DBInstance) catalog.Move {
	on, off := aws.Bool(true), aws.Bool(false)
	if cluster := i.MultiAZCluster(); cluster != "" {
		return clusterMove(cluster, sdk.ModifyDBClusterInput{AutoMinorVersionUpgrade: on}, sdk.ModifyDBClusterInput{AutoMinorVersionUpgrade: off},
			availableInstance(i))
	}
	return instanceMove(i, sdk.ModifyDBInstanceInput{AutoMinorVersionUpgrade: on}, sdk.ModifyDBInstanceInput{AutoMinorVersionUpgrade: off})
}

func minorRisk(i rds.DBInstance) []text.Message {
	var risk []text.Message
	if window, known := i.MaintenanceWindow.Get(); known {
		risk = append(risk, minorRestart.With("window", window))
	}
	if cluster := i.MultiAZCluster(); cluster != "" {
		return append(risk, allMembers.With("cluster", cluster))
	}
	if cluster := i.Cluster.Value(); cluster != "" && rds.Aurora(i.Engine.Value()) {
		return append(risk, minorAurora.With("cluster", cluster))
	}
	return risk
}
