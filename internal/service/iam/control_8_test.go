package iam

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl8(t *testing.T) {
	t.Parallel()
	judgeUnused(t, control8, 90, "90")
}

// using is ada with keys and their uses, and with a password unless its use is nil.
func using(keys iam.User, uses any, password any) iam.User {
	keys.KeyUse = fact[[]iam.KeyUse](uses)
	keys.ConsolePassword, keys.PasswordUse = resource.Is(password != nil), fact[iam.PasswordUse](password)
	if password == nil {
		keys.PasswordUse = resource.None[iam.PasswordUse]()
	}
	return keys
}

// judgeUnused holds a control on unused credentials against users, around its limit in days.
func judgeUnused(t *testing.T, u *catalog.ControlUnit, n int, limit string) {
	t.Helper()
	none := []iam.KeyUse{}
	signedIn := func(days int) iam.PasswordUse { return iam.PasswordUse{Used: true, At: daysAgo(days)} }
	noPassword := using(withKeys(), none, nil)
	noPassword.ConsolePassword = resource.HiddenFor[bool](catalogtest.Denied)
	old := withKey(daysAgo(n + 1).Add(time.Second))
	hiddenKeys := using(withKeys(), none, nil)
	hiddenKeys.ActiveKeys = resource.HiddenFor[[]iam.ActiveKey](catalogtest.Denied)
	catalogtest.Judge(t, u, map[string]catalogtest.Case{
		"nothing":               {Resource: using(withKeys(), none, nil), Want: control.Passed, Reason: "for more than " + limit},
		"all in use":            {Resource: using(withKeys(1000), []iam.KeyUse{used(1000, n)}, signedIn(n)), Want: control.Passed},
		"fresh":                 {Resource: using(withKeys(n), none, iam.PasswordUse{At: daysAgo(n)}), Want: control.Passed},
		"nearly too old":        {Resource: using(old, none, nil), Want: control.Passed},
		"key never used":        {Resource: using(withKeys(n+1), none, nil), Want: control.Failed, Reason: "days ago, has never been used; the limit is " + limit},
		"key used":              {Resource: using(withKeys(1000), []iam.KeyUse{used(1000, n+1)}, nil), Want: control.Failed, Reason: "was last used"},
		"one of two":            {Resource: using(withKeys(1000, 999), []iam.KeyUse{used(999, 1)}, nil), Want: control.Failed, Reason: "created 2024-01-05, 1000 days ago, has never been used"},
		"the other of two":      {Resource: using(withKeys(1000, 999), []iam.KeyUse{used(1000, 1)}, nil), Want: control.Failed, Reason: "created 2024-01-06"},
		"password":              {Resource: using(withKeys(), none, signedIn(n+1)), Want: control.Failed, Reason: "password was last used"},
		"password never used":   {Resource: using(withKeys(), none, iam.PasswordUse{At: daysAgo(200)}), Want: control.Failed, Reason: "set 2026-03-15, 200 days ago, and has never been used"},
		"both":                  {Resource: using(withKeys(300), none, signedIn(200)), Want: control.Failed, Reason: "2 credentials have been unused for more than " + limit + " days, the longest for 300"},
		"shorter":               {Resource: using(withKeys(31), none, nil), Params: map[string]any{"maxCredentialUsageAge": 30}, Want: control.Failed, Reason: "the limit is 30"},
		"longer":                {Resource: using(withKeys(n+1), none, nil), Params: map[string]any{"maxCredentialUsageAge": n + 1}, Want: control.Passed},
		"uses denied":           {Resource: using(withKeys(300), catalogtest.Denied, nil), Want: control.NotAvailable},
		"keys denied":           {Resource: hiddenKeys, Want: control.NotAvailable},
		"password denied":       {Resource: noPassword, Want: control.NotAvailable},
		"sign-in denied":        {Resource: using(withKeys(), none, catalogtest.Denied), Want: control.NotAvailable},
		"one denied, one fails": {Resource: using(withKeys(300), catalogtest.Denied, signedIn(n+1)), Want: control.Failed, Reason: "password was last used"},
	})
	if _, err := u.Params.With(map[string]any{"maxCredentialUsageAge": 0}); err == nil {
		t.Error("a limit of 0 days is taken")
	}
}
