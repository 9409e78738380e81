package iam

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	required11 = catalog.Text(Service, "IAM.11/required", "the password policy requires an uppercase letter", "パスワードポリシーは英大文字を必須としています")
	optional11 = catalog.Text(Service, "IAM.11/optional", "the password policy does not require an uppercase letter", "パスワードポリシーは英大文字を必須としていません")
)

var control11 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.11",
	Title:    "Ensure IAM password policy requires at least one uppercase letter",
	TitleJA:  "IAM パスワードポリシーで少なくとも 1 文字の英大文字が要求されていることを確認します",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS120: "1.5",
		standard.PCI401: "8.3.6;8.6.3",
	},
	Reads: []string{"PasswordPolicy"},
	Evaluate: byPolicy(func(p iam.PasswordPolicy, _ catalog.None) control.Verdict {
		return control.PassIf(p.RequireUppercaseCharacters, required11.With(), optional11.With())
	}),
})
