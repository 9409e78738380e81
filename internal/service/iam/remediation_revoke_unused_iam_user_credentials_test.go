package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestRevokeUnusedIAMUserCredentials(t *testing.T) {
	t.Parallel()
	none := []iam.KeyUse{}
	signedIn := func(days int) iam.PasswordUse { return iam.PasswordUse{Used: true, At: daysAgo(days)} }
	hidden := catalogtest.Denied
	for name, c := range map[string]struct {
		user iam.User
		set  map[string]any
		// left tells that something that could not be read keeps the controls from passing.
		left bool
	}{
		"nothing":          {user: using(withKeys(), none, nil)},
		"all-in-use":       {user: using(withKeys(1000, 45), []iam.KeyUse{used(1000, 45)}, signedIn(45))},
		"key-never-used":   {user: using(withKeys(46), none, nil)},
		"key-idle":         {user: using(withKeys(1000), []iam.KeyUse{used(1000, 46)}, signedIn(3))},
		"one-of-two":       {user: using(withKeys(1000, 999), []iam.KeyUse{used(1000, 1), used(999, 200)}, nil)},
		"two":              {user: using(withKeys(1000, 999), []iam.KeyUse{used(999, 200)}, nil)},
		"two-of-a-second":  {user: using(withKeys(1000, 1000), []iam.KeyUse{used(1000, 200)}, nil)},
		"tied":             {user: using(withKeys(1000, 1000), []iam.KeyUse{used(1000, 1)}, signedIn(200)), left: true},
		"password":         {user: using(withKeys(), none, signedIn(46))},
		"password-never":   {user: using(withKeys(10), none, iam.PasswordUse{At: daysAgo(300)})},
		"password-and-key": {user: using(withKeys(300, 10), none, signedIn(200))},
		"strict":           {user: using(withKeys(1000), []iam.KeyUse{used(1000, 11)}, signedIn(12)), set: map[string]any{"maxCredentialUsageAge": 10}},
		"lenient":          {user: using(withKeys(90, 91), none, nil), set: map[string]any{"maxCredentialUsageAge": 90}, left: true},
		"use-hidden":       {user: using(withKeys(300), hidden, nil), left: true},
		"use-hidden-young": {user: using(withKeys(45), hidden, signedIn(46)), left: true},
		"some-use-hidden":  {user: using(withKeys(300), hidden, signedIn(46)), left: true},
		"sign-in-hidden":   {user: using(withKeys(300), none, hidden), left: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, revokeUnusedCredentials, name, c.user, c.set)
			for _, u := range []*catalog.ControlUnit{control8, control22} {
				if v := u.Evaluate(d.After, u.Params.Defaults, catalogtest.Now); v.Status != control.Passed && !c.left {
					t.Errorf("%s after it: %s (%s)", u.ID, v.Status, v.Reason)
				}
			}
		})
	}
}

// Whatever is taken back must bring everything back.
func TestRevokeUnusedIAMUserCredentialsUndo(t *testing.T) {
	t.Parallel()
	keys := using(withKeys(1000, 999), []iam.KeyUse{}, nil)
	both := using(withKeys(1000, 999), []iam.KeyUse{}, iam.PasswordUse{At: daysAgo(300)})
	for user, undone := range map[*iam.User]int{&keys: 2, &both: 0} {
		d := revokeUnusedCredentials.Derive(*user, revokeUnusedCredentials.Params.Defaults, catalogtest.Now)
		n := 0
		for _, m := range d.Moves {
			if !m.Undo.IsZero() {
				n++
			}
		}
		if n != undone || (undone == 0) == d.Irreversible.IsZero() {
			t.Errorf("%d of %d moves are taken back; irreversible: %q", n, len(d.Moves), d.Irreversible)
		}
		if last := d.Moves[len(d.Moves)-1]; last.Leaves != nil || d.Moves[0].Leaves == nil {
			t.Errorf("the moves leave %v, …, %v", d.Moves[0].Leaves, last.Leaves)
		}
	}
}

func TestRevokeUnusedIAMUserCredentialsApart(t *testing.T) {
	t.Parallel()
	u := using(withKeys(412, 3), []iam.KeyUse{}, iam.PasswordUse{At: daysAgo(300)})
	u.ActiveKeyIDs = resource.Is([]string{"AKIA2"})
	catalogtest.Golden(t, revokeUnusedCredentials, "apart", u, nil)
}

func TestRevokeUnusedIAMUserCredentialsRefusesNoLimit(t *testing.T) {
	t.Parallel()
	if _, err := revokeUnusedCredentials.Params.With(map[string]any{"maxCredentialUsageAge": 0}); err == nil {
		t.Error("a limit of 0 days is taken")
	}
}
