package iam

import (
	"strconv"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	all16  = catalog.Text(Service, "IAM.16/all", "none of the last 24 passwords may be used again", "過去 24 個のパスワードは再利用できません")
	few16  = catalog.Text(Service, "IAM.16/few", "only the last {count} passwords may not be used again; 24 are wanted", "再利用を禁止しているのは過去 {count} 個のパスワードのみです (24 個が必要)")
	none16 = catalog.Text(Service, "IAM.16/none", "former passwords may be used again at once", "過去のパスワードをすぐに再利用できます")
)

var control16 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.16",
	Title:    "Ensure IAM password policy prevents password reuse",
	TitleJA:  "IAM パスワードポリシーがパスワードの再利用を防止していることを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "1.10",
		standard.CIS140: "1.9",
		standard.CIS300: "1.9",
		standard.CIS500: "1.8",
		standard.PCI401: "8.3.7",
	},
	Reads: []string{"PasswordPolicy"},
	Evaluate: byPolicy(func(p iam.PasswordPolicy, _ catalog.None) control.Verdict {
		switch p.PasswordReusePrevention {
		case 24:
			return control.Pass(all16.With())
		case 0:
			return control.Fail(none16.With())
		}
		return control.Fail(few16.With("count", strconv.Itoa(int(p.PasswordReusePrevention))))
	}),
})
