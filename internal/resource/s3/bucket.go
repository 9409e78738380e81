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
	Tags    resource.Fact[map[string]string]
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
