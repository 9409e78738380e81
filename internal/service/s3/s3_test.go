package s3

import (
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

const (
	allUsers = "http://acs.amazonaws.com/groups/global/AllUsers"
	anyAWS   = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
)

// theBucket is a bucket that nobody opened, with something changed.
func theBucket(change func(*s3.Bucket)) s3.Bucket {
	b := s3.Bucket{
		Ref: resource.Ref{
			Type: "AWS::S3::Bucket", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:s3:::b", Name: "b",
		},
		PublicAccessBlock: resource.None[s3.PublicAccessBlock](), Policy: resource.None[string](),
		Grants:  resource.Is([]s3.Grant{{Grantee: "0123456789abcdef", Permission: "FULL_CONTROL"}}),
		Website: resource.Is(false), Tags: resource.Is(map[string]string{}),
		Encryption: resource.None[s3.Encryption](), Logging: resource.None[s3.Logging](), Ownership: resource.None[string](),
		Versioning: resource.None[s3.Versioning](), Lifecycle: resource.None[s3.Lifecycle](),
		Replication: resource.None[s3.Replication](), ReplicaRegions: resource.None[map[string]string](),
	}
	change(&b)
	return b
}

func theAccount(block resource.Fact[s3.PublicAccessBlock], public resource.Fact[[]string]) s3.Account {
	return s3.Account{
		Ref: resource.Ref{
			Type: "AWS::S3::Account", Account: "111122223333", Region: "us-east-1", ID: resource.AccountID("111122223333"), Name: "111122223333",
		},
		PublicAccessBlock: block, PublicBuckets: public,
	}
}

// withPolicy is a bucket with statements in its policy.
func withPolicy(statements string) func(*s3.Bucket) {
	return func(b *s3.Bucket) {
		b.Policy = resource.Is(`{"Version":"2012-10-17","Statement":[` + statements + `]}`)
	}
}

// granted is a bucket with an entry more in its access control list.
func granted(grantee, permission string) func(*s3.Bucket) {
	return func(b *s3.Bucket) {
		b.Grants = resource.Is(append(b.Grants.Value(), s3.Grant{Grantee: grantee, Permission: permission}))
	}
}

// both makes two changes.
func both(first, second func(*s3.Bucket)) func(*s3.Bucket) {
	return func(b *s3.Bucket) {
		first(b)
		second(b)
	}
}

var (
	hiddenBlock  = resource.HiddenFor[s3.PublicAccessBlock](catalogtest.Denied)
	hiddenPolicy = resource.HiddenFor[string](catalogtest.Denied)
)

func blocking(b s3.PublicAccessBlock) func(*s3.Bucket) {
	return func(r *s3.Bucket) { r.PublicAccessBlock = resource.Is(b) }
}

func hiding(facts ...string) func(*s3.Bucket) {
	return func(b *s3.Bucket) { resource.Hide(b, catalogtest.Denied, facts...) }
}
