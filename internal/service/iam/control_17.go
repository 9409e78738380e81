package iam

import (
	"strconv"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	soon17  = catalog.Text(Service, "IAM.17/soon", "passwords expire after {days} days", "パスワードは {days} 日で期限切れになります")
	late17  = catalog.Text(Service, "IAM.17/late", "passwords expire only after {days} days; at most 90 are allowed", "パスワードの有効期間が {days} 日です (90 日以内が必要)")
	never17 = catalog.Text(Service, "IAM.17/never", "passwords never expire", "パスワードに有効期限がありません")
)

var control17 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.17",
	Title:    "Ensure IAM password policy expires passwords within 90 days or less",
	TitleJA:  "IAM パスワードポリシーで 90 日以内にパスワードが期限切れになることを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "1.11",
		standard.PCI401: "8.3.9;8.3.10.1",
	},
	Reads: []string{"PasswordPolicy"},
	Evaluate: byPolicy(func(p iam.PasswordPolicy, _ catalog.None) control.Verdict {
		if p.MaxPasswordAge == 0 {
			return control.Fail(never17.With())
		}
		days := strconv.Itoa(int(p.MaxPasswordAge))
		return control.PassIf(p.MaxPasswordAge <= 90, soon17.With("days", days), late17.With("days", days))
	}),
})
