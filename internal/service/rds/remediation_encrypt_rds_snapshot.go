package rds

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/text"
)

// awsKey is the key that AWS manages for RDS.
const awsKey = "alias/aws/rds"

// Everything about a snapshot decides: what it is of, when it was taken, and its tags, which the copy gets.
var snapshotFacts = []string{"Description", "Status", "Encrypted", "Taken", "Tags"}

var (
	encryptSummary = catalog.Text(Service, "EncryptRDSSnapshot/summary",
		"Makes an encrypted copy of the snapshot of a DB instance, and deletes the original when the copy is available.",
		"DB インスタンスのスナップショットの暗号化されたコピーを作成し、コピーが利用可能になったら元のスナップショットを削除します。")
	encryptCluster = catalog.Text(Service, "EncryptRDSSnapshot/cluster",
		"RDS takes no key for the copy of an unencrypted cluster snapshot: restore it into a new cluster with a KMS key, take a snapshot of that, and delete this one",
		"暗号化されていないクラスタースナップショットのコピーに、RDS はキーを指定させません。KMS キーを指定して新しいクラスターに復元し、そのスナップショットを取得してから、このスナップショットを削除してください")
	encryptAutomated = catalog.Text(Service, "EncryptRDSSnapshot/automated",
		"RDS made the snapshot by itself and deletes it after the retention period; encrypt the database {source} (see RDS.3), and new ones are encrypted",
		"RDS が自動で作成したスナップショットで、保持期間が過ぎると RDS が削除します。データベース {source} を暗号化すれば (RDS.3 を参照)、今後のスナップショットは暗号化されます")
	encryptBackup = catalog.Text(Service, "EncryptRDSSnapshot/backup",
		"the snapshot belongs to AWS Backup, which deletes it by its lifecycle; encrypt the database {source} (see RDS.3), and new ones are encrypted",
		"AWS Backup のスナップショットで、ライフサイクルに従って AWS Backup が削除します。データベース {source} を暗号化すれば (RDS.3 を参照)、今後のスナップショットは暗号化されます")
	encryptStatus = catalog.Text(Service, "EncryptRDSSnapshot/status",
		"its status is {status}, and RDS copies only what is available", "状態が {status} です。RDS がコピーできるのは available のものだけです")
	encryptNext = catalog.Text(Service, "EncryptRDSSnapshot/next",
		"the database {source} stays as it is: unless it is encrypted, its next snapshot fails RDS.4 again (see RDS.3)",
		"データベース {source} 自体は変わりません。暗号化されていなければ、次のスナップショットも RDS.4 に不合格となります (RDS.3 を参照)")
	encryptKept = catalog.Text(Service, "EncryptRDSSnapshot/kept",
		"keepOriginal is set: {copy} is the encrypted copy, and deleting the original is left to a person",
		"keepOriginal が設定されています。暗号化されたコピーは {copy} です。元のスナップショットの削除は人が行ってください")
)

type encryptParams struct {
	// KMSKeyID is the key of the copy: an ARN, an id or an alias.
	KMSKeyID string `json:"kmsKeyId"`
	// KeepOriginal leaves the original, which goes on failing.
	KeepOriginal bool `json:"keepOriginal"`
}

var encryptSnapshot = catalog.Bundle(Service, catalog.BundleSpec[rds.Snapshot, encryptParams]{
	Name:     "EncryptRDSSnapshot",
	File:     "encrypt_rds_snapshot",
	Summary:  encryptSummary,
	Controls: []control.ID{"RDS.4"},
	Defaults: encryptParams{KMSKeyID: awsKey},
	Needs:    []catalog.Need{catalog.Needs[rds.Snapshot](snapshotFacts...)},
	Plan: func(r rds.Snapshot, w catalog.World, p encryptParams, _ time.Time) catalog.Bundled {
		s, found := catalog.Find(w, func(s rds.Snapshot) bool { return s.Ref == r.Ref })
		if !found {
			return catalog.Bundled{Refused: notListed(w)}
		}
		if v, unsure := catalog.Unsure(s, snapshotFacts...); unsure {
			return catalog.Bundled{Refused: v.Reason}
		}
		if s.Encrypted.Value() {
			return catalog.Bundled{}
		}
		if why := noCopy(s); !why.IsZero() {
			return catalog.Bundled{Refused: why}
		}
		b := catalog.Bundled{
			Requests: []catalog.Request{copyRequest(s, p)},
			Notes:    []text.Message{encryptNext.With("source", s.Description.Value().Source)},
		}
		if p.KeepOriginal {
			b.Short = map[control.ID]text.Message{"RDS.4": encryptKept.With("copy", copyOf(s.Ref).Name)}
			return b
		}
		b.Requests = append(b.Requests, catalog.Request{
			Remediation: "DeleteRDSSnapshot", On: s.Ref, With: map[string]any{"copy": copyOf(s.Ref).Name},
		})
		return b
	},
})

// notListed says why a snapshot is not among those that were listed.
func notListed(w catalog.World) text.Message {
	if v, blind := catalog.Unseen[rds.Snapshot](w); blind {
		return v.Reason
	}
	return encryptStatus.With("status", "deleted")
}

// noCopy says why a snapshot cannot be replaced by a copy.
func noCopy(s rds.Snapshot) text.Message {
	d, status := s.Description.Value(), s.Status.Value()
	switch {
	case d.Type == rds.Automated:
		return encryptAutomated.With("source", d.Source)
	case d.Type == rds.Backup:
		return encryptBackup.With("source", d.Source)
	case d.Kind == rds.OfCluster:
		return encryptCluster.With()
	case status != rds.Available:
		return encryptStatus.With("status", status)
	}
	return text.Message{}
}

func copyRequest(s rds.Snapshot, p encryptParams) catalog.Request {
	d := s.Description.Value()
	with := map[string]any{
		"original": s.Name, "instance": d.Source, "engine": d.Engine, "tags": s.Tags.Value(), "kmsKeyId": p.KMSKeyID, "replaces": !p.KeepOriginal,
	}
	if at, known := s.Taken.Get(); known {
		with["taken"] = at
	}
	return catalog.Request{Remediation: "CopyRDSSnapshot", On: copyOf(s.Ref), With: with}
}
