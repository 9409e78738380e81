package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl17(t *testing.T) {
	t.Parallel()
	age := func(n int32) iam.Account {
		return withPolicy(strongBut(func(p *iam.PasswordPolicy) { p.MaxPasswordAge = n }))
	}
	catalogtest.Judge(t, control17, map[string]catalogtest.Case{
		"90":        {Resource: age(90), Want: control.Passed, Reason: "after 90 days"},
		"1":         {Resource: age(1), Want: control.Passed},
		"91":        {Resource: age(91), Want: control.Failed, Reason: "only after 91 days"},
		"never":     {Resource: age(0), Want: control.Failed, Reason: "passwords never expire"},
		"no policy": {Resource: withPolicy(resource.None[iam.PasswordPolicy]()), Want: control.Failed, Reason: "no password policy"},
		"denied":    {Resource: withPolicy(resource.HiddenFor[iam.PasswordPolicy](catalogtest.Denied)), Want: control.NotAvailable},
	})
}
