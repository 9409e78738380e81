package ec2

import "github.com/mantenhq/manten/internal/resource"

// Instance is a virtual machine that has not been terminated.
type Instance struct {
	resource.Ref
	// MetadataOptions say how programs on the instance reach its metadata service.
	MetadataOptions resource.Fact[MetadataOptions]
	Tags            resource.Fact[map[string]string]
}

// MetadataOptions are the settings of an instance's metadata service.
type MetadataOptions struct {
	// HTTPTokens is "required" where only IMDSv2 is answered, "optional" where IMDSv1 is, too.
	HTTPTokens string
	// HTTPEndpoint is "enabled" or "disabled".
	HTTPEndpoint string `json:",omitempty"`
	// HopLimit is over how many hops the answer to a token request may go.
	HopLimit int32 `json:",omitempty"`
}

// TokensRequired is the value of HTTPTokens by which only IMDSv2 is answered.
const TokensRequired = "required"
