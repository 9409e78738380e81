package rds

import (
	"slices"
	"strings"
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
	modifySnapshot = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).ModifyDBSnapshotAttribute,
		"rds:ModifyDBSnapshotAttribute").Repeatable())
	modifyClusterSnapshot = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).ModifyDBClusterSnapshotAttribute,
		"rds:ModifyDBClusterSnapshotAttribute").Repeatable())
)

var (
	privateSummary = catalog.Text(Service, "MakeRDSSnapshotPrivate/summary",
		"Takes the right to copy and restore the snapshot away from everybody. Accounts that are named singly keep it.",
		"スナップショットをコピーおよび復元する権利を一般公開から外します。個別に指定されたアカウントの権利は残ります。")
	privateOthers = catalog.Text(Service, "MakeRDSSnapshotPrivate/others",
		"other accounts can no longer copy or restore it; a copy that one has made already stays",
		"他のアカウントはコピーも復元もできなくなります。すでに作られたコピーは残ります")
	privateKept = catalog.Text(Service, "MakeRDSSnapshotPrivate/kept",
		"stays shared with: {accounts}", "次のアカウントとの共有は続きます: {accounts}")
)

var makeSnapshotPrivate = catalog.Remediation(Service, catalog.RemediationSpec[rds.Snapshot, catalog.None]{
	Name:     "MakeRDSSnapshotPrivate",
	File:     "make_rds_snapshot_private",
	Summary:  privateSummary,
	Controls: []control.ID{"RDS.1"},
	Reads:    []string{"Description", "Encrypted", "Restore"},
	Looks:    []string{"Status"},
	Writes:   []*awsop.Op{modifySnapshot.Op, modifyClusterSnapshot.Op},
	Plan: func(s rds.Snapshot, _ catalog.None, _ time.Time) catalog.Edit[rds.Snapshot] {
		if !s.Public() {
			return catalog.Edit[rds.Snapshot]{After: s}
		}
		if why, is := stuckIn(s.Status); is {
			return refuse(s, why)
		}
		kept := slices.DeleteFunc(s.Restore.Value(), func(who string) bool { return who == rds.Everybody })
		s.Restore = resource.Is(kept)
		risk := []text.Message{privateOthers.With()}
		if len(kept) > 0 {
			risk = append(risk, privateKept.With("accounts", strings.Join(kept, ", ")))
		}
		return catalog.Edit[rds.Snapshot]{After: s, Moves: []catalog.Move{snapshotMove(s)}, Effect: catalog.Effect{Risk: risk}}
	},
})

// snapshotMove names only what is taken away, so that other values are not touched, whatever they are by then.
func snapshotMove(s rds.Snapshot) catalog.Move {
	all := []string{rds.Everybody}
	ready := s
	ready.Status = resource.Is(rds.Available)
	if s.Description.Value().Kind == rds.OfCluster {
		return catalog.Move{
			Do: modifyClusterSnapshot.With(&sdk.ModifyDBClusterSnapshotAttributeInput{
				DBClusterSnapshotIdentifier: &s.Name, AttributeName: aws.String(restore), ValuesToRemove: all,
			}),
			Undo: modifyClusterSnapshot.With(&sdk.ModifyDBClusterSnapshotAttributeInput{
				DBClusterSnapshotIdentifier: &s.Name, AttributeName: aws.String(restore), ValuesToAdd: all,
			}),
			Await: available(ready),
		}
	}
	return catalog.Move{
		Do: modifySnapshot.With(&sdk.ModifyDBSnapshotAttributeInput{
			DBSnapshotIdentifier: &s.Name, AttributeName: aws.String(restore), ValuesToRemove: all,
		}),
		Undo: modifySnapshot.With(&sdk.ModifyDBSnapshotAttributeInput{
			DBSnapshotIdentifier: &s.Name, AttributeName: aws.String(restore), ValuesToAdd: all,
		}),
		Await: available(ready),
	}
}
