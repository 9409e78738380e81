package ec2

import (
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/text"
)

var (
	enableEncryption = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).EnableEbsEncryptionByDefault,
		"ec2:EnableEbsEncryptionByDefault").Repeatable().On(awsop.Anything))
	disableEncryption = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DisableEbsEncryptionByDefault,
		"ec2:DisableEbsEncryptionByDefault").Repeatable().On(awsop.Anything))
)

var (
	encryptionSummary = catalog.Text(Service, "EnableEbsEncryptionByDefault/summary",
		"Switches on encryption of new EBS volumes in the region; volumes and snapshots that exist stay as they are.",
		"リージョンで新しい EBS ボリュームの暗号化を有効にします。既存のボリュームとスナップショットは変わりません。")
	encryptionStays = catalog.Text(Service, "EnableEbsEncryptionByDefault/stays",
		"every new volume and snapshot copy in {region} is encrypted from now on, and stays so after an undo",
		"{region} の新しいボリュームとスナップショットコピーは以後すべて暗号化され、元に戻した後も暗号化されたままです")
	encryptionShare = catalog.Text(Service, "EnableEbsEncryptionByDefault/share",
		"the default key is {key}, which AWS manages: snapshots and AMIs made from new volumes cannot be shared with other accounts",
		"デフォルトキーは AWS が管理する {key} です。新しいボリュームから作成したスナップショットと AMI は他のアカウントと共有できません")
	encryptionGrant = catalog.Text(Service, "EnableEbsEncryptionByDefault/grant",
		"the default key is {key}: whoever launches instances or makes volumes, Auto Scaling's service-linked role included, needs that key's permission, or launches fail",
		"デフォルトキーは {key} です。Auto Scaling のサービスリンクロールを含め、インスタンスの起動やボリュームの作成にはこのキーの権限が必要で、なければ起動に失敗します")
	encryptionUnseen = catalog.Text(Service, "EnableEbsEncryptionByDefault/unseen",
		"which key encrypts by default could not be read: {reason}",
		"デフォルトの暗号化キーを読み取れませんでした: {reason}")
)

var enableEBSEncryption = catalog.Remediation(Service, catalog.RemediationSpec[ec2.Account, catalog.None]{
	Name:     "EnableEbsEncryptionByDefault",
	File:     "enable_ebs_encryption_by_default",
	Summary:  encryptionSummary,
	Controls: []control.ID{"EC2.7"},
	Reads:    []string{"EBSEncryption"},
	Looks:    []string{"DefaultKey"},
	Writes:   []*awsop.Op{enableEncryption.Op, disableEncryption.Op},
	Plan: func(a ec2.Account, _ catalog.None, _ time.Time) catalog.Edit[ec2.Account] {
		if a.EBSEncryption.Value() {
			return catalog.Edit[ec2.Account]{After: a}
		}
		a.EBSEncryption = resource.Is(true)
		return catalog.Edit[ec2.Account]{
			After: a,
			Moves: []catalog.Move{{
				Do:   enableEncryption.With(&sdk.EnableEbsEncryptionByDefaultInput{}),
				Undo: disableEncryption.With(&sdk.DisableEbsEncryptionByDefaultInput{}),
			}},
			Effect: encryptionEffect(a),
		}
	},
})

func encryptionEffect(a ec2.Account) catalog.Effect {
	e := catalog.Effect{Risk: []text.Message{encryptionStays.With("region", a.Region)}}
	key, known := a.DefaultKey.Get()
	switch {
	case a.DefaultKey.State() == resource.Hidden:
		e.Risk = append(e.Risk, encryptionUnseen.With("reason", a.DefaultKey.Why().String()))
	case known && strings.HasSuffix(key, "alias/aws/ebs"):
		e.Risk = append(e.Risk, encryptionShare.With("key", key))
	case known:
		e.Risk = append(e.Risk, encryptionGrant.With("key", key))
	}
	return e
}
