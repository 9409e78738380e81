package iam

import (
	"maps"
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

func TestCreateRole(t *testing.T) {
	t.Parallel()
	ref := iam.RoleRef("111122223333", "us-east-1", "ops")
	trusting := func(source string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceArn":"` + source + `"}}}]}`
	}
	there := func(trust string, inline, attached []string) iam.Role {
		return iam.Role{
			Ref: ref, TrustPolicy: resource.Is(trust), InlinePolicies: resource.Is(inline), AttachedPolicies: resource.Is(attached),
			Path: resource.Is("/"), Tags: resource.Is(map[string]string{}),
		}
	}
	with := func(more map[string]any) map[string]any {
		out := map[string]any{"trustPolicy": trusting("a"), "description": "for tests", "policyName": "write", "policy": `{"Version":"2012-10-17","Statement":[]}`}
		maps.Copy(out, more)
		return out
	}
	managed := map[string]any{"managedPolicies": []string{"arn:aws:iam::aws:policy/B", "arn:aws:iam::aws:policy/A"}}
	catalogtest.Goldens(t, createRoleFor, map[string]catalogtest.Edited{
		"missing":        {Resource: roles.Missing(ref), Params: with(managed)},
		"missing-bare":   {Resource: roles.Missing(ref), Params: map[string]any{"trustPolicy": trusting("a")}},
		"missing-wanted": {Resource: roles.Missing(ref), Params: managed},
		"well":           {Resource: there(trusting("a"), []string{"write"}, []string{}), Params: with(nil)},
		"half-made":      {Resource: there(trusting("a"), []string{}, []string{"arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/Z"}), Params: with(managed)},
		"trusts-another": {Resource: there(trusting("b"), []string{"write"}, []string{}), Params: with(nil)},
		"trusts-too":     {Resource: there(trusting("b"), []string{"write"}, []string{}), Params: with(map[string]any{"alsoTrust": true})},
		"trusts-already": {Resource: there(`{"Version":"2012-10-17","Statement":[{"Sid":"X","Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":["cloudtrail.amazonaws.com"]},"Condition":{"StringEquals":{"aws:SourceArn":["a"]}}}]}`, []string{"write"}, []string{}), Params: with(map[string]any{"alsoTrust": true})},
		"broken-trust":   {Resource: there("{", []string{"write"}, []string{}), Params: with(map[string]any{"alsoTrust": true})},
		"unread":         {Resource: iam.Role{Ref: ref, TrustPolicy: resource.HiddenFor[string](catalogtest.Denied)}, Params: with(nil)},
	})
}
