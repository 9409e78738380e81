package iam

import (
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
	keysApart = catalog.Text(Service, "iam/keys-apart",
		"{keys} active access keys and {ids} ids do not belong together; they changed while they were read: plan again",
		"アクティブなアクセスキー {keys} 個に対して ID が {ids} 個あり、対応しません。読み取り中に変更されたため、計画を作り直してください")
)

// presentUse is for how many days after its last use a credential counts as being in use.
const presentUse = 30

// heldKey is an active key with its id and its use.
type heldKey struct {
	iam.KeyState
	ID string
}

// heldKeys joins what is known of the active keys. It is false where the facts do not belong together.
func heldKeys(u iam.User) ([]heldKey, bool) {
	ids := u.ActiveKeyIDs.Value()
	if len(ids) != len(u.ActiveKeys.Value()) {
		return nil, false
	}
	keys := make([]heldKey, len(ids))
	for i, k := range iam.Keys(u.ActiveKeys.Value(), u.KeyUse.Value()) {
		keys[i] = heldKey{KeyState: k, ID: ids[i]}
	}
	return keys, true
}

// deactivate takes keys out of those that are active, one by one, and gives the calls. Each says what it leaves.
func deactivate(u iam.User, keys []heldKey) (iam.User, []catalog.Move) {
	var moves []catalog.Move
	for _, k := range keys {
		i := slices.Index(u.ActiveKeyIDs.Value(), k.ID)
		u.ActiveKeyIDs = resource.Is(without(u.ActiveKeyIDs.Value(), i))
		u.ActiveKeys = resource.Is(without(u.ActiveKeys.Value(), i))
		moves = append(moves, catalog.Move{
			Do: setKey(u.Name, k.ID, types.StatusTypeInactive), Undo: setKey(u.Name, k.ID, types.StatusTypeActive), Leaves: u,
		})
	}
	return u, moves
}

// without is a copy of the list less one element.
func without[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }

func setKey(user, key string, status types.StatusType) awsop.Bound {
	return updateAccessKey.With(&sdk.UpdateAccessKeyInput{UserName: &user, AccessKeyId: &key, Status: status})
}

// lose tells who may notice that a key is gone.
func lose(e *catalog.Effect, uses resource.Fact[[]iam.KeyUse], k heldKey, now time.Time) {
	use := k.Use
	args := []string{"key", k.ID, "date", day(use.At), "service", use.Service, "region", use.Region}
	switch _, known := uses.Get(); {
	case !known:
		e.Risk = append(e.Risk, keyUnread.With("key", k.ID, "reason", uses.Why().String()))
	case use.At.IsZero():
		e.Risk = append(e.Risk, keyUnused.With("key", k.ID))
	case control.Days(use.At, now) <= presentUse:
		e.Interrupts = append(e.Interrupts, keyInUse.With(args...))
	default:
		e.Risk = append(e.Risk, keyIdle.With(args...))
	}
}
