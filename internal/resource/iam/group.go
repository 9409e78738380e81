package iam

import "github.com/mantenhq/manten/internal/resource"

// Group is an IAM group. Groups have no tags.
type Group struct {
	resource.Ref
	// AttachedPolicies are the ARNs of the managed policies, sorted.
	AttachedPolicies resource.Fact[[]string]
	// InlinePolicies are the names of the policies inside of the group, sorted.
	InlinePolicies resource.Fact[[]string]
	// Members is how many users are in the group.
	Members resource.Fact[int]
}
