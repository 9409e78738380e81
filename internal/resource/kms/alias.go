package kms

import (
	"strings"

	"github.com/mantenhq/manten/internal/resource"
)

// Alias is an alias of a customer managed key, with what matters of the key behind it. A key that is yet to be made has
// no other name.
type Alias struct {
	resource.Ref
	// KeyID is the id of the key; AWS makes it up.
	KeyID resource.Fact[string]
	// Policy is the key's policy, as JSON.
	Policy resource.Fact[string]
	// Rotation is whether KMS rotates the key's material by itself.
	Rotation resource.Fact[bool]
	// State is "Enabled", "Disabled", "PendingDeletion", ….
	State resource.Fact[string]
	// Kept is whether Parameter Store has a parameter [SolutionParameter], absent of every alias but [SolutionAlias].
	Kept resource.Fact[bool]
}

// The names under which the established solution keeps its key.
const (
	SolutionAlias     = "alias/SO0111-SHARR-Key"
	SolutionParameter = "/Solutions/SO0111/CMK_REMEDIATION_ARN"
)

// AliasRef is the reference of an alias; the name begins with "alias/".
func AliasRef(account, region, name string) resource.Ref {
	return resource.Ref{
		Type: "AWS::KMS::Alias", Account: account, Region: region, Name: name,
		ID: resource.ARN(region, "kms", region, account, name),
	}
}

// AliasesIn is the alias that a key is named by, "alias/a" or its ARN; empty where it is named otherwise.
func AliasesIn(account, region, key string) []resource.Ref {
	name := key[strings.LastIndex(key, ":")+1:]
	if !strings.HasPrefix(name, "alias/") {
		return nil
	}
	return []resource.Ref{AliasRef(account, region, name)}
}
