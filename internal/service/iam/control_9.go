package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	mfa9    = catalog.Text(Service, "IAM.9/mfa", "the root user has MFA", "ルートユーザーに MFA が設定されています")
	advice9 = catalog.Text(Service, "IAM.9/advice",
		"Sign in to the console as root, open Security credentials and choose Assign MFA device. A passkey or security key, or a hardware TOTP token, also satisfies IAM.6; an authenticator app does not. "+
			"Add a second device and keep it elsewhere, so that the loss of one does not lock you out. "+
			"For a member account of an organization it is simpler to take all credentials from its root user, by IAM's centralized root access.",
		"ルートユーザーでコンソールにサインインし、「セキュリティ認証情報」の「MFA デバイスの割り当て」で登録します。パスキーやセキュリティキー、ハードウェア TOTP トークンなら IAM.6 も満たしますが、認証アプリでは満たしません。"+
			"紛失してもサインインできるよう、2 つ目も登録して別の場所に保管します。"+
			"組織のメンバーアカウントなら、IAM のルートアクセスの一元管理でルートユーザーの認証情報をすべて削除するほうが簡単です。")
)

var control9 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.9",
	Title:    "MFA should be enabled for the root user",
	TitleJA:  "ルートユーザーに対して MFA を有効にする必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.CIS120:  "1.13",
		standard.CIS140:  "1.5",
		standard.CIS300:  "1.5",
		standard.CIS500:  "1.4",
		standard.PCI321:  "PCI.IAM.5:8.3.1",
		standard.PCI401:  "8.4.2",
		standard.NIST800: "IAM.9",
	},
	Reads:  []string{"Root"},
	Advice: advice9,
	Evaluate: func(a iam.Account, _ catalog.None, _ time.Time) control.Verdict {
		root := a.Root.Value()
		if !root.Credentials() {
			return control.Pass(noRootCredentials.With())
		}
		return control.PassIf(root.MFA, mfa9.With(), noRootMFA.With())
	},
})
