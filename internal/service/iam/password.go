package iam

import (
	"fmt"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var noPolicy = catalog.Text(Service, "iam/no-policy", "the account has no password policy of its own", "アカウントに独自のパスワードポリシーがありません")

// byPolicy makes the judgement of a control on the password policy. Without one it fails: the default policy of AWS
// does not count.
func byPolicy[P any](judge func(iam.PasswordPolicy, P) control.Verdict) func(iam.Account, P, time.Time) control.Verdict {
	return func(a iam.Account, p P, _ time.Time) control.Verdict {
		policy, ok := a.PasswordPolicy.Get()
		if !ok {
			return control.Fail(noPolicy.With())
		}
		return judge(policy, p)
	}
}

// within refuses a parameter that is out of range. The ranges are those of IAM's API reference,
// UpdateAccountPasswordPolicy; 0 stands for not set where it is allowed.
func within(name string, value, lowest, highest int32) error {
	if value < lowest || value > highest {
		return fmt.Errorf("%s is %d; it must be from %d to %d", name, value, lowest, highest)
	}
	return nil
}
