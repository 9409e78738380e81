package iam

import "github.com/mantenhq/manten/internal/resource"

// Role is an IAM role.
type Role struct {
	resource.Ref
	// TrustPolicy says who may take the role on, as JSON.
	TrustPolicy resource.Fact[string]
	// AttachedPolicies are the ARNs of the managed policies, sorted.
	AttachedPolicies resource.Fact[[]string]
	// InlinePolicies are the names of the policies inside of the role, sorted.
	InlinePolicies resource.Fact[[]string]
	// PermissionsBoundary is a policy's ARN, absent where there is none.
	PermissionsBoundary resource.Fact[string]
	Path                resource.Fact[string]
	// Description is absent where there is none.
	Description resource.Fact[string]
	// MaxSessionDuration is in seconds.
	MaxSessionDuration resource.Fact[int32]
	Tags               resource.Fact[map[string]string]
}

// RoleRef is the reference of a role without a path. The region is any of the partition.
func RoleRef(account, region, name string) resource.Ref {
	return resource.Ref{
		Type: "AWS::IAM::Role", Account: account, Region: resource.GlobalRegion(region), Name: name,
		ID: resource.ARN(region, "iam", "", account, "role/"+name),
	}
}

// ServiceRoleRef is the reference of a role that a service brings along: "config.amazonaws.com",
// "AWSServiceRoleForConfig". The region is any of the partition.
func ServiceRoleRef(account, region, service, name string) resource.Ref {
	ref := RoleRef(account, region, name)
	ref.ID = resource.ARN(region, "iam", "", account, "role"+ServiceRolePath(service)+name)
	return ref
}

// ServiceRolePath is the path of the roles that a service brings along.
func ServiceRolePath(service string) string { return "/aws-service-role/" + service + "/" }

// RoleAt is the reference of a role by its ARN.
func RoleAt(account, region, arn string) resource.Ref {
	return refOf("AWS::IAM::Role", account, region, arn)
}
