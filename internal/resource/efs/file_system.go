// Package efs has the resource types of Amazon Elastic File System as controls see them: pure data.
package efs

import "github.com/mantenhq/manten/internal/resource"

// FileSystem is a file system.
type FileSystem struct {
	resource.Ref
	Encryption resource.Fact[Encryption]
}

// Encryption is how a file system is encrypted at rest.
type Encryption struct {
	Enabled bool
	// Key is the ARN of the KMS key, empty where nothing is encrypted.
	Key string `json:",omitempty"`
}
