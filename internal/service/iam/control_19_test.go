package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl19(t *testing.T) {
	t.Parallel()
	user := func(mfa any) iam.User { return ada(func(u *iam.User) { u.MFA = fact[bool](mfa) }) }
	catalogtest.Judge(t, control19, map[string]catalogtest.Case{
		"a device":  {Resource: user(true), Want: control.Passed},
		"no device": {Resource: user(false), Want: control.Failed, Reason: "no MFA device"},
		"denied":    {Resource: user(catalogtest.Denied), Want: control.NotAvailable},
	})
}
