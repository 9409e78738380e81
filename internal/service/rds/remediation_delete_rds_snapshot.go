package rds

import (
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/text"
)

var (
	deleteSummary = catalog.Text(Service, "DeleteRDSSnapshot/summary",
		"Deletes a snapshot of a DB instance that is not encrypted, after its encrypted copy was made.",
		"暗号化されたコピーの作成後に、DB インスタンスの暗号化されていないスナップショットを削除します。")
	deleteFinal = catalog.Text(Service, "DeleteRDSSnapshot/final",
		"RDS cannot bring a deleted snapshot back; its data stay in the encrypted copy {copy}",
		"削除したスナップショットは RDS でも復元できません。データは暗号化されたコピー {copy} に残ります")
	deleteNames = catalog.Text(Service, "DeleteRDSSnapshot/names",
		"whatever restores it by its name must name {copy} from now on", "この名前で復元しているものは、今後 {copy} を指定する必要があります")
	deleteShared = catalog.Text(Service, "DeleteRDSSnapshot/shared",
		"these accounts can restore it today, and cannot restore the copy: {accounts}", "次のアカウントは現在これを復元できますが、コピーは復元できません: {accounts}")
	deletePublic = catalog.Text(Service, "DeleteRDSSnapshot/public",
		"every AWS account can restore it until it is deleted; to end that at once, plan with MakeRDSSnapshotPrivate alone",
		"削除されるまで、すべての AWS アカウントがこれを復元できます。すぐに止めるには、MakeRDSSnapshotPrivate だけでプランを作成してください")
)

type deleteParams struct {
	// Copy is the encrypted copy, whose step comes before.
	Copy string `json:"copy"`
}

var deleteOriginal = catalog.Remediation(Service, catalog.RemediationSpec[rds.Snapshot, deleteParams]{
	Name:    "DeleteRDSSnapshot",
	Own:     true,
	Helper:  true,
	Makes:   plan.Deletes,
	OneWay:  true,
	File:    "delete_rds_snapshot",
	Summary: deleteSummary,
	Reads:   []string{"Description", "Encrypted", "Taken"},
	Looks:   []string{"Restore", "Status"},
	Writes:  []*awsop.Op{deleteSnapshot.Op},
	Plan: func(s rds.Snapshot, p deleteParams, _ time.Time) catalog.Edit[rds.Snapshot] {
		if resource.IsMissing(s) || s.Encrypted.Value() {
			return catalog.Edit[rds.Snapshot]{After: s}
		}
		ready := s
		ready.Status = resource.Is(rds.Available)
		if why := noCopy(ready); !why.IsZero() {
			return refuse(s, why)
		}
		after := s
		resource.Vanish(&after, resource.NamesOf(s)...)
		return catalog.Edit[rds.Snapshot]{
			After: after, Behind: []resource.Ref{snapshotRef(s.Ref, p.Copy)},
			Moves: []catalog.Move{{
				Do:    deleteSnapshot.With(&sdk.DeleteDBSnapshotInput{DBSnapshotIdentifier: &s.Name}),
				Await: available(ready),
			}},
			Effect: catalog.Effect{
				Irreversible: deleteFinal.With("copy", p.Copy), Risk: append(deleteRisk(s), deleteNames.With("copy", p.Copy)),
			},
		}
	},
})

// deleteRisk names those who can restore the snapshot.
func deleteRisk(s rds.Snapshot) []text.Message {
	var risk []text.Message
	if s.Public() {
		risk = append(risk, deletePublic.With())
	}
	accounts := slices.DeleteFunc(slices.Clone(s.Restore.Value()), func(who string) bool { return who == rds.Everybody })
	if len(accounts) > 0 {
		risk = append(risk, deleteShared.With("accounts", strings.Join(accounts, ", ")))
	}
	return risk
}
