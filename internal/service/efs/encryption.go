package efs

import (
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/efs"
)

// EFS.1 and EFS.8 say the same: Security Hub has one for looking now and then, and one for looking at each change.
var (
	encrypted = catalog.Text(Service, "efs/encrypted",
		"the file system is encrypted with {key}", "ファイルシステムは {key} で暗号化されています")
	plain = catalog.Text(Service, "efs/plain",
		"the file system is not encrypted", "ファイルシステムは暗号化されていません")
	otherKey = catalog.Text(Service, "efs/other-key",
		"the file system is encrypted with {key}, allowed are: {keys}", "ファイルシステムは {key} で暗号化されていますが、許可されているキーは次のとおりです: {keys}")
	advice = catalog.Text(Service, "efs/advice",
		"The encryption of a file system is chosen when it is created and never changes. "+
			"Create another with encryption at rest, with the AWS managed key or a key of yours. "+
			"Copy the files: by EFS replication, whose destination is always encrypted, by AWS DataSync, or by restoring a backup of AWS Backup. "+
			"Mount the new file system where the old one is mounted now, at a time when nothing writes, and delete the old one when nothing uses it any more.",
		"ファイルシステムの暗号化は作成時に決まり、後から変更できません。"+
			"AWS マネージドキーまたは独自のキーで、保管時の暗号化を有効にしたファイルシステムを新たに作成します。"+
			"コピー先が常に暗号化される EFS レプリケーション、AWS DataSync、または AWS Backup からの復元でファイルを移します。"+
			"書き込みのない時間帯にマウント先を新しいファイルシステムへ切り替え、使われなくなってから古いものを削除します。")
)

// judge wants encryption, and one of the keys where there are any.
func judge(e efs.Encryption, keys []string) control.Verdict {
	switch {
	case !e.Enabled:
		return control.Fail(plain.With())
	case len(keys) > 0 && !slices.Contains(keys, e.Key):
		return control.Fail(otherKey.With("key", e.Key, "keys", strings.Join(keys, ", ")))
	}
	return control.Pass(encrypted.With("key", e.Key))
}
