package iam

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	required13 = catalog.Text(Service, "IAM.13/required", "the password policy requires a symbol", "パスワードポリシーは記号を必須としています")
	optional13 = catalog.Text(Service, "IAM.13/optional", "the password policy does not require a symbol", "パスワードポリシーは記号を必須としていません")
)

var control13 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.13",
	Title:    "Ensure IAM password policy requires at least one symbol",
	TitleJA:  "IAM パスワードポリシーで少なくとも 1 文字の記号が要求されていることを確認します",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS120: "1.7",
	},
	Reads: []string{"PasswordPolicy"},
	Evaluate: byPolicy(func(p iam.PasswordPolicy, _ catalog.None) control.Verdict {
		return control.PassIf(p.RequireSymbols, required13.With(), optional13.With())
	}),
})
