package iam

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var control8 = catalog.Control(Service, catalog.ControlSpec[iam.User, unusedParams]{
	ID:       "IAM.8",
	Title:    "Unused IAM user credentials should be removed",
	TitleJA:  "未使用の IAM ユーザー認証情報は削除する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "IAM.8",
		standard.CIS120:  "1.3",
		standard.PCI321:  "PCI.IAM.7:8.1.4",
		standard.PCI401:  "8.2.6",
		standard.NIST800: "IAM.8",
	},
	Reads:    []string{"ActiveKeys", "KeyUse", "ConsolePassword", "PasswordUse"},
	Partial:  true,
	Defaults: unusedParams{MaxCredentialUsageAge: 90},
	Evaluate: byUse,
})
