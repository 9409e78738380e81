package s3

import (
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

// opening is a way for anybody into a bucket: what to look for in its policy and in its access control list.
type opening struct {
	actions, permissions []string
}

var (
	reading = opening{readActions, readPermissions}
	writing = opening{writeActions, writePermissions}
)

// ways lists how anybody can get in: "policy statement A", "grant READ to AllUsers". Facts that are not known do not
// open a way; callers look at their state first.
func (o opening) ways(b s3.Bucket) []string {
	return append(o.byPolicy(b), o.byGrant(b)...)
}

// byPolicy looks at the policy unless the bucket's own block restricts what a public policy gives.
func (o opening) byPolicy(b s3.Bucket) []string {
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

func (o opening) byGrant(b s3.Bucket) []string {
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

// judge is the verdict of S3.2 and S3.3: an open way fails whatever else could not be read, and to pass everything
// that could be open must have been read.
func (o opening) judge(b s3.Bucket, closed, open, broken text.Template) control.Verdict {
	if ways := o.ways(b); len(ways) > 0 && b.PublicAccessBlock.Sure() {
		return control.Fail(open.With("ways", strings.Join(ways, ", ")))
	}
	if v, unsure := catalog.Unsure(b, o.needed(b)...); unsure {
		return v
	}
	if p, ok := b.Policy.Get(); ok && !b.PublicAccessBlock.Value().RestrictPublicBuckets {
		if _, err := policy.Parse(p); err != nil {
			return control.Unknown(broken.With("error", err.Error()))
		}
	}
	return control.Pass(closed.With())
}

// needed are the facts that the verdict hangs on, given the bucket's own block.
func (o opening) needed(b s3.Bucket) []string {
	need := []string{"PublicAccessBlock"}
	if !b.PublicAccessBlock.Value().RestrictPublicBuckets {
		need = append(need, "Policy")
	}
	if !b.PublicAccessBlock.Value().IgnorePublicAcls {
		need = append(need, "Grants")
	}
	return need
}

// anyWay lists how anybody can read or write.
func anyWay(b s3.Bucket) []string {
	ways := append(reading.ways(b), writing.ways(b)...)
	slices.Sort(ways)
	return slices.Compact(ways)
}
