// Package s3 has the resource types of Amazon S3 as controls and remediations see them: pure data.
package s3

import "github.com/mantenhq/manten/internal/resource"

// Bucket is a general purpose bucket.
type Bucket struct {
	resource.Ref
	// PublicAccessBlock is the bucket's own block, absent where it has none.
	PublicAccessBlock resource.Fact[PublicAccessBlock]
	// Policy is the bucket policy's text as AWS returns it, absent where there is none.
	Policy resource.Fact[string]
	// Grants are those of the access control list. They are not read where the bucket's own block ignores public ones.
	Grants resource.Fact[[]Grant]
	// Website is whether the bucket serves a website by its website endpoint, which speaks HTTP only.
	Website resource.Fact[bool]
	// Encryption is how new objects are encrypted that ask for nothing else, absent where the bucket shows no rule.
	Encryption resource.Fact[Encryption]
	// Logging is where S3 delivers the server access log, absent where it delivers none.
	Logging resource.Fact[Logging]
	// Ownership is who owns new objects: "BucketOwnerEnforced", "BucketOwnerPreferred" or "ObjectWriter". It is absent
	// where the bucket has no ownership controls, which is the same as ObjectWriter.
	Ownership resource.Fact[string]
	// Versioning is absent where it was never switched on.
	Versioning resource.Fact[Versioning]
	// Lifecycle is absent where the bucket has no lifecycle configuration.
	Lifecycle resource.Fact[Lifecycle]
	// Replication is absent where the bucket has no replication configuration.
	Replication resource.Fact[Replication]
	// ReplicaRegions are the regions of the buckets that enabled rules replicate to, by the buckets' names; empty for a
	// bucket that does not exist. The fact is absent where Replication is.
	ReplicaRegions resource.Fact[map[string]string]
	Tags           resource.Fact[map[string]string]
}

// PublicAccessBlock is S3 Block Public Access, of a bucket or of an account.
type PublicAccessBlock struct {
	BlockPublicAcls       bool
	IgnorePublicAcls      bool
	BlockPublicPolicy     bool
	RestrictPublicBuckets bool
}

// All tells whether everything is blocked.
func (b PublicAccessBlock) All() bool {
	return b.BlockPublicAcls && b.IgnorePublicAcls && b.BlockPublicPolicy && b.RestrictPublicBuckets
}

// Off lists the settings that are not on, by AWS's names.
func (b PublicAccessBlock) Off() []string {
	var off []string
	for _, s := range []struct {
		on   bool
		name string
	}{
		{b.BlockPublicAcls, "BlockPublicAcls"},
		{b.IgnorePublicAcls, "IgnorePublicAcls"},
		{b.BlockPublicPolicy, "BlockPublicPolicy"},
		{b.RestrictPublicBuckets, "RestrictPublicBuckets"},
	} {
		if !s.on {
			off = append(off, s.name)
		}
	}
	return off
}

// Or is the stricter of two blocks, setting by setting.
func (b PublicAccessBlock) Or(o PublicAccessBlock) PublicAccessBlock {
	return PublicAccessBlock{
		BlockPublicAcls:       b.BlockPublicAcls || o.BlockPublicAcls,
		IgnorePublicAcls:      b.IgnorePublicAcls || o.IgnorePublicAcls,
		BlockPublicPolicy:     b.BlockPublicPolicy || o.BlockPublicPolicy,
		RestrictPublicBuckets: b.RestrictPublicBuckets || o.RestrictPublicBuckets,
	}
}

// Grant is an entry of an access control list.
type Grant struct {
	// Grantee is the group's URI, or the canonical id or mail address of an account.
	Grantee    string
	Permission string
}

// Public tells whether the grantee is everybody, or everybody with any AWS account.
func (g Grant) Public() bool {
	return g.Grantee == "http://acs.amazonaws.com/groups/global/AllUsers" ||
		g.Grantee == "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
}

// Account is what S3 knows of the account as a whole.
type Account struct {
	resource.Ref
	// PublicAccessBlock is the account's block, absent where it has none.
	PublicAccessBlock resource.Fact[PublicAccessBlock]
	// PublicBuckets are the names of the buckets that anybody can read or write today, sorted.
	PublicBuckets resource.Fact[[]string]
}

// BucketRef is the reference of a bucket.
func BucketRef(account, region, name string) resource.Ref {
	return resource.Ref{
		Type: "AWS::S3::Bucket", Account: account, Region: region, Name: name,
		ID: resource.ARN(region, "s3", "", "", name),
	}
}
