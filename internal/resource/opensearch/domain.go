// Package opensearch has the resource types of Amazon OpenSearch Service as controls see them: pure data.
package opensearch

import "github.com/mantenhq/manten/internal/resource"

// Domain is a domain whose engine is an OpenSearch version.
type Domain struct {
	resource.Ref
	// EncryptionAtRest is whether the domain encrypts its data at rest.
	EncryptionAtRest resource.Fact[bool]
	// VPC is where the domain's endpoint is, absent where it is public.
	VPC resource.Fact[VPC]
}

// VPC is the network of a domain inside of a VPC.
type VPC struct {
	ID string
	// Subnets are their ids, sorted.
	Subnets []string
}
