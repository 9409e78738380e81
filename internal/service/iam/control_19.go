package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	mfa19    = catalog.Text(Service, "IAM.19/mfa", "the user has an MFA device", "ユーザーに MFA デバイスがあります")
	none19   = catalog.Text(Service, "IAM.19/none", "the user has no MFA device", "ユーザーに MFA デバイスがありません")
	advice19 = catalog.Text(Service, "IAM.19/advice",
		"Have the person sign in, open Security credentials and assign an MFA device, best a passkey or security key, else an authenticator app. "+
			"A user that only a program uses cannot sign in and has no device at hand: give the program a role instead, and delete the user once its keys are no longer used.",
		"本人がサインインして「セキュリティ認証情報」で MFA デバイスを割り当てます。パスキーかセキュリティキーを推奨し、難しければ認証アプリを使います。"+
			"プログラムだけが使うユーザーにはデバイスを設定できないため、代わりにロールを使わせ、アクセスキーが使われなくなったらユーザーを削除します。")
)

var control19 = catalog.Control(Service, catalog.ControlSpec[iam.User, catalog.None]{
	ID:       "IAM.19",
	Title:    "MFA should be enabled for all IAM users",
	TitleJA:  "すべての IAM ユーザーに対して MFA を有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.PCI321:  "PCI.IAM.6:8.3.1",
		standard.PCI401:  "8.4.2",
		standard.NIST800: "IAM.19",
	},
	Reads:  []string{"MFA"},
	Advice: advice19,
	Evaluate: func(u iam.User, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(u.MFA.Value(), mfa19.With(), none19.With())
	},
})
