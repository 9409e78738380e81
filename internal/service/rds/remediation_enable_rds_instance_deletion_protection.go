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
)

var (
	protectInstanceSummary = catalog.Text(Service, "EnableRDSInstanceDeletionProtection/summary",
		"Switches on deletion protection of the DB instance. RDS does that at once.",
		"DB インスタンスの削除保護を有効にします。変更は即時に適用されます。")
	protectInstanceMember = catalog.Text(Service, "EnableRDSInstanceDeletionProtection/member",
		"the instance belongs to the DB cluster {cluster}; deletion protection is a setting of the cluster",
		"DB クラスター {cluster} に属するインスタンスです。削除保護はクラスターの設定です")
)

var protectInstance = catalog.Remediation(Service, catalog.RemediationSpec[rds.DBInstance, catalog.None]{
	Name:     "EnableRDSInstanceDeletionProtection",
	File:     "enable_rds_instance_deletion_protection",
	Summary:  protectInstanceSummary,
	Controls: []control.ID{"RDS.8"},
	Reads:    []string{"DeletionProtection", "Cluster"},
	Looks:    []string{"Status", "Tags"},
	Writes:   []*awsop.Op{modifyInstance.Op},
	Plan: func(i rds.DBInstance, _ catalog.None, _ time.Time) catalog.Edit[rds.DBInstance] {
		if i.DeletionProtection.Value() {
			return catalog.Edit[rds.DBInstance]{After: i}
		}
		if cluster := i.Cluster.Value(); cluster != "" {
			return refuse(i, protectInstanceMember.With("cluster", cluster))
		}
		if why, is := stuckIn(i.Status); is {
			return refuse(i, why)
		}
		i.DeletionProtection = resource.Is(true)
		return catalog.Edit[rds.DBInstance]{
			After: i,
			Moves: []catalog.Move{instanceMove(i,
				sdk.ModifyDBInstanceInput{DeletionProtection: aws.Bool(true)},
				sdk.ModifyDBInstanceInput{DeletionProtection: aws.Bool(false)})},
			Effect: catalog.Effect{Risk: protectionRisk(i.Tags)},
		}
	},
})
