package s3

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestS3BlockDenylist(t *testing.T) {
	t.Parallel()
	put := allows(partner, `["s3:PutBucketPolicy","s3:GetObject"]`)
	for name, change := range map[string]func(*s3.Bucket){
		"none":    func(*s3.Bucket) {},
		"already": withPolicy(put + "," + denies(partner, `"s3:*"`)),
		"one":     withPolicy(put),
		"several": withPolicy(`{"Sid":"S3BlockDenylist","Effect":"Allow","Principal":{"AWS":["111122223333","444455556666"],"Federated":"arn:aws:iam::777788889999:saml-provider/X"},"Action":"s3:*","Resource":"*","Later":"<kept>"},` +
			allows(partners, `"s3:PutObject*"`) + "," + allows(`{"AWS":"arn:aws:iam::777788889999:user/u"}`, `"s3:GetObject"`)),
		"everybody":     withPolicy(allows(`"*"`, `"s3:PutObjectAcl"`) + "," + put),
		"half-denied":   withPolicy(put + "," + denies(partner, `["s3:PutBucketAcl"]`)),
		"unclear":       withPolicy(put + "," + allows(`{"CanonicalUser":"79a5"}`, `"s3:*"`)),
		"not-json":      func(b *s3.Bucket) { b.Policy = resource.Is("oops") },
		"too-large":     withPolicy(put + `,{"Sid":"` + strings.Repeat("x", maxPolicy-500) + `"}`),
		"hidden-policy": hiding("Policy"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			catalogtest.Golden(t, s3BlockDenylist, name, theBucket(change), nil)
		})
	}
	catalogtest.Golden(t, s3BlockDenylist, "other-pattern", theBucket(withPolicy(put)), map[string]any{"blacklistedactionpatterns": []string{"s3:Get*"}})
}

// FuzzBreaches makes policies up from principals, actions and places, and denies what is found: then nothing is left,
// our own account is denied nothing, and no statement that was there is lost.
func FuzzBreaches(f *testing.F) {
	f.Add("444455556666", "s3:*", "arn:aws:s3:::b/*", true, "s3:PutBucketAcl")
	f.Add("*", "s3:Put*", "arn:aws:s3:::b", false, "s3:*")
	f.Add("arn:aws:iam::444455556666:role/r", "s3:?ut*", "*", false, "s3:Put?ucket*")
	f.Add("111122223333", "*", "arn:aws:s3:::b/*/x", true, "s3:DeleteBucketPolicy")
	f.Fuzz(func(t *testing.T, who, what, where string, negated bool, forbidden string) {
		v := map[string]any{"Effect": "Allow", "Principal": map[string]string{"AWS": who}, "Action": what, "Resource": where}
		if negated {
			v["NotAction"] = what
			delete(v, "Action")
		}
		text, err := policy.New().Append(v)
		if err != nil {
			t.Skip(err)
		}
		b := theBucket(func(b *s3.Bucket) { b.Policy = resource.Is(text) })
		p, err := s3BlockDenylist.Params.With(map[string]any{"blacklistedactionpatterns": []string{forbidden}})
		if err != nil {
			t.Skip(err)
		}
		before := control6.Evaluate(b, p, catalogtest.Now)
		d := s3BlockDenylist.Derive(b, p, catalogtest.Now)
		if (before.Status == control.Failed) != (len(d.Moves) > 0 || !d.Refused.IsZero()) {
			t.Fatalf("%s: %s, and %d moves", text, before.Reason, len(d.Moves))
		}
		if len(d.Moves) == 0 {
			return
		}
		after := catalogtest.As[s3.Bucket](t, d.After)
		if v := control6.Evaluate(after, p, catalogtest.Now); v.Status != control.Passed {
			t.Fatalf("%s: %s", after.Policy.Value(), v.Reason)
		}
		doc, err := policy.Parse(after.Policy.Value())
		if err != nil || len(doc.Statements) != 2 {
			t.Fatalf("%s: %v", after.Policy.Value(), err)
		}
		added := doc.Statements[1]
		if named, _ := outsiders(added.Principal, b.Account); len(named) == 0 || named[0].everybody() && !sparesOnly(added.Condition, b.Account) {
			t.Fatalf("the account itself is denied: %s", after.Policy.Value())
		}
	})
}
