package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl16(t *testing.T) {
	t.Parallel()
	reuse := func(n int32) iam.Account {
		return withPolicy(strongBut(func(p *iam.PasswordPolicy) { p.PasswordReusePrevention = n }))
	}
	catalogtest.Judge(t, control16, map[string]catalogtest.Case{
		"24":        {Resource: reuse(24), Want: control.Passed},
		"23":        {Resource: reuse(23), Want: control.Failed, Reason: "only the last 23 passwords"},
		"none":      {Resource: reuse(0), Want: control.Failed, Reason: "used again at once"},
		"no policy": {Resource: withPolicy(resource.None[iam.PasswordPolicy]()), Want: control.Failed, Reason: "no password policy"},
		"denied":    {Resource: withPolicy(resource.HiddenFor[iam.PasswordPolicy](catalogtest.Denied)), Want: control.NotAvailable},
	})
}
