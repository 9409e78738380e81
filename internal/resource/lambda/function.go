// Package lambda has the resource types of AWS Lambda as controls and remediations see them: pure data.
package lambda

import "github.com/mantenhq/manten/internal/resource"

// Function is a Lambda function, as its name without a version or an alias means it.
type Function struct {
	resource.Ref
	// Policy is the resource-based policy of the function itself, sorted by Sid, absent where there is none. Versions and
	// aliases have policies of their own.
	Policy resource.Fact[[]Statement]
	// VPC is absent where the function is in none of the account's.
	VPC resource.Fact[VPC]
	// URL is the function URL of the function itself, absent where it has none.
	URL  resource.Fact[URL]
	Tags resource.Fact[map[string]string]
}

// VPC is where a function is connected.
type VPC struct {
	ID string
	// Subnets and SecurityGroups are ids, sorted.
	Subnets        []string
	SecurityGroups []string
}

// URL is a function URL.
type URL struct {
	Address string
	// AuthType is "AWS_IAM", or "NONE" where the policy alone decides who gets in.
	AuthType string
}

// OpenToAll is the AuthType of a URL that asks for no credentials.
const OpenToAll = "NONE"
