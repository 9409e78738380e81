package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl2(t *testing.T) {
	t.Parallel()
	user := func(attached, inline any) iam.User {
		return ada(func(u *iam.User) {
			u.AttachedPolicies, u.InlinePolicies = fact[[]string](attached), fact[[]string](inline)
		})
	}
	none := []string{}
	catalogtest.Judge(t, control2, map[string]catalogtest.Case{
		"none":            {Resource: user(none, none), Want: control.Passed},
		"attached":        {Resource: user([]string{"arn:a", "arn:b"}, none), Want: control.Failed, Reason: "to the user: arn:a, arn:b"},
		"inline":          {Resource: user(none, []string{"own"}), Want: control.Failed, Reason: "inline policies: own"},
		"both":            {Resource: user([]string{"arn:a"}, []string{"own"}), Want: control.Failed, Reason: "arn:a; and it has inline policies: own"},
		"attached denied": {Resource: user(catalogtest.Denied, none), Want: control.NotAvailable},
		"inline denied":   {Resource: user(none, catalogtest.Denied), Want: control.NotAvailable},
	})
}
