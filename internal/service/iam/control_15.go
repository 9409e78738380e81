package iam

import (
	"strconv"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	long15  = catalog.Text(Service, "IAM.15/long", "passwords have at least {length} characters", "パスワードは {length} 文字以上です")
	short15 = catalog.Text(Service, "IAM.15/short", "passwords may have as few as {length} characters; at least 14 are wanted", "パスワードの最小文字数は {length} です (14 以上が必要)")
)

var control15 = catalog.Control(Service, catalog.ControlSpec[iam.Account, catalog.None]{
	ID:       "IAM.15",
	Title:    "Ensure IAM password policy requires minimum password length of 14 or greater",
	TitleJA:  "IAM パスワードポリシーで 14 文字以上の最小パスワード長が要求されていることを確認します",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS120: "1.9",
		standard.CIS140: "1.8",
		standard.CIS300: "1.8",
		standard.CIS500: "1.7",
	},
	Reads: []string{"PasswordPolicy"},
	Evaluate: byPolicy(func(p iam.PasswordPolicy, _ catalog.None) control.Verdict {
		length := strconv.Itoa(int(p.MinimumPasswordLength))
		return control.PassIf(p.MinimumPasswordLength >= 14, long15.With("length", length), short15.With("length", length))
	}),
})
