package iam

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestCreatePolicy(t *testing.T) {
	t.Parallel()
	const document = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssm:GetParameters","Resource":"arn:aws:ssm:*:111122223333:parameter/x/*"}]}`
	with := func(document resource.Fact[string]) iam.Policy {
		return iam.Policy{Ref: iam.PolicyRef("111122223333", "eu-west-1", "x"), Document: document, Attachments: resource.Is(1), BoundaryUses: resource.Is(0), Tags: resource.Is(map[string]string{})}
	}
	gone := with(resource.None[string]())
	resource.Vanish(&gone, policies.Facts...)
	set := map[string]any{"document": document, "description": "reads x"}
	for name, p := range map[string]iam.Policy{
		"gone":   gone,
		"same":   with(resource.Is(`{ "Statement": [{"Action":"ssm:GetParameters", "Resource":"arn:aws:ssm:*:111122223333:parameter/x/*", "Effect":"Allow"}], "Version":"2012-10-17" }`)),
		"other":  with(resource.Is(`{"Version":"2012-10-17","Statement":[]}`)),
		"broken": with(resource.Is("{")),
		"unread": with(resource.HiddenFor[string](catalogtest.Denied)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, createPolicyFor, name, p, set)
			params, err := createPolicyFor.Params.With(set)
			if err != nil {
				t.Fatal(err)
			}
			if again := createPolicyFor.Derive(d.After, params, catalogtest.Now); len(again.Moves) > 0 {
				t.Error("planning again finds more to do")
			}
		})
	}
}
