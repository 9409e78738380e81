package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl11(t *testing.T) {
	t.Parallel()
	judgeClass(t, control11, "uppercase letter", func(p *iam.PasswordPolicy) *bool { return &p.RequireUppercaseCharacters })
}

// judgeClass holds a control on a class of characters against policies with and without it.
func judgeClass(t *testing.T, u *catalog.ControlUnit, class string, field func(*iam.PasswordPolicy) *bool) {
	t.Helper()
	only := iam.PasswordPolicy{MinimumPasswordLength: 6}
	*field(&only) = true
	catalogtest.Judge(t, u, map[string]catalogtest.Case{
		"only this": {Resource: withPolicy(resource.Is(only)), Want: control.Passed, Reason: class},
		"all but this": {
			Resource: withPolicy(strongBut(func(p *iam.PasswordPolicy) { *field(p) = false })),
			Want:     control.Failed, Reason: "does not require a",
		},
		"no policy": {Resource: withPolicy(resource.None[iam.PasswordPolicy]()), Want: control.Failed, Reason: "no password policy"},
		"denied":    {Resource: withPolicy(resource.HiddenFor[iam.PasswordPolicy](catalogtest.Denied)), Want: control.NotAvailable},
	})
}
