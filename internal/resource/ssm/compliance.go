package ssm

import "github.com/mantenhq/manten/internal/resource"

// PatchCompliance is what Systems Manager knows of the patches on a managed node.
type PatchCompliance struct {
	resource.Ref
	// Items is absent where there are no data about patches.
	Items resource.Fact[Items]
}

// AssociationCompliance is what Systems Manager knows of the State Manager associations of a managed node.
type AssociationCompliance struct {
	resource.Ref
	// Items is absent where there are no data about associations.
	Items resource.Fact[Items]
}

// Items counts the compliance items of one type on a managed node, patches or associations.
type Items struct {
	// Status is that of all together, "COMPLIANT" or "NON_COMPLIANT".
	Status       string
	Compliant    int32
	NonCompliant int32
}

// The statuses.
const (
	Compliant    = "COMPLIANT"
	NonCompliant = "NON_COMPLIANT"
)
