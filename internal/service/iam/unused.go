package iam

import (
	"errors"
	"strconv"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/text"
)

// unusedParams are the parameters of the controls on credentials that nobody uses.
type unusedParams struct {
	// MaxCredentialUsageAge is for how many whole days a credential may be unused.
	MaxCredentialUsageAge int `json:"maxCredentialUsageAge"`
}

// Validate refuses an age at which everything would be unused.
func (p unusedParams) Validate() error {
	if p.MaxCredentialUsageAge < 1 {
		return errors.New("maxCredentialUsageAge must be at least 1")
	}
	return nil
}

var (
	inUse = catalog.Text(Service, "iam/unused-none",
		"neither a password nor an active access key has been unused for more than {max} days", "{max} 日を超えて使われていないパスワードやアクティブなアクセスキーはありません")
	stalePassword = catalog.Text(Service, "iam/unused-password",
		"the console password was last used {date}, {age} days ago; the limit is {max}", "コンソールパスワードの最終使用は {date} で、{age} 日前です (上限は {max} 日)")
	neverPassword = catalog.Text(Service, "iam/unused-password-never",
		"the console password was set {date}, {age} days ago, and has never been used; the limit is {max}",
		"コンソールパスワードは {date} ({age} 日前) に設定され、一度も使われていません (上限は {max} 日)")
	staleKey = catalog.Text(Service, "iam/unused-key",
		"the active access key created {created} was last used {date}, {age} days ago; the limit is {max}",
		"{created} に作成されたアクティブなアクセスキーの最終使用は {date} で、{age} 日前です (上限は {max} 日)")
	neverKey = catalog.Text(Service, "iam/unused-key-never",
		"the active access key created {created}, {age} days ago, has never been used; the limit is {max}",
		"{created} ({age} 日前) に作成されたアクティブなアクセスキーは一度も使われていません (上限は {max} 日)")
	staleMany = catalog.Text(Service, "iam/unused-many",
		"{count} credentials have been unused for more than {max} days, the longest for {age} days",
		"{count} 個の認証情報が {max} 日を超えて使われていません (最長 {age} 日)")
)

// byUse judges a user by its credentials' last use. One that has been unused for too long fails whatever could not be
// read of the others.
func byUse(u iam.User, p unusedParams, now time.Time) control.Verdict {
	limit := p.MaxCredentialUsageAge
	var stale []text.Message
	longest := 0
	count := func(since time.Time, m text.Message) {
		stale, longest = append(stale, m), max(longest, control.Days(since, now))
	}
	if passwordStale(u, limit, now) {
		count(u.PasswordUse.Value().At, passwordReason(u.PasswordUse.Value(), limit, now))
	}
	for _, k := range staleKeys(u, limit, now) {
		count(k.Idle(), keyReason(k, limit, now))
	}
	switch {
	case len(stale) == 1:
		return control.Fail(stale[0])
	case len(stale) > 1:
		return control.Fail(staleMany.With("count", strconv.Itoa(len(stale)), "max", strconv.Itoa(limit), "age", strconv.Itoa(longest)))
	}
	if v, unsure := catalog.Unsure(u, "ActiveKeys", "KeyUse", "ConsolePassword", "PasswordUse"); unsure {
		return v
	}
	return control.Pass(inUse.With("max", strconv.Itoa(limit)))
}

// passwordStale tells whether there is a password that is known to have been unused for more than so many whole days.
func passwordStale(u iam.User, days int, now time.Time) bool {
	use, known := u.PasswordUse.Get()
	return u.ConsolePassword.Value() && known && control.Days(use.At, now) > days
}

// staleKeys are the active keys that are known to have been unused for more than so many whole days. The facts must
// both be known: without its use, no key can be told to be unused.
func staleKeys(u iam.User, days int, now time.Time) []iam.KeyState {
	uses, known := u.KeyUse.Get()
	if !known {
		return nil
	}
	var out []iam.KeyState
	for _, k := range iam.Keys(u.ActiveKeys.Value(), uses) {
		if control.Days(k.Idle(), now) > days {
			out = append(out, k)
		}
	}
	return out
}

func passwordReason(use iam.PasswordUse, limit int, now time.Time) text.Message {
	args := []string{"date", day(use.At), "age", strconv.Itoa(control.Days(use.At, now)), "max", strconv.Itoa(limit)}
	if use.Used {
		return stalePassword.With(args...)
	}
	return neverPassword.With(args...)
}

func keyReason(k iam.KeyState, limit int, now time.Time) text.Message {
	args := []string{"created", day(k.Created), "age", strconv.Itoa(control.Days(k.Idle(), now)), "max", strconv.Itoa(limit)}
	if k.Use.At.IsZero() {
		return neverKey.With(args...)
	}
	return staleKey.With(append(args, "date", day(k.Use.At))...)
}

// day is a moment's date.
func day(at time.Time) string { return at.UTC().Format(time.DateOnly) }
