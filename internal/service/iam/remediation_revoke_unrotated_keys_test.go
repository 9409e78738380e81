package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestRevokeUnrotatedKeys(t *testing.T) {
	t.Parallel()
	neverUsed := resource.Is([]iam.KeyUse{})
	for name, c := range map[string]struct {
		user iam.User
		uses resource.Fact[[]iam.KeyUse]
		set  map[string]any
	}{
		"nothing":      {user: withKeys(90), uses: neverUsed},
		"no-keys":      {user: withKeys(), uses: neverUsed},
		"in-use":       {user: withKeys(412), uses: resource.Is([]iam.KeyUse{used(412, 3)})},
		"in-use-edge":  {user: withKeys(412), uses: resource.Is([]iam.KeyUse{used(412, 30)})},
		"idle":         {user: withKeys(412), uses: resource.Is([]iam.KeyUse{used(412, 31)})},
		"never-used":   {user: withKeys(412, 90), uses: neverUsed},
		"two":          {user: withKeys(1000, 412), uses: resource.Is([]iam.KeyUse{used(1000, 0)})},
		"hidden-use":   {user: withKeys(1000, 412), uses: resource.HiddenFor[[]iam.KeyUse](catalogtest.Denied)},
		"shorter-life": {user: withKeys(90, 89), uses: neverUsed, set: map[string]any{"maxCredentialUsageAge": 89}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.user.KeyUse = c.uses
			d := catalogtest.Golden(t, revokeUnrotatedKeys, name, c.user, c.set)
			if v := control3.Evaluate(d.After, control3.Params.Defaults, catalogtest.Now); v.Status != control.Passed {
				t.Errorf("%s after it: %s (%s)", control3.ID, v.Status, v.Reason)
			}
		})
	}
}

// Ids that do not belong to the keys could deactivate another one.
func TestRevokeUnrotatedKeysApart(t *testing.T) {
	t.Parallel()
	u := withKeys(412, 3)
	u.ActiveKeyIDs = resource.Is([]string{"AKIA2"})
	catalogtest.Golden(t, revokeUnrotatedKeys, "apart", u, nil)
}

// A run that was cut off after the first of two keys must see where it stands.
func TestRevokeUnrotatedKeysLeaves(t *testing.T) {
	t.Parallel()
	u := withKeys(413, 412)
	d := revokeUnrotatedKeys.Derive(u, revokeUnrotatedKeys.Params.Defaults, catalogtest.Now)
	if len(d.Moves) != 2 || d.Moves[1].Leaves != nil {
		t.Fatalf("moves are %+v", d.Moves)
	}
	for i, got := range []resource.Resource{u, d.Moves[0].Leaves, d.After} {
		u := catalogtest.As[iam.User](t, got)
		keys, ids := u.ActiveKeys.Value(), u.ActiveKeyIDs.Value()
		if len(keys) != 2-i || len(ids) != 2-i || i == 1 && (ids[0] != "AKIA2" || !keys[0].Created.Equal(daysAgo(412))) {
			t.Errorf("after %d moves the keys are %v: %+v", i, ids, keys)
		}
	}
}

func TestRevokeUnrotatedKeysRefusesNoLimit(t *testing.T) {
	t.Parallel()
	if _, err := revokeUnrotatedKeys.Params.With(map[string]any{"maxCredentialUsageAge": 0}); err == nil {
		t.Error("a limit of 0 days is taken")
	}
}
