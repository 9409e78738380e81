package iam

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	fresh3 = catalog.Text(Service, "IAM.3/fresh", "no active access key is older than {max} days", "{max} 日を超えるアクティブなアクセスキーはありません")
	aged3  = catalog.Text(Service, "IAM.3/aged", "an active access key was created {created}, {age} days ago; the limit is {max}", "アクティブなアクセスキーが {created} の作成から {age} 日経過しています (上限は {max} 日)")
	all3   = catalog.Text(Service, "IAM.3/all", "{count} active access keys are older than {max} days, the oldest {age} days", "{count} 個のアクティブなアクセスキーが作成から {max} 日を超えています (最も古いものは {age} 日)")
)

type params3 struct {
	// MaxAccessKeyAge is how many whole days an active key may be old.
	MaxAccessKeyAge int `json:"maxAccessKeyAge"`
}

// Validate refuses ages that no key could have.
func (p params3) Validate() error {
	if p.MaxAccessKeyAge < 1 {
		return errors.New("maxAccessKeyAge must be at least 1")
	}
	return nil
}

var control3 = catalog.Control(Service, catalog.ControlSpec[iam.User, params3]{
	ID:       "IAM.3",
	Title:    "IAM users' access keys should be rotated every 90 days or less",
	TitleJA:  "IAM ユーザーのアクセスキーは 90 日以内ごとにローテーションする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "IAM.3",
		standard.CIS120:  "1.4",
		standard.CIS140:  "1.14",
		standard.CIS300:  "1.14",
		standard.CIS500:  "1.13",
		standard.PCI401:  "8.3.9;8.6.3",
		standard.NIST800: "IAM.3",
	},
	Reads:    []string{"ActiveKeys"},
	Defaults: params3{MaxAccessKeyAge: 90},
	Evaluate: func(u iam.User, p params3, now time.Time) control.Verdict {
		old := slices.DeleteFunc(slices.Clone(u.ActiveKeys.Value()), func(k iam.ActiveKey) bool { return !overdue(k, p.MaxAccessKeyAge, now) })
		limit := strconv.Itoa(p.MaxAccessKeyAge)
		if len(old) == 0 {
			return control.Pass(fresh3.With("max", limit))
		}
		first := old[0].Created // they are ordered by age
		age := strconv.Itoa(control.Days(first, now))
		if len(old) == 1 {
			return control.Fail(aged3.With("created", day(first), "age", age, "max", limit))
		}
		return control.Fail(all3.With("count", strconv.Itoa(len(old)), "age", age, "max", limit))
	},
})

// overdue tells whether an active key is more than so many whole days old.
func overdue(k iam.ActiveKey, days int, now time.Time) bool {
	return control.Days(k.Created, now) > days
}
