// Package ssm has the resource types of AWS Systems Manager as controls see them: pure data.
package ssm

import "github.com/mantenhq/manten/internal/resource"

// Instance is a running EC2 instance as Systems Manager sees it. The id is that of the EC2 instance.
type Instance struct {
	resource.Ref
	// Managed is whether it is a managed node.
	Managed resource.Fact[bool]
}
