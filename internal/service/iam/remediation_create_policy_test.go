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

// A policy that a role gets comes before the role; a role that is wanted as it is, and is not there, is not made up.
func TestCreateRoleForPolicy(t *testing.T) {
	t.Parallel()
	policy := "arn:aws:iam::111122223333:policy/team/x"
	params, err := createRoleFor.Params.With(map[string]any{"managedPolicies": []string{policy}})
	if err != nil {
		t.Fatal(err)
	}
	there := iam.Role{
		Ref:         iam.RoleAt("111122223333", "eu-west-1", "arn:aws:iam::111122223333:role/service-role/build"),
		TrustPolicy: resource.Is("{}"), InlinePolicies: resource.Is([]string{}), AttachedPolicies: resource.Is([]string{}),
	}
	d := createRoleFor.Derive(there, params, catalogtest.Now)
	if len(d.Moves) != 1 || len(d.Behind) != 1 || d.Behind[0] != iam.PolicyAt("111122223333", "eu-west-1", policy) || d.Behind[0].Name != "x" {
		t.Errorf("%d moves, behind %+v", len(d.Moves), d.Behind)
	}
	resource.Vanish(&there, roles.Facts...)
	if d := createRoleFor.Derive(there, params, catalogtest.Now); len(d.Moves) > 0 || d.Refused.IsZero() {
		t.Errorf("%d moves, refused %q", len(d.Moves), d.Refused.Text)
	}
}
