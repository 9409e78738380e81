package iam

import (
	"errors"
	"slices"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var updateAccessKey = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).UpdateAccessKey,
	"iam:UpdateAccessKey").Repeatable())

var (
	revokeSummary = catalog.Text(Service, "RevokeUnrotatedKeys/summary",
		"Deactivates the user's access keys that are too old. No key is deleted.",
		"ユーザーの古すぎるアクセスキーを無効化します。削除はしません。")
	keyInUse = catalog.Text(Service, "RevokeUnrotatedKeys/in-use",
		"access key {key} is in use: last used {date} for {service} in {region}; what uses it stops working at once",
		"アクセスキー {key} は使用中です (最終使用 {date}、{service}、{region})。これを使うものは直ちに動かなくなります")
	keyIdle = catalog.Text(Service, "RevokeUnrotatedKeys/idle",
		"access key {key} was last used {date} for {service} in {region}; what still uses it now and then stops working",
		"アクセスキー {key} の最終使用は {date} ({service}、{region}) です。まれに使うものがあれば動かなくなります")
	keyUnused = catalog.Text(Service, "RevokeUnrotatedKeys/unused",
		"no use of access key {key} is on record", "アクセスキー {key} の使用記録はありません")
	keyUnread = catalog.Text(Service, "RevokeUnrotatedKeys/unread",
		"whether access key {key} is in use could not be read: {reason}",
		"アクセスキー {key} が使用中かどうか読み取れませんでした: {reason}")
)

// presentUse is for how many days after its last use a key counts as being in use.
const presentUse = 30

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
	Reads:    []string{"AccessKeys"},
	Looks:    []string{"KeyUse"},
	Defaults: revokeParams{MaxCredentialUsageAge: 90},
	Writes:   []*awsop.Op{updateAccessKey.Op},
	Plan: func(u iam.User, p revokeParams, now time.Time) catalog.Edit[iam.User] {
		var e catalog.Edit[iam.User]
		for i, k := range u.AccessKeys.Value() {
			if !overdue(k, p.MaxCredentialUsageAge, now) {
				continue
			}
			u.AccessKeys = resource.Is(deactivated(u.AccessKeys.Value(), i))
			e.Moves = append(e.Moves, catalog.Move{
				Do: setKey(u.Name, k.ID, types.StatusTypeInactive), Undo: setKey(u.Name, k.ID, types.StatusTypeActive), Leaves: u,
			})
			lose(&e.Effect, u.KeyUse, k.ID, now)
		}
		if len(e.Moves) > 0 {
			e.Moves[len(e.Moves)-1].Leaves = nil
		}
		e.After = u
		return e
	},
})

// deactivated is a copy of the keys, of which one is no longer active.
func deactivated(keys []iam.AccessKey, i int) []iam.AccessKey {
	keys = slices.Clone(keys)
	keys[i].Active = false
	return keys
}

func setKey(user, key string, status types.StatusType) awsop.Bound {
	return updateAccessKey.With(&sdk.UpdateAccessKeyInput{UserName: &user, AccessKeyId: &key, Status: status})
}

// lose tells who may notice that a key is gone.
func lose(e *catalog.Effect, uses resource.Fact[[]iam.KeyUse], key string, now time.Time) {
	all, known := uses.Get()
	if !known {
		e.Risk = append(e.Risk, keyUnread.With("key", key, "reason", uses.Why().String()))
		return
	}
	i := slices.IndexFunc(all, func(k iam.KeyUse) bool { return k.ID == key })
	if i < 0 {
		e.Risk = append(e.Risk, keyUnused.With("key", key))
		return
	}
	use := all[i]
	args := []string{"key", key, "date", use.At.UTC().Format(time.DateOnly), "service", use.Service, "region", use.Region}
	if control.Days(use.At, now) <= presentUse {
		e.Interrupts = append(e.Interrupts, keyInUse.With(args...))
		return
	}
	e.Risk = append(e.Risk, keyIdle.With(args...))
}
