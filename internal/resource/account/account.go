// Package account has the resource types of AWS Account Management as controls see them: pure data.
package account

import "github.com/mantenhq/manten/internal/resource"

// Account is what AWS knows of the account itself.
type Account struct {
	resource.Ref
	// SecurityContact is whether the account has an alternate contact for security. Who that is does not matter here, so
	// it is not kept.
	SecurityContact resource.Fact[bool]
}
