package rds

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/text"
)

var (
	copySummary = catalog.Text(Service, "CopyRDSSnapshot/summary",
		"Makes an encrypted copy of a snapshot of a DB instance; one that is there already is used if it is of the same data.",
		"DB インスタンスのスナップショットの暗号化されたコピーを作成します。同じデータのコピーがすでにあれば、それを使います。")
	copyWaits = catalog.Text(Service, "CopyRDSSnapshot/waits",
		"RDS copies the data, which takes minutes to hours", "RDS がデータをコピーしています。数分から数時間かかります")
	copyPlain = catalog.Text(Service, "CopyRDSSnapshot/plain",
		"a snapshot {copy} is there already and is not encrypted", "スナップショット {copy} がすでにあり、暗号化されていません")
	copyOther = catalog.Text(Service, "CopyRDSSnapshot/other",
		"a snapshot {copy} is there already, and that it holds the data of {original} does not show: it is of {source}, taken {taken}",
		"スナップショット {copy} がすでにありますが、{original} と同じデータかどうか確認できません ({source} のもので、取得日時は {taken})")
	copyStatus = catalog.Text(Service, "CopyRDSSnapshot/status",
		"the copy {copy} is there and its status is {status}: wait until it is available, or delete it if it never will be, and plan again",
		"コピー {copy} の状態が {status} です。available になるまで待つか、ならない場合は削除してから、プランを作り直してください")
	copyStays = catalog.Text(Service, "CopyRDSSnapshot/stays",
		"once {original} is deleted, the copy is all that is left of its data; so undoing leaves it",
		"{original} を削除すると、データはこのコピーにしか残りません。そのため、元に戻す操作ではコピーを残します")
	copyShare = catalog.Text(Service, "CopyRDSSnapshot/share",
		"a snapshot that is encrypted with {key} cannot be shared with other accounts", "{key} で暗号化されたスナップショットは、他のアカウントと共有できません")
	copyCost = catalog.Text(Service, "CopyRDSSnapshot/cost",
		"the copy is charged as backup storage, as far as it is more than RDS gives free of charge; how much of the data it holds is not known before",
		"コピーは無料枠を超えた分がバックアップストレージとして課金されます。データの量は事前には分かりません")
)

type copyParams struct {
	// Original is the snapshot that is copied, of the same region; Instance, Engine and Taken are what it is of.
	Original string    `json:"original"`
	Instance string    `json:"instance"`
	Engine   string    `json:"engine"`
	Taken    time.Time `json:"taken"`
	// Tags are those of the original.
	Tags     map[string]string `json:"tags"`
	KMSKeyID string            `json:"kmsKeyId"`
	// Replaces tells that the original will be deleted.
	Replaces bool `json:"replaces"`
}

var copyEncrypted = catalog.Remediation(Service, catalog.RemediationSpec[rds.Snapshot, copyParams]{
	Name:     "CopyRDSSnapshot",
	Own:      true,
	Helper:   true,
	Makes:    plan.Creates,
	OneWay:   true,
	File:     "copy_rds_snapshot",
	Summary:  copySummary,
	Reads:    snapshotFacts,
	Defaults: copyParams{Tags: map[string]string{}, KMSKeyID: awsKey},
	Writes:   []*awsop.Op{copySnapshot.Op, deleteSnapshot.Op},
	Wait:     4 * time.Hour,
	Plan: func(s rds.Snapshot, p copyParams, _ time.Time) catalog.Edit[rds.Snapshot] {
		if !resource.IsMissing(s) {
			if why := unfit(s, p); !why.IsZero() {
				return refuse(s, why)
			}
			return catalog.Edit[rds.Snapshot]{After: s}
		}
		move := catalog.Move{Do: copySnapshot.With(&sdk.CopyDBSnapshotInput{
			SourceDBSnapshotIdentifier: &p.Original, TargetDBSnapshotIdentifier: &s.Name, KmsKeyId: &p.KMSKeyID, Tags: tagList(copyTagsOf(p)),
		})}
		effect := catalog.Effect{Waits: copyWaits.With(), Cost: plan.CostUnknown(copyCost.With())}
		if p.Replaces {
			effect.Irreversible = copyStays.With("original", p.Original)
		} else {
			move.Undo = deleteSnapshot.With(&sdk.DeleteDBSnapshotInput{DBSnapshotIdentifier: &s.Name})
		}
		if p.KMSKeyID == awsKey {
			effect.Risk = []text.Message{copyShare.With("key", p.KMSKeyID)}
		}
		return catalog.Edit[rds.Snapshot]{After: copied(s, p), Moves: []catalog.Move{move}, Effect: effect}
	},
})

// copied is the copy as it shall be.
func copied(s rds.Snapshot, p copyParams) rds.Snapshot {
	s.Description = resource.Is(rds.Description{Kind: rds.OfInstance, Type: rds.Manual, Source: p.Instance, Engine: p.Engine})
	s.Status, s.Encrypted, s.Taken = resource.Is(rds.Available), resource.Is(true), resource.Is(p.Taken)
	if p.Taken.IsZero() {
		s.Taken = resource.Fact[time.Time]{} // the original does not say
	}
	s.Tags = resource.Is(copyTagsOf(p))
	return s
}

// copyTagsOf are the original's tags and ours. RDS copies none as soon as one is named, and nobody can name those of AWS.
func copyTagsOf(p copyParams) map[string]string {
	all := map[string]string{} // the original's may be nil
	maps.Copy(all, p.Tags)
	maps.DeleteFunc(all, func(key, _ string) bool { return strings.HasPrefix(key, "aws:") })
	maps.Copy(all, resource.Created())
	return all
}

func tagList(tags map[string]string) []types.Tag {
	var list []types.Tag
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, types.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
	}
	return list
}

// unfit says why a snapshot of the copy's name cannot take the original's place. Its name proves nothing; that its data
// were taken at the same moment of the same instance does.
func unfit(s rds.Snapshot, p copyParams) text.Message {
	at, known := s.Taken.Get()
	taken := "?"
	if known {
		taken = at.Format(time.RFC3339)
	}
	switch source := s.Description.Value().Source; {
	case !s.Encrypted.Value():
		return copyPlain.With("copy", s.Name)
	case s.Status.Value() != rds.Available:
		return copyStatus.With("copy", s.Name, "status", s.Status.Value())
	case source != p.Instance || !known || !at.Equal(p.Taken):
		return copyOther.With("copy", s.Name, "original", p.Original, "source", source, "taken", taken)
	}
	return text.Message{}
}
