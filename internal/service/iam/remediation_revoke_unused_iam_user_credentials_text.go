package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/text"
)

var (
	unusedSummary = catalog.Text(Service, "RevokeUnusedIAMUserCredentials/summary",
		"Deactivates the user's access keys that have been unused for too long, and deletes the console password if it has been. No key is deleted.",
		"長期間使われていないアクセスキーを無効化し、コンソールパスワードも使われていなければ削除します。アクセスキーは削除しません。")
	unusedTied = catalog.Text(Service, "RevokeUnusedIAMUserCredentials/tied",
		"two active access keys were both created {created} and only one is unused; look in the console which one, and deactivate it there",
		"アクティブなアクセスキー 2 個が同じ時刻 ({created}) に作成され、そのうち 1 個だけが使われていません。コンソールでどちらかを確かめて無効化してください")
	passwordFinal = catalog.Text(Service, "RevokeUnusedIAMUserCredentials/final",
		"a deleted console password cannot be put back; the user would need a new one", "削除したコンソールパスワードは元に戻せません。再び必要になれば新しいパスワードを設定します")
	passwordAndKeysFinal = catalog.Text(Service, "RevokeUnusedIAMUserCredentials/final-with-keys",
		"a deleted console password cannot be put back; the user would need a new one. The access keys are only deactivated and can be activated again by hand",
		"削除したコンソールパスワードは元に戻せません。再び必要になれば新しいパスワードを設定します。アクセスキーは無効化するだけなので、手作業で有効に戻せます")
	passwordInUse = catalog.Text(Service, "RevokeUnusedIAMUserCredentials/password-in-use",
		"the console password was last used {date}; the user can no longer sign in to the console", "コンソールパスワードは {date} に使われています。ユーザーはコンソールにサインインできなくなります")
	passwordIdle = catalog.Text(Service, "RevokeUnusedIAMUserCredentials/password-idle",
		"the user, who last signed in to the console {date}, can no longer do so", "ユーザー (最終サインイン {date}) はコンソールにサインインできなくなります")
	passwordNever = catalog.Text(Service, "RevokeUnusedIAMUserCredentials/password-never",
		"the user has not signed in with the console password since it was set {date}, and can no longer do so (by a credential report that may be 4 hours old)",
		"コンソールパスワードは {date} の設定以降一度も使われていません。ユーザーはこれでサインインできなくなります (最大 4 時間前の認証情報レポートによる)")
	keysLeft = catalog.Text(Service, "RevokeUnusedIAMUserCredentials/keys-left",
		"the active access keys stay as they are, because their use could not be read: {reason}",
		"アクセスキーの使用状況を読み取れなかったため、アクティブなアクセスキーはそのまま残します: {reason}")
	passwordLeft = catalog.Text(Service, "RevokeUnusedIAMUserCredentials/password-left",
		"the console password stays, because its use could not be read: {reason}",
		"コンソールパスワードの使用状況を読み取れなかったため、そのまま残します: {reason}")
)

// leftAlone tells what is not touched because nobody knows whether it is used. Keys that are too young to have been unused
// for so long are of no interest.
func leftAlone(u iam.User, days int, now time.Time) []text.Message {
	var out []text.Message
	for _, k := range u.ActiveKeys.Value() {
		if u.KeyUse.State() != resource.Known && control.Days(k.Created, now) > days {
			out = append(out, keysLeft.With("reason", u.KeyUse.Why().String()))
			break
		}
	}
	if u.ConsolePassword.Value() && u.PasswordUse.State() != resource.Known {
		out = append(out, passwordLeft.With("reason", u.PasswordUse.Why().String()))
	}
	return out
}
