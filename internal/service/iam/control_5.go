package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	none5   = catalog.Text(Service, "IAM.5/no-password", "the user has no console password", "ユーザーにコンソールパスワードはありません")
	mfa5    = catalog.Text(Service, "IAM.5/with-mfa", "the user has a console password and an MFA device", "ユーザーはコンソールパスワードと MFA デバイスを持っています")
	open5   = catalog.Text(Service, "IAM.5/open", "the user has a console password and no MFA device", "ユーザーはコンソールパスワードを持っていますが、MFA デバイスがありません")
	advice5 = catalog.Text(Service, "IAM.5/advice",
		"If the user does not need the console, delete the console password. Otherwise have the user sign in, open Security credentials and assign an MFA device, "+
			"best a passkey or security key, else an authenticator app; nobody can do it for them, since the device must be at hand. "+
			"Until all have done so, a policy that denies everything but this where aws:MultiFactorAuthPresent is false keeps a stolen password from being of use.",
		"コンソールが不要なユーザーであれば、コンソールパスワードを削除します。必要であれば、本人がサインインして「セキュリティ認証情報」で MFA デバイスを割り当てます。"+
			"パスキーかセキュリティキーを推奨し、難しければ認証アプリを使います。デバイスが手元に必要なため、代わりに設定することはできません。"+
			"全員が設定し終えるまでは、aws:MultiFactorAuthPresent が false の間この操作以外を拒否するポリシーを付けると、盗まれたパスワードの悪用を防げます。")
)

var control5 = catalog.Control(Service, catalog.ControlSpec[iam.User, catalog.None]{
	ID:       "IAM.5",
	Title:    "MFA should be enabled for all IAM users that have a console password",
	TitleJA:  "コンソールパスワードを持つすべての IAM ユーザーに対して MFA を有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "IAM.5",
		standard.CIS120:  "1.2",
		standard.CIS140:  "1.10",
		standard.CIS300:  "1.10",
		standard.CIS500:  "1.9",
		standard.PCI401:  "8.4.2",
		standard.NIST800: "IAM.5",
	},
	Reads:  []string{"ConsolePassword", "MFA"},
	Advice: advice5,
	Evaluate: func(u iam.User, _ catalog.None, _ time.Time) control.Verdict {
		if !u.ConsolePassword.Value() {
			return control.Pass(none5.With())
		}
		return control.PassIf(u.MFA.Value(), mfa5.With(), open5.With())
	},
})
