package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl5(t *testing.T) {
	t.Parallel()
	user := func(password, mfa any) iam.User {
		return ada(func(u *iam.User) { u.ConsolePassword, u.MFA = fact[bool](password), fact[bool](mfa) })
	}
	catalogtest.Judge(t, control5, map[string]catalogtest.Case{
		"no password":             {Resource: user(false, false), Want: control.Passed, Reason: "no console password"},
		"no password, a device":   {Resource: user(false, true), Want: control.Passed, Reason: "no console password"},
		"a password and a device": {Resource: user(true, true), Want: control.Passed, Reason: "an MFA device"},
		"a password only":         {Resource: user(true, false), Want: control.Failed, Reason: "no MFA device"},
		"password denied":         {Resource: user(catalogtest.Denied, true), Want: control.NotAvailable},
		"devices denied":          {Resource: user(true, catalogtest.Denied), Want: control.NotAvailable},
	})
}
