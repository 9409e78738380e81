package iam

import (
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	strong10 = catalog.Text(Service, "IAM.10/strong", "the password policy is as strong as PCI DSS wants", "パスワードポリシーは PCI DSS の求める強度を満たしています")
	weak10   = catalog.Text(Service, "IAM.10/weak", "the password policy falls short of PCI DSS: {settings}", "パスワードポリシーの強度が PCI DSS の要求に足りません: {settings}")
)

// wanted10 is what PCI DSS 3.2.1 wants; symbols it does not ask for.
var wanted10 = params7{
	RequireUppercaseCharacters: true, RequireLowercaseCharacters: true, RequireNumbers: true,
	MinimumPasswordLength: 7, PasswordReusePrevention: 4, MaxPasswordAge: 90,
}

var control10 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.10",
	Title:    "Password policies for IAM users should have strong configurations",
	TitleJA:  "IAM ユーザーのパスワードポリシーには、PCI DSS の求める強力な設定が必要です",
	Severity: control.Medium,
	Standards: standard.In{
		standard.PCI321: "PCI.IAM.8:8.1.4;8.2.3;8.2.4;8.2.5",
	},
	Reads: []string{"PasswordPolicy"},
	Evaluate: byPolicy(func(p iam.PasswordPolicy, _ catalog.None) control.Verdict {
		short := shortfalls(p, wanted10)
		return control.PassIf(len(short) == 0, strong10.With(), weak10.With("settings", strings.Join(short, ", ")))
	}),
})
