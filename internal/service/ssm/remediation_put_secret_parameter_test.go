package ssm

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ssm"
)

// ours is a parameter that Manten made, with one change.
func ours(change func(*ssm.Parameter)) ssm.Parameter {
	p := ssm.Parameter{
		Ref:   ssm.ParameterRef("111122223333", region, "/CodeBuild/site/env/AWS_SECRET_ACCESS_KEY"),
		Value: secret(), ParameterType: resource.Is(ssm.SecureString), Modified: resource.Is(catalogtest.Now), Tags: resource.Is(resource.Created()),
	}
	if change != nil {
		change(&p)
	}
	return p
}

func gone(p *ssm.Parameter) { resource.Vanish(p, parameters.Facts...) }

func TestPutSecretParameter(t *testing.T) {
	t.Parallel()
	set := func(since time.Time) map[string]any {
		return map[string]any{
			"source": "x.Secret", "args": map[string]string{"which": "one"}, "description": "of x",
			"since": since.Format(time.RFC3339Nano),
		}
	}
	before := catalogtest.Now.Add(-time.Second)
	for name, c := range map[string]struct {
		parameter ssm.Parameter
		since     time.Time
	}{
		"gone":    {ours(gone), before},
		"ours":    {ours(nil), before},
		"old":     {ours(nil), catalogtest.Now.Add(time.Second)},
		"unknown": {ours(nil), time.Time{}},
		"undated": {ours(func(p *ssm.Parameter) { p.Modified = resource.HiddenFor[time.Time](catalogtest.Denied) }), before},
		"other":   {ours(func(p *ssm.Parameter) { p.Tags = resource.Is(map[string]string{}) }), before},
		"plain":   {ours(func(p *ssm.Parameter) { p.ParameterType = resource.Is("String") }), before},
		"unread":  {ours(func(p *ssm.Parameter) { p.Tags = resource.HiddenFor[map[string]string](catalogtest.Denied) }), before},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, putSecret, name, c.parameter, set(c.since))
			params, err := putSecret.Params.With(set(c.since))
			if err != nil {
				t.Fatal(err)
			}
			again := putSecret.Derive(d.After, params, catalogtest.Now)
			if len(again.Moves) > 0 || again.Refused.IsZero() != d.Refused.IsZero() {
				t.Errorf("planning again: %d moves, refused %q", len(again.Moves), again.Refused.Text)
			}
			for _, m := range d.Moves {
				if s := m.Do.Secrets; len(s) != 1 || s[0].Into != "Value" || s[0].Source != "x.Secret" || s[0].Args["which"] != "one" {
					t.Errorf("the value comes from %+v", s)
				}
			}
		})
	}
}

// A secret is read as such, and nothing that is none.
func TestSecureString(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	put(t, a, "/secret", "canary", types.ParameterTypeSecureString)
	put(t, a, "/plain", "value", types.ParameterTypeString)
	for name, want := range map[string]string{"/secret": "canary", "/plain": "", "/none": ""} {
		got, err := secureString.Read(t.Context(), a.Through(region), map[string]string{"name": name})
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}
