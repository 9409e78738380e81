package iam

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestRevokeUnrotatedKeys(t *testing.T) {
	t.Parallel()
	old := iam.AccessKey{ID: "AKIA1", Active: true, Created: daysAgo(412)}
	older := iam.AccessKey{ID: "AKIA2", Active: true, Created: daysAgo(1000)}
	edge := iam.AccessKey{ID: "AKIA3", Active: true, Created: daysAgo(90)}
	inactive := iam.AccessKey{ID: "AKIA4", Created: daysAgo(412)}
	use := func(id string, at time.Time) iam.KeyUse {
		return iam.KeyUse{ID: id, At: at, Service: "s3", Region: "ap-northeast-1"}
	}
	neverUsed := resource.Is([]iam.KeyUse{})
	for name, c := range map[string]struct {
		keys []iam.AccessKey
		uses resource.Fact[[]iam.KeyUse]
		set  map[string]any
	}{
		"nothing":      {keys: []iam.AccessKey{edge, inactive}, uses: neverUsed},
		"no-keys":      {keys: []iam.AccessKey{}, uses: neverUsed},
		"in-use":       {keys: []iam.AccessKey{old}, uses: resource.Is([]iam.KeyUse{use("AKIA1", daysAgo(3))})},
		"in-use-edge":  {keys: []iam.AccessKey{old}, uses: resource.Is([]iam.KeyUse{use("AKIA1", daysAgo(30))})},
		"idle":         {keys: []iam.AccessKey{old}, uses: resource.Is([]iam.KeyUse{use("AKIA1", daysAgo(31))})},
		"never-used":   {keys: []iam.AccessKey{old, edge}, uses: neverUsed},
		"two":          {keys: []iam.AccessKey{old, older}, uses: resource.Is([]iam.KeyUse{use("AKIA2", daysAgo(0))})},
		"hidden-use":   {keys: []iam.AccessKey{old, older}, uses: resource.HiddenFor[[]iam.KeyUse](catalogtest.Denied)},
		"shorter-life": {keys: []iam.AccessKey{edge, inactive}, uses: neverUsed, set: map[string]any{"maxCredentialUsageAge": 89}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := ada(func(u *iam.User) { u.AccessKeys, u.KeyUse = resource.Is(c.keys), c.uses })
			d := catalogtest.Golden(t, revokeUnrotatedKeys, name, u, c.set)
			if v := control3.Evaluate(d.After, control3.Params.Defaults, catalogtest.Now); v.Status != control.Passed {
				t.Errorf("%s after it: %s (%s)", control3.ID, v.Status, v.Reason)
			}
		})
	}
}

// A run that was cut off after the first of two keys must see where it stands.
func TestRevokeUnrotatedKeysLeaves(t *testing.T) {
	t.Parallel()
	u := withKeys(
		iam.AccessKey{ID: "AKIA1", Active: true, Created: daysAgo(412)}, iam.AccessKey{ID: "AKIA2", Active: true, Created: daysAgo(412)},
	)
	d := revokeUnrotatedKeys.Derive(u, revokeUnrotatedKeys.Params.Defaults, catalogtest.Now)
	if len(d.Moves) != 2 || d.Moves[1].Leaves != nil {
		t.Fatalf("moves are %+v", d.Moves)
	}
	for i, got := range []resource.Resource{u, d.Moves[0].Leaves, d.After} {
		keys := as[iam.User](t, got).AccessKeys.Value()
		if keys[0].Active != (i < 1) || keys[1].Active != (i < 2) {
			t.Errorf("after %d moves the keys are %+v", i, keys)
		}
	}
}

func TestRevokeUnrotatedKeysRefusesNoLimit(t *testing.T) {
	t.Parallel()
	if _, err := revokeUnrotatedKeys.Params.With(map[string]any{"maxCredentialUsageAge": 0}); err == nil {
		t.Error("a limit of 0 days is taken")
	}
}
