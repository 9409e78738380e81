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

var protectClusterSummary = catalog.Text(Service, "EnableRDSClusterDeletionProtection/summary",
	"Switches on deletion protection of the DB cluster. RDS does that at once.",
	"DB クラスターの削除保護を有効にします。変更は即時に適用されます。")

var protectCluster = catalog.Remediation(Service, catalog.RemediationSpec[rds.DBCluster, catalog.None]{
	Name:     "EnableRDSClusterDeletionProtection",
	File:     "enable_rds_cluster_deletion_protection",
	Summary:  protectClusterSummary,
	Controls: []control.ID{"RDS.7"},
	Reads:    []string{"DeletionProtection"},
	Looks:    []string{"Status", "Tags"},
	Writes:   []*awsop.Op{modifyCluster.Op},
	Plan: func(c rds.DBCluster, _ catalog.None, _ time.Time) catalog.Edit[rds.DBCluster] {
		if c.DeletionProtection.Value() {
			return catalog.Edit[rds.DBCluster]{After: c}
		}
		if why, is := stuckIn(c.Status); is {
			return refuse(c, why)
		}
		c.DeletionProtection = resource.Is(true)
		return catalog.Edit[rds.DBCluster]{
			After: c,
			Moves: []catalog.Move{clusterMove(c.Name,
				sdk.ModifyDBClusterInput{DeletionProtection: aws.Bool(true)},
				sdk.ModifyDBClusterInput{DeletionProtection: aws.Bool(false)}, availableCluster(c))},
			Effect: catalog.Effect{Risk: protectionRisk(c.Tags)},
		}
	},
})
