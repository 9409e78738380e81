package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	none4   = catalog.Text(Service, "IAM.4/none", "the root user has no access key", "ルートユーザーにアクセスキーはありません")
	keys4   = catalog.Text(Service, "IAM.4/keys", "the root user has an access key", "ルートユーザーにアクセスキーがあります")
	advice4 = catalog.Text(Service, "IAM.4/advice",
		"Look in the credential report when and for which service the root user's access key was last used, and give that work to an IAM role. "+
			"Then sign in to the console as root, open Security credentials, deactivate the key, wait until you are sure that nothing misses it, and delete it. "+
			"For a member account of an organization the management account can do this without signing in as root, by IAM's centralized root access.",
		"認証情報レポートでルートユーザーのアクセスキーの最終使用日時とサービスを調べ、その処理を IAM ロールに移します。"+
			"次にルートユーザーでコンソールにサインインし、「セキュリティ認証情報」でキーを無効化して、影響がないことを確かめてから削除します。"+
			"組織のメンバーアカウントなら、管理アカウントが IAM のルートアクセスの一元管理を使い、ルートユーザーでサインインせずに削除できます。")
)

var control4 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.4",
	Title:    "IAM root user access key should not exist",
	TitleJA:  "IAM ルートユーザーのアクセスキーが存在してはいけません",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "IAM.4",
		standard.CIS120:  "1.12",
		standard.CIS140:  "1.4",
		standard.CIS300:  "1.4",
		standard.CIS500:  "1.3",
		standard.PCI321:  "PCI.IAM.1:2.1;2.2;7.2.1",
		standard.NIST800: "IAM.4",
	},
	Reads:  []string{"Root"},
	Advice: advice4,
	Evaluate: func(a iam.Account, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(!a.Root.Value().AccessKeys, none4.With(), keys4.With())
	},
})
