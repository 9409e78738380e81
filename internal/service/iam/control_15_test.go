package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl15(t *testing.T) {
	t.Parallel()
	length := func(n int32) iam.Account {
		return withPolicy(strongBut(func(p *iam.PasswordPolicy) { p.MinimumPasswordLength = n }))
	}
	catalogtest.Judge(t, control15, map[string]catalogtest.Case{
		"14":        {Resource: length(14), Want: control.Passed, Reason: "at least 14 characters"},
		"128":       {Resource: length(128), Want: control.Passed},
		"13":        {Resource: length(13), Want: control.Failed, Reason: "as few as 13 characters"},
		"no policy": {Resource: withPolicy(resource.None[iam.PasswordPolicy]()), Want: control.Failed, Reason: "no password policy"},
		"denied":    {Resource: withPolicy(resource.HiddenFor[iam.PasswordPolicy](catalogtest.Denied)), Want: control.NotAvailable},
	})
}
