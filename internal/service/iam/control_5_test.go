package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl5(t *testing.T) {
	t.Parallel()
	user := func(password, devices any) iam.User {
		return ada(func(u *iam.User) {
			u.ConsolePassword = fact[bool](password)
			u.MFADevices = fact[[]string](devices)
		})
	}
	catalogtest.Judge(t, control5, map[string]catalogtest.Case{
		"no password":             {Resource: user(false, []string{}), Want: control.Passed, Reason: "no console password"},
		"no password, a device":   {Resource: user(false, []string{"GAHT1"}), Want: control.Passed, Reason: "no console password"},
		"a password and a device": {Resource: user(true, []string{"GAHT1"}), Want: control.Passed, Reason: "MFA: GAHT1"},
		"a password only":         {Resource: user(true, []string{}), Want: control.Failed, Reason: "no MFA device"},
		"password denied":         {Resource: user(catalogtest.Denied, []string{"GAHT1"}), Want: control.NotAvailable},
		"devices denied":          {Resource: user(true, catalogtest.Denied), Want: control.NotAvailable},
	})
}
