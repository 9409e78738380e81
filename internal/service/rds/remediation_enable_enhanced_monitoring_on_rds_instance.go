package rds

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/text"
)

var (
	monitoringSummary = catalog.Text(Service, "EnableEnhancedMonitoringOnRDSInstance/summary",
		"Has RDS collect metrics of the DB instance's operating system every minute, by a role that is created where none is named. The instances of a Multi-AZ DB cluster are changed together.",
		"RDS が DB インスタンスの OS メトリクスを 1 分間隔で収集するようにします。ロールの指定がなければ作成します。マルチ AZ DB クラスターでは全インスタンスがまとめて変更されます。")
	monitoringEngine = catalog.Text(Service, "EnableEnhancedMonitoringOnRDSInstance/engine",
		"RDS has no enhanced monitoring for the engine {engine}", "エンジン {engine} では拡張モニタリングを利用できません")
	monitoringCost = catalog.Text(Service, "EnableEnhancedMonitoringOnRDSInstance/cost",
		"the metrics go to the log group RDSOSMetrics and are charged as its events; how much that is depends on the interval ({seconds} seconds) and on how many processes run",
		"メトリクスはロググループ RDSOSMetrics に送られ、そのイベントとして課金されます。量は間隔 ({seconds} 秒) と動作中のプロセス数によって異なります")
)

type monitoringParams struct {
	// MonitoringInterval is in seconds; an instance that is monitored already keeps its own, unless Exact is set.
	MonitoringInterval int32 `json:"monitoringInterval"`
	Exact              bool  `json:"exact"`
	// MonitoringRoleArn is the role that sends the metrics; empty means that of the established solution, which is created
	// where it is missing. An instance that has a role keeps it.
	MonitoringRoleArn string `json:"monitoringRoleArn"`
	// Namespace is what the name of the created role ends with.
	Namespace string `json:"namespace"`
}

// Validate refuses intervals that RDS does not have, and 0, which is off.
func (p monitoringParams) Validate() error {
	if !slices.Contains(intervals, p.MonitoringInterval) {
		return fmt.Errorf("monitoringInterval is %d; it can be 1, 5, 10, 15, 30 or 60", p.MonitoringInterval)
	}
	return nil
}

var enableMonitoring = catalog.Remediation(Service, catalog.RemediationSpec[rds.DBInstance, monitoringParams]{
	Name:     "EnableEnhancedMonitoringOnRDSInstance",
	File:     "enable_enhanced_monitoring_on_rds_instance",
	Summary:  monitoringSummary,
	Controls: []control.ID{"RDS.6"},
	Reads:    []string{"MonitoringInterval", "MonitoringRole", "Engine", "Cluster"},
	Looks:    []string{"Status"},
	Defaults: monitoringParams{MonitoringInterval: 60},
	Writes:   []*awsop.Op{modifyInstance.Op, modifyCluster.Op},
	Plan: func(i rds.DBInstance, p monitoringParams, _ time.Time) catalog.Edit[rds.DBInstance] {
		before := i.MonitoringInterval.Value()
		if before == p.MonitoringInterval || before > 0 && !p.Exact {
			return catalog.Edit[rds.DBInstance]{After: i}
		}
		if e := i.Engine.Value(); rds.Custom(e) || e == "neptune" || e == "docdb" {
			return refuse(i, monitoringEngine.With("engine", e))
		}
		if why, is := stuckIn(i.Status); is {
			return refuse(i, why)
		}
		var e catalog.Edit[rds.DBInstance]
		role := i.MonitoringRole.Value()
		if role == "" {
			role, e.First = monitoringRole(i, p)
			i.MonitoringRole = resource.Fact[string]{} // RDS may keep it when monitoring is off again
		}
		e.Moves = []catalog.Move{monitoringMove(i, role, p.MonitoringInterval)}
		if cluster := i.MultiAZCluster(); cluster != "" {
			e.Risk = []text.Message{allMembers.With("cluster", cluster)}
		}
		i.MonitoringInterval = resource.Is(p.MonitoringInterval)
		e.After, e.Cost = i, plan.CostUnknown(monitoringCost.With("seconds", strconv.Itoa(int(p.MonitoringInterval))))
		return e
	},
})

// monitoringMove goes by the cluster where RDS does not let the instance be changed by itself. RDS changes monitoring at
// once, so that nothing else that waits is released.
func monitoringMove(i rds.DBInstance, role string, seconds int32) catalog.Move {
	on, off := aws.Int32(seconds), aws.Int32(i.MonitoringInterval.Value())
	if cluster := i.MultiAZCluster(); cluster != "" {
		return clusterMove(cluster, sdk.ModifyDBClusterInput{MonitoringInterval: on, MonitoringRoleArn: &role},
			sdk.ModifyDBClusterInput{MonitoringInterval: off}, availableInstance(i))
	}
	return instanceMove(i, sdk.ModifyDBInstanceInput{MonitoringInterval: on, MonitoringRoleArn: &role},
		sdk.ModifyDBInstanceInput{MonitoringInterval: off})
}
