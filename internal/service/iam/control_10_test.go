package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl10(t *testing.T) {
	t.Parallel()
	least := func(change func(*iam.PasswordPolicy)) iam.Account {
		p := iam.PasswordPolicy{
			MinimumPasswordLength: 7, RequireUppercaseCharacters: true, RequireLowercaseCharacters: true, RequireNumbers: true,
			MaxPasswordAge: 90, PasswordReusePrevention: 4,
		}
		change(&p)
		return withPolicy(resource.Is(p))
	}
	catalogtest.Judge(t, control10, map[string]catalogtest.Case{
		"just enough":    {Resource: least(func(*iam.PasswordPolicy) {}), Want: control.Passed},
		"strong":         {Resource: withPolicy(resource.Is(strong)), Want: control.Passed},
		"no policy":      {Resource: withPolicy(resource.None[iam.PasswordPolicy]()), Want: control.Failed, Reason: "no password policy"},
		"denied":         {Resource: withPolicy(resource.HiddenFor[iam.PasswordPolicy](catalogtest.Denied)), Want: control.NotAvailable},
		"short":          {Resource: least(func(p *iam.PasswordPolicy) { p.MinimumPasswordLength = 6 }), Want: control.Failed, Reason: "MinimumPasswordLength=6 (>= 7)"},
		"no upper case":  {Resource: least(func(p *iam.PasswordPolicy) { p.RequireUppercaseCharacters = false }), Want: control.Failed, Reason: "RequireUppercaseCharacters=false"},
		"no lower case":  {Resource: least(func(p *iam.PasswordPolicy) { p.RequireLowercaseCharacters = false }), Want: control.Failed, Reason: "RequireLowercaseCharacters=false"},
		"no numbers":     {Resource: least(func(p *iam.PasswordPolicy) { p.RequireNumbers = false }), Want: control.Failed, Reason: "RequireNumbers=false"},
		"reused":         {Resource: least(func(p *iam.PasswordPolicy) { p.PasswordReusePrevention = 3 }), Want: control.Failed, Reason: "PasswordReusePrevention=3 (>= 4)"},
		"never expires":  {Resource: least(func(p *iam.PasswordPolicy) { p.MaxPasswordAge = 0 }), Want: control.Failed, Reason: "MaxPasswordAge=0 (1-90)"},
		"expires late":   {Resource: least(func(p *iam.PasswordPolicy) { p.MaxPasswordAge = 91 }), Want: control.Failed, Reason: "MaxPasswordAge=91 (1-90)"},
		"expires sooner": {Resource: least(func(p *iam.PasswordPolicy) { p.MaxPasswordAge = 1 }), Want: control.Passed},
	})
}
