package iam

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/text"
)

var (
	expirySoft = catalog.Text(Service, "SetIAMPasswordPolicy/soft",
		"the passwords of {count} of {all} users are {days} or more days old; they expire at once and must be changed at the next sign-in (by a credential report that may be 4 hours old)",
		"パスワードを持つ {all} 人のうち {count} 人のパスワードは {days} 日以上前のものです。直ちに期限切れになり、次回サインイン時に変更が必要です (最大 4 時間前の認証情報レポートによる)")
	expiryHard = catalog.Text(Service, "SetIAMPasswordPolicy/hard",
		"passwords {days} or more days old expire at once, and these users cannot sign in to the console until an administrator resets them: {users}",
		"{days} 日以上前のパスワードは直ちに期限切れになり、次のユーザーは管理者が再設定するまでコンソールにサインインできません: {users}")
	expiryHardMany = catalog.Text(Service, "SetIAMPasswordPolicy/hard-many",
		"passwords {days} or more days old expire at once, and these users cannot sign in to the console until an administrator resets them: {users} and {more} more",
		"{days} 日以上前のパスワードは直ちに期限切れになり、次のユーザーは管理者が再設定するまでコンソールにサインインできません: {users} ほか {more} 人")
	expiryLater = catalog.Text(Service, "SetIAMPasswordPolicy/later",
		"from now on, whoever does not change the password within {days} days cannot sign in to the console until an administrator resets it",
		"今後は、{days} 日以内にパスワードを変更しなかったユーザーは、管理者が再設定するまでコンソールにサインインできません")
	expiryForbidden = catalog.Text(Service, "SetIAMPasswordPolicy/forbidden",
		"the policy does not let users change their own passwords; whoever may not do so by another permission (iam:ChangePassword) needs an administrator once the password has expired",
		"このポリシーはユーザー自身によるパスワード変更を許可していません。別途 iam:ChangePassword の権限がないユーザーは、期限切れ後に管理者の対応が必要になります")
	expiryUnread = catalog.Text(Service, "SetIAMPasswordPolicy/unread",
		"passwords {days} or more days old expire at once; how old they are could not be read: {reason}",
		"{days} 日以上前のパスワードは直ちに期限切れになります。パスワードの経過日数は読み取れませんでした: {reason}")
)

// named is how many users a message names before it counts the rest.
const named = 5

// expiryEffect tells whose passwords expire by going from one policy to a stricter one. Passwords that had expired
// before, with the same consequence, are not told again.
func expiryEffect(passwords resource.Fact[[]iam.Password], before, after iam.PasswordPolicy, now time.Time) catalog.Effect {
	var e catalog.Effect
	if after.MaxPasswordAge == 0 || after.MaxPasswordAge == before.MaxPasswordAge && after.HardExpiry == before.HardExpiry {
		return e
	}
	days := strconv.Itoa(int(after.MaxPasswordAge))
	switch {
	case after.HardExpiry:
		e.Risk = append(e.Risk, expiryLater.With("days", days))
	case !after.AllowUsersToChangePassword:
		e.Risk = append(e.Risk, expiryForbidden.With())
	}
	all, known := passwords.Get()
	users := expiring(all, before, after, now)
	switch {
	case !known:
		e.Risk = append(e.Risk, expiryUnread.With("days", days, "reason", passwords.Why().String()))
	case len(users) == 0:
	case after.HardExpiry:
		e.Interrupts = []text.Message{lockedOut(users, days)}
	default:
		e.Risk = append(e.Risk, expirySoft.With("count", strconv.Itoa(len(users)), "all", strconv.Itoa(len(all)), "days", days))
	}
	return e
}

// expiring lists the users whose passwords expire by the change, with names in order.
func expiring(all []iam.Password, before, after iam.PasswordPolicy, now time.Time) []string {
	var users []string
	for _, p := range all {
		already := before.Expired(p.Changed, now) && before.HardExpiry == after.HardExpiry
		if after.Expired(p.Changed, now) && !already {
			users = append(users, p.User)
		}
	}
	slices.Sort(users)
	return users
}

func lockedOut(users []string, days string) text.Message {
	if len(users) <= named {
		return expiryHard.With("days", days, "users", strings.Join(users, ", "))
	}
	return expiryHardMany.With("days", days, "users", strings.Join(users[:named], ", "), "more", strconv.Itoa(len(users)-named))
}
