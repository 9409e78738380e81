package iam

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	required12 = catalog.Text(Service, "IAM.12/required", "the password policy requires a lowercase letter", "パスワードポリシーは英小文字を必須としています")
	optional12 = catalog.Text(Service, "IAM.12/optional", "the password policy does not require a lowercase letter", "パスワードポリシーは英小文字を必須としていません")
)

var control12 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.12",
	Title:    "Ensure IAM password policy requires at least one lowercase letter",
	TitleJA:  "IAM パスワードポリシーで少なくとも 1 文字の英小文字が要求されていることを確認します",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS120: "1.6",
		standard.PCI401: "8.3.6;8.6.3",
	},
	Reads: []string{"PasswordPolicy"},
	Evaluate: byPolicy(func(p iam.PasswordPolicy, _ catalog.None) control.Verdict {
		return control.PassIf(p.RequireLowercaseCharacters, required12.With(), optional12.With())
	}),
})
