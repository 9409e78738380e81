// Package codebuild has the resource types of AWS CodeBuild as controls and remediations see them: pure data.
//
// What a project has in clear text may be a secret. Nothing here has room for it: not the values of plain variables, not
// what stands before the @ of a source's URL, not the build specification.
package codebuild

import (
	"time"

	"github.com/mantenhq/manten/internal/resource"
)

// Project is a build project.
type Project struct {
	resource.Ref
	Source resource.Fact[Source]
	// SecondarySources are sorted by their identifiers.
	SecondarySources resource.Fact[[]Source]
	Environment      resource.Fact[Environment]
	// Variables are the environment variables in their order.
	Variables resource.Fact[[]Variable]
	// PlainAccessKeyID is the id of the access key that stands in clear text in AWS_ACCESS_KEY_ID, absent where nothing of
	// that form does. An id is no secret; it says whose key leaked.
	PlainAccessKeyID resource.Fact[string]
	// KeyOwner is the ARN of the user whose key that is, absent where there is no such key (any more). IAM tells it of
	// the account's own users only.
	KeyOwner resource.Fact[string]
	// ServiceRole is the ARN of the role in which builds run.
	ServiceRole resource.Fact[string]
	// Modified is when the project's settings were changed last.
	Modified resource.Fact[time.Time]
	Tags     resource.Fact[map[string]string]
}

// Source is where a project has its code from.
type Source struct {
	// Identifier is empty for the primary source.
	Identifier string `json:",omitempty"`
	// Type is "BITBUCKET", "GITHUB", "CODECOMMIT", "S3", "NO_SOURCE", ….
	Type string
	// Location is a URL without what stands before the @ in it and without query and fragment, or a path of S3.
	Location string `json:",omitempty"`
	// Userinfo is whether something stood before an @: a user name, a password, a token.
	Userinfo bool
}

// Bitbucket is the type of sources in a Bitbucket repository.
const Bitbucket = "BITBUCKET"

// Environment is what builds run in, besides the variables.
type Environment struct {
	// Type is "LINUX_CONTAINER", "ARM_CONTAINER", ….
	Type        string
	Image       string
	ComputeType string
	// PrivilegedMode lets builds run the Docker daemon.
	PrivilegedMode bool
	// ImagePullCredentialsType is "CODEBUILD" or "SERVICE_ROLE", empty where AWS names none.
	ImagePullCredentialsType string `json:",omitempty"`
	// Certificate is the S3 path of a certificate.
	Certificate string `json:",omitempty"`
	// RegistryCredential is nil where images need none.
	RegistryCredential *RegistryCredential `json:",omitempty"`
	// Fleet is the ARN of the reserved capacity, empty where builds run on demand.
	Fleet string `json:",omitempty"`
	// Compute is nil where ComputeType says all.
	Compute *Compute `json:",omitempty"`
	// DockerServer is nil where builds have none of their own.
	DockerServer *DockerServer `json:",omitempty"`
}

// RegistryCredential is where the password of a private registry is kept.
type RegistryCredential struct {
	// Credential is the name or ARN of the secret.
	Credential string
	// Provider is "SECRETS_MANAGER".
	Provider string
}

// Compute is what a fleet's machines have at least; 0 and "" ask for nothing.
type Compute struct {
	Disk         int64  `json:",omitempty"`
	InstanceType string `json:",omitempty"`
	MachineType  string `json:",omitempty"`
	Memory       int64  `json:",omitempty"`
	VCPU         int64  `json:",omitempty"`
}

// DockerServer is a Docker daemon that several builds share.
type DockerServer struct {
	ComputeType string
	// SecurityGroups are ids, sorted.
	SecurityGroups []string `json:",omitempty"`
}
