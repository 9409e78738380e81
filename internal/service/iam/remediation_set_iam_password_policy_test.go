package iam

import (
	"fmt"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestSetIAMPasswordPolicy(t *testing.T) {
	t.Parallel()
	noPasswords := resource.Is([]iam.Password{})
	hidden := resource.HiddenFor[[]iam.Password](catalogtest.Denied)
	three := resource.Is([]iam.Password{
		{User: "ada", Changed: daysAgo(90)}, {User: "bob", Changed: daysAgo(200)}, {User: "eve", Changed: daysAgo(89)},
	})
	var many []iam.Password
	for i := range 14 {
		many = append(many, iam.Password{User: fmt.Sprintf("user-%02d", i), Changed: daysAgo(400 - i)})
	}
	none := resource.None[iam.PasswordPolicy]()
	short := resource.Is(iam.PasswordPolicy{MinimumPasswordLength: 8, AllowUsersToChangePassword: true})
	for name, c := range map[string]struct {
		policy    resource.Fact[iam.PasswordPolicy]
		passwords resource.Fact[[]iam.Password]
		set       map[string]any
	}{
		"already":      {policy: resource.Is(strong), passwords: three},
		"none":         {policy: none, passwords: noPasswords},
		"none-locks":   {policy: none, passwords: three},
		"none-many":    {policy: none, passwords: resource.Is(many)},
		"none-soft":    {policy: none, passwords: three, set: map[string]any{"hardExpiry": false}},
		"none-hidden":  {policy: none, passwords: hidden},
		"short":        {policy: short, passwords: three},
		"short-hard":   {policy: short, passwords: three, set: map[string]any{"hardExpiry": true}},
		"short-hidden": {policy: short, passwords: hidden},
		"stricter": {
			policy:    resource.Is(iam.PasswordPolicy{MinimumPasswordLength: 20, RequireSymbols: true, MaxPasswordAge: 60, PasswordReusePrevention: 5, HardExpiry: true}),
			passwords: hidden, set: map[string]any{"hardExpiry": false},
		},
		"sooner": { // bob's password has expired before, ada's expires now
			policy: strongBut(func(p *iam.PasswordPolicy) { p.MaxPasswordAge = 180 }), passwords: three,
		},
		"hardened": { // bob's has expired before, but he could set a new one
			policy: strongBut(func(p *iam.PasswordPolicy) { p.MaxPasswordAge = 180 }), passwords: three, set: map[string]any{"hardExpiry": true},
		},
		"forbidden": {policy: resource.Is(iam.PasswordPolicy{MinimumPasswordLength: 8}), passwords: three},
		"no-expiry": {policy: short, passwords: three, set: map[string]any{"maxPasswordAge": 0, "passwordReusePrevention": 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := theAccount(func(a *iam.Account) { a.PasswordPolicy, a.Passwords = c.policy, c.passwords })
			d := catalogtest.Golden(t, setPasswordPolicy, name, a, c.set)
			if c.set["maxPasswordAge"] == nil {
				serves(t, d.After)
			}
		})
	}
}

// serves holds the controls that the password policy serves against the resource as it shall be.
func serves(t *testing.T, after resource.Resource) {
	t.Helper()
	for _, u := range []*catalog.ControlUnit{control7, control10, control11, control12, control13, control14, control15, control16, control17} {
		if v := u.Evaluate(after, u.Params.Defaults, catalogtest.Now); v.Status != control.Passed {
			t.Errorf("%s after it: %s (%s)", u.ID, v.Status, v.Reason)
		}
	}
}

func TestSetIAMPasswordPolicyRefusesWhatIAMDoesNotTake(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]int{"minimumPasswordLength": 5, "maxPasswordAge": 1096, "passwordReusePrevention": 25} {
		if _, err := setPasswordPolicy.Params.With(map[string]any{name: value}); err == nil {
			t.Errorf("%s of %d is taken", name, value)
		}
	}
}
