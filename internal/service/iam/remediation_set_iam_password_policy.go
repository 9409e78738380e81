package iam

import (
	"errors"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var (
	updatePasswordPolicy = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).UpdateAccountPasswordPolicy,
		"iam:UpdateAccountPasswordPolicy").Repeatable().On(awsop.Anything))
	deletePasswordPolicy = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteAccountPasswordPolicy,
		"iam:DeleteAccountPasswordPolicy").Repeatable().On(awsop.Anything))
)

var passwordPolicySummary = catalog.Text(Service, "SetIAMPasswordPolicy/summary",
	"Sets the account's password policy: each setting to the stricter of what is there and what is required.",
	"アカウントのパスワードポリシーを設定します。各項目は現在の設定と要求のうち厳しいほうになります。")

// passwordParams is the policy to have at least; a setting that is stricter already stays. For MaxPasswordAge and
// PasswordReusePrevention 0 requires nothing.
type passwordParams struct {
	MinimumPasswordLength      int32 `json:"minimumPasswordLength"`
	RequireSymbols             bool  `json:"requireSymbols"`
	RequireNumbers             bool  `json:"requireNumbers"`
	RequireUppercaseCharacters bool  `json:"requireUppercaseCharacters"`
	RequireLowercaseCharacters bool  `json:"requireLowercaseCharacters"`
	// AllowUsersToChangePassword true holds only where no policy was: one that does not let users stays so.
	AllowUsersToChangePassword bool  `json:"allowUsersToChangePassword"`
	MaxPasswordAge             int32 `json:"maxPasswordAge"`
	PasswordReusePrevention    int32 `json:"passwordReusePrevention"`
	// HardExpiry unset keeps what is there, and is true where no policy was.
	HardExpiry *bool `json:"hardExpiry"`
}

// Validate refuses what IAM would not take.
func (p passwordParams) Validate() error {
	return errors.Join(
		within("minimumPasswordLength", p.MinimumPasswordLength, 6, 128),
		within("maxPasswordAge", p.MaxPasswordAge, 0, 1095),
		within("passwordReusePrevention", p.PasswordReusePrevention, 0, 24),
	)
}

var setPasswordPolicy = catalog.Remediation(Service, catalog.RemediationSpec[iam.Account, passwordParams]{
	Name:     "SetIAMPasswordPolicy",
	File:     "set_iam_password_policy",
	Summary:  passwordPolicySummary,
	Controls: []control.ID{"IAM.7", "IAM.10", "IAM.11", "IAM.12", "IAM.13", "IAM.14", "IAM.15", "IAM.16", "IAM.17"},
	Reads:    []string{"PasswordPolicy"},
	Looks:    []string{"Passwords"},
	Defaults: passwordParams{
		MinimumPasswordLength: 14, RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true,
		RequireLowercaseCharacters: true, AllowUsersToChangePassword: true, MaxPasswordAge: 90, PasswordReusePrevention: 24,
	},
	Writes: []*awsop.Op{updatePasswordPolicy.Op, deletePasswordPolicy.Op},
	Plan: func(a iam.Account, p passwordParams, now time.Time) catalog.Edit[iam.Account] {
		before, had := a.PasswordPolicy.Get()
		want := p.over(before, had)
		if had && before == want {
			return catalog.Edit[iam.Account]{After: a}
		}
		undo := deletePasswordPolicy.With(&sdk.DeleteAccountPasswordPolicyInput{})
		if had {
			undo = putPasswordPolicy(before)
		}
		a.PasswordPolicy = resource.Is(want)
		return catalog.Edit[iam.Account]{
			After: a, Moves: []catalog.Move{{Do: putPasswordPolicy(want), Undo: undo}},
			Effect: expiryEffect(a.Passwords, before, want, now),
		}
	},
})

// over is the policy to write where there is one already, or none.
func (p passwordParams) over(before iam.PasswordPolicy, had bool) iam.PasswordPolicy {
	want := iam.PasswordPolicy{
		MinimumPasswordLength: p.MinimumPasswordLength, RequireSymbols: p.RequireSymbols, RequireNumbers: p.RequireNumbers,
		RequireUppercaseCharacters: p.RequireUppercaseCharacters, RequireLowercaseCharacters: p.RequireLowercaseCharacters,
		AllowUsersToChangePassword: p.AllowUsersToChangePassword, MaxPasswordAge: p.MaxPasswordAge,
		PasswordReusePrevention: p.PasswordReusePrevention, HardExpiry: !had,
	}
	if p.HardExpiry != nil {
		want.HardExpiry = *p.HardExpiry
	}
	if !had {
		return want
	}
	return before.Stricter(want)
}

// putPasswordPolicy writes a policy whole, since IAM resets what it is not told. It takes no zeros: an age or a number
// of former passwords that is left out means none.
func putPasswordPolicy(p iam.PasswordPolicy) awsop.Bound {
	in := &sdk.UpdateAccountPasswordPolicyInput{
		MinimumPasswordLength: &p.MinimumPasswordLength, RequireSymbols: p.RequireSymbols, RequireNumbers: p.RequireNumbers,
		RequireUppercaseCharacters: p.RequireUppercaseCharacters, RequireLowercaseCharacters: p.RequireLowercaseCharacters,
		AllowUsersToChangePassword: p.AllowUsersToChangePassword, HardExpiry: &p.HardExpiry,
	}
	if p.MaxPasswordAge > 0 {
		in.MaxPasswordAge = &p.MaxPasswordAge
	}
	if p.PasswordReusePrevention > 0 {
		in.PasswordReusePrevention = &p.PasswordReusePrevention
	}
	return updatePasswordPolicy.With(in)
}
