package iam_test

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestStricter(t *testing.T) {
	t.Parallel()
	strong := iam.PasswordPolicy{
		MinimumPasswordLength: 14, RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true,
		RequireLowercaseCharacters: true, AllowUsersToChangePassword: true, MaxPasswordAge: 90, PasswordReusePrevention: 24,
	}
	for name, c := range map[string]struct{ a, b, want iam.PasswordPolicy }{
		"the same": {strong, strong, strong},
		"every field by itself": {
			iam.PasswordPolicy{MinimumPasswordLength: 20, RequireSymbols: true, MaxPasswordAge: 60, HardExpiry: true},
			strong,
			iam.PasswordPolicy{
				MinimumPasswordLength: 20, RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true,
				RequireLowercaseCharacters: true, MaxPasswordAge: 60, PasswordReusePrevention: 24, HardExpiry: true,
			},
		},
		"never expires": {
			iam.PasswordPolicy{MinimumPasswordLength: 6, AllowUsersToChangePassword: true},
			iam.PasswordPolicy{MinimumPasswordLength: 6, AllowUsersToChangePassword: true, MaxPasswordAge: 365},
			iam.PasswordPolicy{MinimumPasswordLength: 6, AllowUsersToChangePassword: true, MaxPasswordAge: 365},
		},
		"neither expires": {iam.PasswordPolicy{}, iam.PasswordPolicy{}, iam.PasswordPolicy{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.a.Stricter(c.b); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if got := c.b.Stricter(c.a); got != c.want {
				t.Errorf("the other way round: got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestExpired(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	changed := now.AddDate(0, 0, -90)
	for _, c := range []struct {
		age     int32
		changed time.Time
		want    bool
	}{
		{90, changed, true},
		{90, changed.Add(time.Second), false},
		{0, changed.AddDate(-10, 0, 0), false},
		{1095, changed, false},
	} {
		if got := (iam.PasswordPolicy{MaxPasswordAge: c.age}).Expired(c.changed, now); got != c.want {
			t.Errorf("a password of %s under an age of %d: expired is %t", c.changed, c.age, got)
		}
	}
}
