package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl18(t *testing.T) {
	t.Parallel()
	account := func(holders ...iam.Holder) iam.Account {
		return theAccount(func(a *iam.Account) { a.SupportAccess = resource.Is(holders) })
	}
	group, role := iam.Holder{Kind: "group", Name: "ops"}, iam.Holder{Kind: "role", Name: "support"}
	open := iam.Holder{Kind: "role", Name: "incidents", Usable: true}
	catalogtest.Judge(t, control18, map[string]catalogtest.Case{
		"nobody":       {Resource: account(), Want: control.Failed, Reason: "to no user, group or role"},
		"a role":       {Resource: account(open), Want: control.Passed, Reason: "attached to role incidents"},
		"a user":       {Resource: account(iam.Holder{Kind: "user", Name: "ada", Usable: true}), Want: control.Passed, Reason: "user ada"},
		"nobody there": {Resource: account(group, role), Want: control.Failed, Reason: "to group ops, role support only"},
		"one will do":  {Resource: account(group, open), Want: control.Passed, Reason: "attached to role incidents"},
		"denied": {
			Resource: theAccount(func(a *iam.Account) { a.SupportAccess = resource.HiddenFor[[]iam.Holder](catalogtest.Denied) }),
			Want:     control.NotAvailable,
		},
	})
}
