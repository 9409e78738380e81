package iam

import (
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var deactivateSummary = catalog.Text(Service, "DeactivateAccessKey/summary",
	"Deactivates one access key of a user, because it has leaked. It is not deleted.",
	"漏えいしたユーザーのアクセスキー 1 つを無効化します。削除はしません。")

type deactivateParams struct {
	// Key is the id of the access key.
	Key string `json:"key"`
	// Behind is the resource where the key was in use, whose steps come first.
	Behind resource.Ref `json:"behind"`
}

var deactivateKey = catalog.Remediation(Service, catalog.RemediationSpec[iam.User, deactivateParams]{
	Name:    "DeactivateAccessKey",
	Own:     true,
	Helper:  true,
	File:    "deactivate_access_key",
	Summary: deactivateSummary,
	Reads:   []string{"ActiveKeys", "ActiveKeyIDs"},
	Looks:   []string{"KeyUse"},
	Writes:  []*awsop.Op{updateAccessKey.Op},
	Plan: func(u iam.User, p deactivateParams, now time.Time) catalog.Edit[iam.User] {
		keys, ok := heldKeys(u)
		if !ok {
			return apart(u)
		}
		e := catalog.Edit[iam.User]{After: u}
		i := slices.IndexFunc(keys, func(k heldKey) bool { return k.ID == p.Key })
		if i < 0 {
			return e // it is not active any more
		}
		lose(&e.Effect, u.KeyUse, keys[i], now)
		e.After, e.Moves = deactivate(u, keys[i:i+1])
		e.Moves[0].Leaves = nil
		if p.Behind.ID != "" {
			e.Behind = []resource.Ref{p.Behind}
		}
		return e
	},
})
