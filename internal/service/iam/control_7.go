package iam

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	strong7 = catalog.Text(Service, "IAM.7/strong", "the password policy is as strong as wanted", "パスワードポリシーは必要な強度を満たしています")
	weak7   = catalog.Text(Service, "IAM.7/weak", "the password policy falls short: {settings}", "パスワードポリシーの強度が不足しています: {settings}")
)

// params7 are named as Security Hub names them.
type params7 struct {
	RequireUppercaseCharacters bool `json:"RequireUppercaseCharacters"`
	RequireLowercaseCharacters bool `json:"RequireLowercaseCharacters"`
	RequireSymbols             bool `json:"RequireSymbols"`
	RequireNumbers             bool `json:"RequireNumbers"`
	// PasswordReusePrevention is not looked at where it is 0.
	PasswordReusePrevention int32 `json:"PasswordReusePrevention"`
	MinimumPasswordLength   int32 `json:"MinimumPasswordLength"`
	// MaxPasswordAge is not looked at where it is 0.
	MaxPasswordAge int32 `json:"MaxPasswordAge"`
}

// Validate refuses what IAM would not take.
func (p params7) Validate() error {
	return errors.Join(
		within("PasswordReusePrevention", p.PasswordReusePrevention, 0, 24),
		within("MinimumPasswordLength", p.MinimumPasswordLength, 6, 128),
		within("MaxPasswordAge", p.MaxPasswordAge, 0, 1095),
	)
}

var control7 = catalog.Control(Service, catalog.ControlSpec[iam.Account, params7]{
	ID:       "IAM.7",
	Title:    "Password policies for IAM users should have strong configurations",
	TitleJA:  "IAM ユーザーのパスワードポリシーには強力な設定が必要です",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "IAM.7",
		standard.PCI401:  "8.3.6;8.3.7;8.3.9;8.3.10.1;8.6.3",
		standard.NIST800: "IAM.7",
	},
	Reads: []string{"PasswordPolicy"},
	Defaults: params7{
		RequireUppercaseCharacters: true, RequireLowercaseCharacters: true, RequireSymbols: true, RequireNumbers: true,
		MinimumPasswordLength: 8,
	},
	Evaluate: byPolicy(func(policy iam.PasswordPolicy, p params7) control.Verdict {
		short := shortfalls(policy, p)
		return control.PassIf(len(short) == 0, strong7.With(), weak7.With("settings", strings.Join(short, ", ")))
	}),
})

// shortfalls lists the settings that are not as wanted, with what they are and, for numbers, what they should be.
func shortfalls(has iam.PasswordPolicy, want params7) []string {
	var out []string
	for _, s := range []struct {
		short bool
		text  string
	}{
		{want.RequireUppercaseCharacters && !has.RequireUppercaseCharacters, "RequireUppercaseCharacters=false"},
		{want.RequireLowercaseCharacters && !has.RequireLowercaseCharacters, "RequireLowercaseCharacters=false"},
		{want.RequireSymbols && !has.RequireSymbols, "RequireSymbols=false"},
		{want.RequireNumbers && !has.RequireNumbers, "RequireNumbers=false"},
		{
			has.PasswordReusePrevention < want.PasswordReusePrevention,
			fmt.Sprintf("PasswordReusePrevention=%d (>= %d)", has.PasswordReusePrevention, want.PasswordReusePrevention),
		},
		{
			has.MinimumPasswordLength < want.MinimumPasswordLength,
			fmt.Sprintf("MinimumPasswordLength=%d (>= %d)", has.MinimumPasswordLength, want.MinimumPasswordLength),
		},
		{
			want.MaxPasswordAge > 0 && (has.MaxPasswordAge == 0 || has.MaxPasswordAge > want.MaxPasswordAge),
			fmt.Sprintf("MaxPasswordAge=%d (1-%d)", has.MaxPasswordAge, want.MaxPasswordAge),
		},
	} {
		if s.short {
			out = append(out, s.text)
		}
	}
	return out
}
