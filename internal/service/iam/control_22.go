package iam

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var control22 = catalog.Control(Service, catalog.ControlSpec[iam.User, unusedParams]{
	ID:       "IAM.22",
	Title:    "IAM user credentials unused for 45 days should be removed",
	TitleJA:  "45 日間使用されていない IAM ユーザー認証情報は削除する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.CIS140: "1.12",
		standard.CIS300: "1.12",
		standard.CIS500: "1.11",
	},
	Reads:    []string{"ActiveKeys", "KeyUse", "ConsolePassword", "PasswordUse"},
	Partial:  true,
	Defaults: unusedParams{MaxCredentialUsageAge: 45},
	Evaluate: byUse,
})
