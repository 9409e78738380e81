// Package kms has the resource types of AWS KMS as controls and remediations see them: pure data.
package kms

import "github.com/mantenhq/manten/internal/resource"

// Key is a KMS key.
type Key struct {
	resource.Ref
	Metadata resource.Fact[Metadata]
	// Rotation is whether KMS rotates the key material by itself, absent where [Metadata.Fixed] gives a reason.
	Rotation resource.Fact[bool]
	// Aliases are the key's aliases, "alias/" included, sorted.
	Aliases resource.Fact[[]string]
	Tags    resource.Fact[map[string]string]
}

// Metadata is what a key is. Of a key that AWS manages only Manager need be known.
type Metadata struct {
	// Manager is "CUSTOMER", or "AWS" for the keys behind alias/aws/….
	Manager string
	// Spec is "SYMMETRIC_DEFAULT", "RSA_2048", "HMAC_256", ….
	Spec  string `json:",omitempty"`
	Usage string `json:",omitempty"`
	// Origin is "AWS_KMS", or "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE".
	Origin string `json:",omitempty"`
	// State is "Enabled", "Disabled", "PendingDeletion", ….
	State string `json:",omitempty"`
	// CustomKeyStore is the id of the key store that holds the key, empty for KMS's own.
	CustomKeyStore string `json:",omitempty"`
	// MultiRegion is "PRIMARY" or "REPLICA", empty for a key of one region.
	MultiRegion string `json:",omitempty"`
	// Primary is the ARN of a multi-Region key's primary key.
	Primary string `json:",omitempty"`
	// Replicas is how many replica keys a multi-Region key has.
	Replicas int `json:",omitempty"`
}

// The values that matter.
const (
	ManagedByAWS = "AWS"
	Symmetric    = "SYMMETRIC_DEFAULT"
	OwnOrigin    = "AWS_KMS"
	Enabled      = "Enabled"
	Replica      = "REPLICA"
)

// Fixed names why nobody can switch rotation on for the key, in the key's own values: "KeyManager AWS". It is empty
// for enabled customer managed symmetric encryption keys whose material KMS made.
func (m Metadata) Fixed() string {
	switch {
	case m.Manager == ManagedByAWS:
		return "KeyManager " + m.Manager
	case m.Spec != Symmetric:
		return "KeySpec " + m.Spec
	case m.CustomKeyStore != "":
		return "CustomKeyStoreId " + m.CustomKeyStore
	case m.Origin != OwnOrigin:
		return "Origin " + m.Origin
	case m.State != Enabled:
		return "KeyState " + m.State
	}
	return ""
}
