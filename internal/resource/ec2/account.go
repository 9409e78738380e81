package ec2

import "github.com/mantenhq/manten/internal/resource"

// Account is what EC2 knows of the account in a region.
type Account struct {
	resource.Ref
	// EBSEncryption is whether new EBS volumes are encrypted by default.
	EBSEncryption resource.Fact[bool]
	// DefaultKey is the KMS key that encrypts them: "alias/aws/ebs", which AWS manages, or a key's ARN.
	DefaultKey resource.Fact[string]
	// PublicSnapshots are the ids of the account's EBS snapshots that anybody can restore, sorted.
	PublicSnapshots resource.Fact[[]string]
}
