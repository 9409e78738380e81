// Package dms has the resource types of AWS Database Migration Service as controls see them: pure data.
package dms

import "github.com/mantenhq/manten/internal/resource"

// ReplicationInstance is a replication instance. Its name is the last part of the ARN, which AWS makes up.
type ReplicationInstance struct {
	resource.Ref
	// Identifier is what its owner calls it.
	Identifier resource.Fact[string]
	// PubliclyAccessible is whether it has a public IP address.
	PubliclyAccessible resource.Fact[bool]
}
