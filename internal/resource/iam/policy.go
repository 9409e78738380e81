package iam

import (
	"strings"

	"github.com/mantenhq/manten/internal/resource"
)

// Policy is a customer managed policy. Its ID is the policy's ARN.
type Policy struct {
	resource.Ref
	// Document is the default version's, as JSON; other versions are not in force.
	Document resource.Fact[string]
	// Attachments is how many users, groups and roles it gives permissions to.
	Attachments resource.Fact[int]
	// BoundaryUses is for how many users and roles it is the permissions boundary.
	BoundaryUses resource.Fact[int]
	Tags         resource.Fact[map[string]string]
}

// PolicyRef is the reference of a policy without a path. The region is any of the partition.
func PolicyRef(account, region, name string) resource.Ref {
	return refOf("AWS::IAM::Policy", account, region, resource.ARN(region, "iam", "", account, "policy/"+name))
}

// PolicyAt is the reference of a policy by its ARN.
func PolicyAt(account, region, arn string) resource.Ref {
	return refOf("AWS::IAM::Policy", account, region, arn)
}

// refOf is the reference of an entity by its ARN, whose last part is the name.
func refOf(t resource.Type, account, region, arn string) resource.Ref {
	return resource.Ref{
		Type: t, Account: account, Region: resource.GlobalRegion(region), ID: arn, Name: arn[strings.LastIndex(arn, "/")+1:],
	}
}
