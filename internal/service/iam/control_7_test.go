package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestControl7(t *testing.T) {
	t.Parallel()
	eight := withPolicy(strongBut(func(p *iam.PasswordPolicy) {
		p.MinimumPasswordLength, p.MaxPasswordAge, p.PasswordReusePrevention = 8, 0, 0
	}))
	catalogtest.Judge(t, control7, map[string]catalogtest.Case{
		"strong":           {Resource: withPolicy(resource.Is(strong)), Want: control.Passed},
		"just enough":      {Resource: eight, Want: control.Passed},
		"no policy":        {Resource: withPolicy(resource.None[iam.PasswordPolicy]()), Want: control.Failed, Reason: "no password policy"},
		"denied":           {Resource: withPolicy(resource.HiddenFor[iam.PasswordPolicy](catalogtest.Denied)), Want: control.NotAvailable},
		"age not set":      {Resource: eight, Params: map[string]any{"MaxPasswordAge": 90}, Want: control.Failed, Reason: "falls short: MaxPasswordAge=0 (1-90)"},
		"reuse not set":    {Resource: eight, Params: map[string]any{"PasswordReusePrevention": 12}, Want: control.Failed, Reason: "PasswordReusePrevention=0 (>= 12)"},
		"asked and given":  {Resource: withPolicy(resource.Is(strong)), Params: map[string]any{"MaxPasswordAge": 90, "PasswordReusePrevention": 24}, Want: control.Passed},
		"no symbols asked": {Resource: withPolicy(strongBut(func(p *iam.PasswordPolicy) { p.RequireSymbols = false })), Params: map[string]any{"RequireSymbols": false}, Want: control.Passed},
		"too old": {
			Resource: withPolicy(strongBut(func(p *iam.PasswordPolicy) { p.MaxPasswordAge = 91 })), Params: map[string]any{"MaxPasswordAge": 90},
			Want: control.Failed, Reason: "MaxPasswordAge=91 (1-90)",
		},
		"7 characters and two classes": {
			Resource: withPolicy(strongBut(func(p *iam.PasswordPolicy) {
				p.MinimumPasswordLength, p.RequireSymbols, p.RequireUppercaseCharacters = 7, false, false
			})),
			Want: control.Failed, Reason: "RequireUppercaseCharacters=false, RequireSymbols=false, MinimumPasswordLength=7 (>= 8)",
		},
		"the other two classes": {
			Resource: withPolicy(strongBut(func(p *iam.PasswordPolicy) { p.RequireLowercaseCharacters, p.RequireNumbers = false, false })),
			Want:     control.Failed, Reason: "falls short: RequireLowercaseCharacters=false, RequireNumbers=false",
		},
	})
}

func TestControl7RefusesWhatIAMDoesNotTake(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]int{"MinimumPasswordLength": 5, "MaxPasswordAge": 1096, "PasswordReusePrevention": 25} {
		if _, err := control7.Params.With(map[string]any{name: value}); err == nil {
			t.Errorf("%s of %d is taken", name, value)
		}
	}
}
