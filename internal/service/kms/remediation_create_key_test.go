package kms

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/kms"
)

const ownKey = "1234abcd-12ab-34cd-56ef-1234567890ab"

// theAlias is one whose key is finished, with something changed.
func theAlias(t *testing.T, change func(*kms.Alias)) kms.Alias {
	t.Helper()
	a := kms.Alias{Ref: kms.AliasRef("111122223333", region, "alias/SO0111-SHARR-Key")}
	rules, err := newPolicy(a.Ref)
	if err != nil {
		t.Fatal(err)
	}
	a.Kept = resource.Is(true)
	a.KeyID, a.Policy, a.Rotation, a.State = resource.Is(ownKey), resource.Is(rules), resource.Is(true), resource.Is(kms.Enabled)
	if change != nil {
		change(&a)
	}
	return a
}

func TestCreateKey(t *testing.T) {
	t.Parallel()
	parameter := map[string]any{"parameter": "/Solutions/SO0111/CMK_REMEDIATION_ARN"}
	own := `{"Version":"2012-10-17","Statement":[{"Sid":"ServicesOfThisAccount","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},` +
		`{"Effect":"Allow","Principal":{"Service":["sns.amazonaws.com","logs.eu-west-1.amazonaws.com"]},"Action":["KMS:generatedatakey*","kms:Decrypt"],"Resource":"*"}]}`
	ownPolicy := func(a *kms.Alias) { a.Policy = resource.Is(own) }
	unkept := func(a *kms.Alias) { a.Kept = resource.Is(false) }
	still := func(a *kms.Alias) {
		unkept(a)
		a.Rotation = resource.Is(false)
	}
	missing := aliases.Missing(kms.AliasRef("111122223333", region, "alias/SO0111-SHARR-Key"))
	catalogtest.Goldens(t, createKeyFor, map[string]catalogtest.Edited{
		"missing":       {Resource: missing, Params: parameter},
		"missing-plain": {Resource: missing},
		"well":          {Resource: theAlias(t, nil), Params: parameter},
		"own-policy":    {Resource: theAlias(t, ownPolicy), Params: parameter},
		"half-made":     {Resource: theAlias(t, still), Params: parameter},
		"half-made-plain": {Resource: theAlias(t, func(a *kms.Alias) {
			ownPolicy(a)
			still(a)
		})},
		"unkept":        {Resource: theAlias(t, unkept), Params: parameter},
		"unkept-plain":  {Resource: theAlias(t, unkept)},
		"unkept-unread": {Resource: theAlias(t, func(a *kms.Alias) { resource.Hide(a, catalogtest.Denied, "Kept") }), Params: parameter},
		"disabled":      {Resource: theAlias(t, func(a *kms.Alias) { a.State = resource.Is("PendingDeletion") })},
		"broken":        {Resource: theAlias(t, func(a *kms.Alias) { a.Policy = resource.Is("{") })},
		"unread":        {Resource: theAlias(t, func(a *kms.Alias) { resource.Hide(a, catalogtest.Denied, "Policy") })},
	})
}
