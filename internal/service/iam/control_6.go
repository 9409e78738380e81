package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	hardware6 = catalog.Text(Service, "IAM.6/hardware", "the root user has MFA, and no virtual device", "ルートユーザーに MFA が設定され、仮想デバイスはありません")
	virtual6  = catalog.Text(Service, "IAM.6/virtual", "one of the root user's MFA devices is virtual", "ルートユーザーの MFA デバイスに仮想デバイスがあります")
	advice6   = catalog.Text(Service, "IAM.6/advice",
		"Sign in to the console as root, open Security credentials, choose Assign MFA device and add a passkey or security key, or a hardware TOTP token. "+
			"Add a second one and keep it elsewhere, so that the loss of one does not lock you out. Sign in once with the new device, and only then remove the virtual device. "+
			"For a member account of an organization it is simpler to take all credentials from its root user, by IAM's centralized root access.",
		"ルートユーザーでコンソールにサインインし、「セキュリティ認証情報」の「MFA デバイスの割り当て」で、パスキーまたはセキュリティキー、あるいはハードウェア TOTP トークンを追加します。"+
			"紛失してもサインインできるよう、2 つ目も登録して別の場所に保管します。新しいデバイスで一度サインインできてから、仮想デバイスを削除します。"+
			"組織のメンバーアカウントなら、IAM のルートアクセスの一元管理でルートユーザーの認証情報をすべて削除するほうが簡単です。")
)

var control6 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.6",
	Title:    "Hardware MFA should be enabled for the root user",
	TitleJA:  "ルートユーザーに対してハードウェア MFA を有効にする必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "IAM.6",
		standard.CIS120:  "1.14",
		standard.CIS140:  "1.6",
		standard.CIS300:  "1.6",
		standard.CIS500:  "1.5",
		standard.PCI321:  "PCI.IAM.4:8.3.1",
		standard.PCI401:  "8.4.2",
		standard.NIST800: "IAM.6",
	},
	Reads:   []string{"Root", "RootVirtualMFA"},
	Partial: true,
	Advice:  advice6,
	Evaluate: func(a iam.Account, _ catalog.None, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(a, "Root"); unsure {
			return v
		}
		root := a.Root.Value()
		switch {
		case !root.Credentials():
			return control.Pass(noRootCredentials.With())
		case !root.MFA:
			return control.Fail(noRootMFA.With())
		}
		if v, unsure := catalog.Unsure(a, "RootVirtualMFA"); unsure {
			return v
		}
		return control.PassIf(!a.RootVirtualMFA.Value(), hardware6.With(), virtual6.With())
	},
})
