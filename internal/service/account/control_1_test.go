package account

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/account"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	with := func(contact resource.Fact[bool]) account.Account {
		return account.Account{Ref: resource.Ref{
			Type: "AWS::Account::Account", Account: "111122223333", Region: "us-east-1",
			ID: resource.AccountID("111122223333"), Name: "111122223333",
		}, SecurityContact: contact}
	}
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"a contact": {Resource: with(resource.Is(true)), Want: control.Passed, Reason: "has an alternate contact for security"},
		"none":      {Resource: with(resource.Is(false)), Want: control.Failed, Reason: "has no alternate contact for security"},
		"absent":    {Resource: with(resource.None[bool]()), Want: control.Failed},
		"denied":    {Resource: with(resource.HiddenFor[bool](catalogtest.Denied)), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"not asked": {Resource: with(resource.Fact[bool]{}), Want: control.NotAvailable, Reason: "SecurityContact was not asked for"},
	})
}
