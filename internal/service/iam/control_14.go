package iam

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	required14 = catalog.Text(Service, "IAM.14/required", "the password policy requires a number", "パスワードポリシーは数字を必須としています")
	optional14 = catalog.Text(Service, "IAM.14/optional", "the password policy does not require a number", "パスワードポリシーは数字を必須としていません")
)

var control14 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.14",
	Title:    "Ensure IAM password policy requires at least one number",
	TitleJA:  "IAM パスワードポリシーで少なくとも 1 文字の数字が要求されていることを確認します",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS120: "1.8",
		standard.PCI401: "8.3.6;8.6.3",
	},
	Reads: []string{"PasswordPolicy"},
	Evaluate: byPolicy(func(p iam.PasswordPolicy, _ catalog.None) control.Verdict {
		return control.PassIf(p.RequireNumbers, required14.With(), optional14.With())
	}),
})
