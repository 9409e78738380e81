package ec2

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/text"
)

var modifySnapshot = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).ModifySnapshotAttribute,
	"ec2:ModifySnapshotAttribute").Repeatable().On(snapshotARN))

var (
	snapshotsSummary = catalog.Text(Service, "MakeEBSSnapshotsPrivate/summary",
		"Takes the right to restore from everybody, snapshot by snapshot; rights of single accounts stay.",
		"各スナップショットから全員への復元許可を取り除きます。個々のアカウントへの許可は変わりません。")
	snapshotsRisk = catalog.Text(Service, "MakeEBSSnapshotsPrivate/risk",
		"accounts that restore or copy {snapshots} without being named in the snapshot's own permissions can no longer do so; volumes and copies that they have made stay theirs",
		"スナップショット自体の許可に明記されていないアカウントは {snapshots} の復元もコピーもできなくなります。すでに作成されたボリュームやコピーは残ります")
)

var makeSnapshotsPrivate = catalog.Remediation(Service, catalog.RemediationSpec[ec2.Account, catalog.None]{
	Name:     "MakeEBSSnapshotsPrivate",
	File:     "make_ebs_snapshots_private",
	Summary:  snapshotsSummary,
	Controls: []control.ID{"EC2.1"},
	Reads:    []string{"PublicSnapshots"},
	Writes:   []*awsop.Op{modifySnapshot.Op},
	Plan: func(a ec2.Account, _ catalog.None, _ time.Time) catalog.Edit[ec2.Account] {
		public := a.PublicSnapshots.Value()
		if len(public) == 0 {
			return catalog.Edit[ec2.Account]{After: a}
		}
		e := catalog.Edit[ec2.Account]{
			Effect: catalog.Effect{Risk: []text.Message{snapshotsRisk.With("snapshots", listed(public))}},
		}
		for i, id := range public {
			a.PublicSnapshots = resource.Is(slices.Clone(public[i+1:]))
			e.Moves = append(e.Moves, catalog.Move{
				Do: forEverybody(id, types.OperationTypeRemove), Undo: forEverybody(id, types.OperationTypeAdd), Leaves: a,
			})
		}
		e.Moves[len(e.Moves)-1].Leaves = nil
		e.After = a
		return e
	},
})

func forEverybody(snapshot string, do types.OperationType) awsop.Bound {
	return modifySnapshot.With(&sdk.ModifySnapshotAttributeInput{
		SnapshotId: &snapshot, Attribute: types.SnapshotAttributeNameCreateVolumePermission,
		OperationType: do, GroupNames: []string{string(types.PermissionGroupAll)},
	})
}

// snapshotARN is without account: IAM's ARNs of snapshots have none.
func snapshotARN(in *sdk.ModifySnapshotAttributeInput, at awsop.Site) []string {
	return []string{resource.ARN(at.Region, "ec2", at.Region, "", "snapshot/"+aws.ToString(in.SnapshotId))}
}
