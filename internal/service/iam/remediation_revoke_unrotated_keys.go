package iam

import (
	"errors"
	"strconv"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var revokeSummary = catalog.Text(Service, "RevokeUnrotatedKeys/summary",
	"Deactivates the user's access keys that are too old. No key is deleted.",
	"ユーザーの古すぎるアクセスキーを無効化します。削除はしません。")

type revokeParams struct {
	// MaxCredentialUsageAge is how many whole days an active key may be old.
	MaxCredentialUsageAge int `json:"maxCredentialUsageAge"`
}

// Validate refuses ages that no key could have.
func (p revokeParams) Validate() error {
	if p.MaxCredentialUsageAge < 1 {
		return errors.New("maxCredentialUsageAge must be at least 1")
	}
	return nil
}

var revokeUnrotatedKeys = catalog.Remediation(Service, catalog.RemediationSpec[iam.User, revokeParams]{
	Name:     "RevokeUnrotatedKeys",
	File:     "revoke_unrotated_keys",
	Summary:  revokeSummary,
	Controls: []control.ID{"IAM.3"},
	Reads:    []string{"ActiveKeys", "ActiveKeyIDs"},
	Looks:    []string{"KeyUse"},
	Defaults: revokeParams{MaxCredentialUsageAge: 90},
	Writes:   []*awsop.Op{updateAccessKey.Op},
	Plan: func(u iam.User, p revokeParams, now time.Time) catalog.Edit[iam.User] {
		keys, ok := heldKeys(u)
		if !ok {
			return apart(u)
		}
		var e catalog.Edit[iam.User]
		var old []heldKey
		for _, k := range keys {
			if overdue(k.ActiveKey, p.MaxCredentialUsageAge, now) {
				old = append(old, k)
				lose(&e.Effect, u.KeyUse, k, now)
			}
		}
		e.After, e.Moves = deactivate(u, old)
		if len(e.Moves) > 0 {
			e.Moves[len(e.Moves)-1].Leaves = nil
		}
		return e
	},
})

// apart refuses to do anything with keys whose ids are not sure.
func apart(u iam.User) catalog.Edit[iam.User] {
	e := catalog.Edit[iam.User]{After: u}
	e.Refused = keysApart.With("keys", strconv.Itoa(len(u.ActiveKeys.Value())), "ids", strconv.Itoa(len(u.ActiveKeyIDs.Value())))
	return e
}
