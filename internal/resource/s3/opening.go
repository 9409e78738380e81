package s3

import (
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/policy"
)

// Opening is a way for anybody into a bucket: what to look for in its policy and in its access control list.
type Opening struct {
	actions, permissions []string
}

// What lets anybody read or write, by the actions of AWS's managed rules s3-bucket-public-read-prohibited and
// s3-bucket-public-write-prohibited.
var (
	Reading = Opening{
		actions: []string{
			"s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAcl", "s3:ListBucket", "s3:ListBucketVersions",
			"s3:ListBucketMultipartUploads", "s3:GetBucketAcl", "s3:GetBucketPolicy",
		},
		permissions: []string{"READ", "FULL_CONTROL"},
	}
	Writing = Opening{
		actions: []string{
			"s3:PutObject", "s3:PutObjectAcl", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:RestoreObject",
			"s3:AbortMultipartUpload", "s3:ReplicateObject", "s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:DeleteBucket",
			"s3:DeleteBucketPolicy", "s3:PutObjectVersionAcl",
		},
		permissions: []string{"WRITE", "WRITE_ACP", "FULL_CONTROL"},
	}
)

// Ways lists how anybody can get in: "policy statement A", "grant READ to AllUsers". Facts that are not known do not
// open a way; callers look at their state first.
func (o Opening) Ways(b Bucket) []string {
	return append(o.byPolicy(b), o.byGrant(b)...)
}

// byPolicy looks at the policy unless the bucket's own block restricts what a public policy gives.
func (o Opening) byPolicy(b Bucket) []string {
	if b.PublicAccessBlock.Value().RestrictPublicBuckets {
		return nil
	}
	d, err := policy.Parse(b.Policy.Value())
	if err != nil {
		return nil
	}
	var out []string
	for _, name := range d.Public(o.actions) {
		out = append(out, "policy statement "+name)
	}
	return out
}

func (o Opening) byGrant(b Bucket) []string {
	if b.PublicAccessBlock.Value().IgnorePublicAcls {
		return nil
	}
	var out []string
	for _, g := range b.Grants.Value() {
		if g.Public() && slices.Contains(o.permissions, g.Permission) {
			out = append(out, "grant "+g.Permission+" to "+g.Grantee[strings.LastIndex(g.Grantee, "/")+1:])
		}
	}
	return out
}

// Needed are the facts that tell whether anybody can get in, given the bucket's own block.
func Needed(b Bucket) []string {
	need := []string{"PublicAccessBlock"}
	if !b.PublicAccessBlock.Value().RestrictPublicBuckets {
		need = append(need, "Policy")
	}
	if !b.PublicAccessBlock.Value().IgnorePublicAcls {
		need = append(need, "Grants")
	}
	return need
}

// PolicyError says why a policy that counts cannot be judged, nil where it can.
func PolicyError(b Bucket) error {
	p, ok := b.Policy.Get()
	if !ok || b.PublicAccessBlock.Value().RestrictPublicBuckets {
		return nil
	}
	_, err := policy.Parse(p)
	return err
}
