package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func withRoot(root, virtual any) iam.Account {
	return theAccount(func(a *iam.Account) {
		a.Root = fact[iam.Root](root)
		a.RootVirtualMFA = fact[bool](virtual)
	})
}

// fact makes a fact that is known, hidden, or not asked.
func fact[T any](v any) resource.Fact[T] {
	switch v := v.(type) {
	case T:
		return resource.Is(v)
	case resource.Reason:
		return resource.HiddenFor[T](v)
	}
	return resource.Fact[T]{}
}

func TestControl4(t *testing.T) {
	t.Parallel()
	catalogtest.Judge(t, control4, map[string]catalogtest.Case{
		"no key": {Resource: withRoot(iam.Root{Password: true}, nil), Want: control.Passed},
		"a key":  {Resource: withRoot(iam.Root{AccessKeys: true, MFA: true, Password: true}, nil), Want: control.Failed, Reason: "root user has an access key"},
		"denied": {Resource: withRoot(catalogtest.Denied, nil), Want: control.NotAvailable},
	})
}
