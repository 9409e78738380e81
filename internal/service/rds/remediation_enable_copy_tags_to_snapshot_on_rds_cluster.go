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

var copyTagsSummary = catalog.Text(Service, "EnableCopyTagsToSnapshotOnRDSCluster/summary",
	"Makes new snapshots of the DB cluster carry its tags. Snapshots that exist stay as they are, and no other change of the cluster that waits is released.",
	"DB クラスターの今後のスナップショットに、クラスターのタグが付くようにします。既存のスナップショットは変わらず、保留中の他の変更も適用されません。")

var copyTags = catalog.Remediation(Service, catalog.RemediationSpec[rds.DBCluster, catalog.None]{
	Name:     "EnableCopyTagsToSnapshotOnRDSCluster",
	File:     "enable_copy_tags_to_snapshot_on_rds_cluster",
	Summary:  copyTagsSummary,
	Controls: []control.ID{"RDS.16"},
	Reads:    []string{"CopyTagsToSnapshot"},
	Looks:    []string{"Status"},
	Writes:   []*awsop.Op{modifyCluster.Op},
	Plan: func(c rds.DBCluster, _ catalog.None, _ time.Time) catalog.Edit[rds.DBCluster] {
		if c.CopyTagsToSnapshot.Value() {
			return catalog.Edit[rds.DBCluster]{After: c}
		}
		if why, is := stuckIn(c.Status); is {
			return refuse(c, why)
		}
		c.CopyTagsToSnapshot = resource.Is(true)
		return catalog.Edit[rds.DBCluster]{
			After: c,
			Moves: []catalog.Move{clusterMove(c.Name,
				sdk.ModifyDBClusterInput{CopyTagsToSnapshot: aws.Bool(true)},
				sdk.ModifyDBClusterInput{CopyTagsToSnapshot: aws.Bool(false)}, availableCluster(c))},
		}
	},
})
