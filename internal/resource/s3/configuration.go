package s3

// The configurations below have the members of AWS's own, under AWS's names: whoever takes one away must be able to put
// back all of it. Pointers stand where AWS tells nothing apart from an empty value.

// Encryption is a bucket's default encryption.
type Encryption struct {
	// Rules has one element; AWS's form is a list.
	Rules []EncryptionRule
}

// EncryptionRule is how new objects are encrypted.
type EncryptionRule struct {
	// ApplyServerSideEncryptionByDefault is nil where the rule says nothing of the algorithm.
	ApplyServerSideEncryptionByDefault *EncryptionDefault      `json:",omitempty"`
	BucketKeyEnabled                   *bool                   `json:",omitempty"`
	BlockedEncryptionTypes             *BlockedEncryptionTypes `json:",omitempty"`
}

// EncryptionDefault is an algorithm with its key.
type EncryptionDefault struct {
	// SSEAlgorithm is "AES256", "aws:kms" or "aws:kms:dsse".
	SSEAlgorithm string
	// KMSMasterKeyID is empty for SSE-S3, and for the AWS managed key.
	KMSMasterKeyID string `json:",omitempty"`
}

// BlockedEncryptionTypes are the ways of encrypting that the bucket refuses.
type BlockedEncryptionTypes struct{ EncryptionType []string }

// Algorithm is that of the first rule which names one, empty where none does.
func (e Encryption) Algorithm() string {
	for _, r := range e.Rules {
		if d := r.ApplyServerSideEncryptionByDefault; d != nil && d.SSEAlgorithm != "" {
			return d.SSEAlgorithm
		}
	}
	return ""
}

// Logging is where a bucket's server access log goes.
type Logging struct {
	TargetBucket string
	TargetPrefix string
	// TargetGrants are who may read the log beside the owner of the target, sorted.
	TargetGrants []LoggingGrant `json:",omitempty"`
	// TargetObjectKeyFormat is nil for the simple form.
	TargetObjectKeyFormat *KeyFormat `json:",omitempty"`
}

// LoggingGrant is a permission on delivered logs.
type LoggingGrant struct {
	Grantee    Grantee
	Permission string
}

// Grantee is somebody by the one of the ways that Type says.
type Grantee struct {
	Type         string
	ID           string `json:",omitempty"`
	URI          string `json:",omitempty"`
	EmailAddress string `json:",omitempty"`
	DisplayName  string `json:",omitempty"`
}

// KeyFormat is how delivered logs are named; one of the two is set.
type KeyFormat struct {
	PartitionedPrefix *PartitionedPrefix `json:",omitempty"`
	SimplePrefix      *SimplePrefix      `json:",omitempty"`
}

// PartitionedPrefix puts account, region, bucket and day into the names.
type PartitionedPrefix struct {
	// PartitionDateSource is "EventTime" or "DeliveryTime".
	PartitionDateSource string `json:",omitempty"`
}

// SimplePrefix puts nothing into the names but the moment.
type SimplePrefix struct{}

// Versioning is whether a bucket keeps former versions of objects.
type Versioning struct {
	// Status is "Enabled" or "Suspended".
	Status string
	// MFADelete is "Enabled" where deleting versions wants a second factor, else "Disabled" or empty.
	MFADelete string `json:",omitempty"`
}

// On is the value of a setting that is on, such as [Versioning.Status] or the status of a rule.
const On = "Enabled"

// Replication is where a bucket's new objects are copied to.
type Replication struct {
	// Role is the ARN of the role by which S3 copies.
	Role  string
	Rules []ReplicationRule
}

// ReplicationRule copies objects to one bucket.
type ReplicationRule struct {
	ID string `json:",omitempty"`
	// Status is "Enabled" or "Disabled".
	Status string
	// Bucket is the name of the bucket that objects are copied to.
	Bucket string
	// Account is that of the bucket, where the rule names it.
	Account string `json:",omitempty"`
}
