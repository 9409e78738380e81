package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

const (
	here6    = `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`
	partner  = `{"AWS":"arn:aws:iam::444455556666:role/Partner"}`
	partners = `{"AWS":"444455556666"}`
	ours     = `{"AWS":["111122223333","arn:aws:iam::111122223333:role/Admin","arn:aws:sts::111122223333:assumed-role/R/s"]}`
	allFive  = `["s3:DeleteBucketPolicy","s3:PutBucketAcl","s3:PutBucketPolicy","s3:PutEncryptionConfiguration","s3:PutObjectAcl"]`
)

// says is a statement of a bucket policy; of who and what it names the member and the value.
func says(effect, who, what, where, more string) string {
	return `{"Effect":"` + effect + `",` + who + `,` + what + `,` + where + more + `}`
}

func allows(principal, action string) string {
	return says("Allow", `"Principal":`+principal, `"Action":`+action, `"Resource":`+here6, "")
}

func denies(principal, action string) string {
	return says("Deny", `"Principal":`+principal, `"Action":`+action, `"Resource":`+here6, "")
}

func TestControl6(t *testing.T) {
	t.Parallel()
	const mine = `,"Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"},"BoolIfExists":{"aws:PrincipalIsAWSService":false}}`
	get := allows(partner, `"s3:GetObject"`)
	put := allows(partner, `"s3:PutBucketPolicy"`)
	cases := map[string]catalogtest.Case{
		"no policy": {Resource: theBucket(func(*s3.Bucket) {}), Want: control.Passed, Reason: "no bucket policy"},
		"denied":    {Resource: theBucket(hiding("Policy")), Want: control.NotAvailable, Reason: "AccessDenied"},
		"broken":    {Resource: theBucket(func(b *s3.Bucket) { b.Policy = resource.Is("oops") }), Want: control.NotAvailable, Reason: "cannot be judged"},
		"canonical": {
			Resource: theBucket(withPolicy(allows(`{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}`, `"s3:*"`))),
			Want:     control.NotAvailable, Reason: "79a59df900b949e5",
		},
		"other patterns": {
			Resource: theBucket(withPolicy(get)), Params: map[string]any{"blacklistedactionpatterns": []string{"s3:Get*"}}, Want: control.Failed, Reason: "role/Partner): s3:Get*",
		},
		"fewer patterns": {
			Resource: theBucket(withPolicy(put)), Params: map[string]any{"blacklistedactionpatterns": []string{"s3:PutBucketAcl"}}, Want: control.Passed, Reason: "no other account s3:PutBucketAcl",
		},
		"named": {
			Resource: theBucket(withPolicy(`{"Sid":"Share","Effect":"Allow","Principal":` + partners + `,"Action":["s3:PutBucketAcl","S3:putobjectacl"],"Resource":` + here6 + `}`)),
			Want:     control.Failed, Reason: "Share (444455556666): s3:PutBucketAcl, s3:PutObjectAcl",
		},
	}
	passes := map[string]string{
		"harmless":                     get,
		"ours":                         allows(ours, `"s3:*"`),
		"a service":                    allows(`{"Service":"logging.s3.amazonaws.com"}`, `"s3:*"`),
		"an identity provider":         allows(`{"Federated":"accounts.google.com"}`, `"s3:*"`),
		"a deleted role":               allows(`{"AWS":"AROAABCDEFGHIJKLMNOPQ"}`, `"s3:*"`),
		"canonical, harmless":          allows(`{"CanonicalUser":"79a5"}`, `"s3:GetObject"`),
		"all but these":                says("Allow", `"Principal":`+partner, `"NotAction":["s3:Put*","s3:Delete*"]`, `"Resource":`+here6, ""),
		"denied":                       put + "," + denies(partner, allFive),
		"denied for the account":       put + "," + denies(partners, `"s3:PutBucketPolicy"`),
		"denied for the account's ARN": put + "," + denies(`{"AWS":"arn:aws:iam::444455556666:root"}`, `"s3:PutBucketPolicy"`),
		"denied for everybody":         put + "," + denies(`"*"`, `"s3:PutBucket*"`),
		"denied but for ours":          put + "," + says("Deny", `"NotPrincipal":`+ours, `"Action":"s3:*"`, `"Resource":"*"`, ""),
		"denied from outside":          put + "," + says("Deny", `"Principal":{"AWS":"*"}`, `"Action":"s3:*"`, `"Resource":"*"`, mine),
		"everybody denied outside":     allows(`"*"`, `"s3:*"`) + "," + says("Deny", `"Principal":"*"`, `"Action":`+allFive, `"Resource":`+here6, mine),
		"everybody denied but ours":    allows(`"*"`, `"s3:*"`) + "," + says("Deny", `"NotPrincipal":`+ours, `"NotAction":"s3:Get*"`, `"Resource":`+here6, ""),
		"denied here and there":        put + "," + says("Deny", `"Principal":"*"`, `"Action":"s3:*"`, `"Resource":"arn:aws:s3:::b"`, "") + "," + says("Deny", `"Principal":"*"`, `"Action":"s3:*"`, `"Resource":"arn:aws:s3:::b/*"`, ""),
		"denied all but elsewhere":     put + "," + says("Deny", `"Principal":"*"`, `"Action":"s3:*"`, `"NotResource":"arn:aws:s3:::c/*"`, ""),
		"denied where it is allowed":   says("Allow", `"Principal":`+partner, `"Action":"s3:PutObjectAcl"`, `"Resource":"arn:aws:s3:::b/in/*"`, "") + "," + says("Deny", `"Principal":`+partner, `"Action":"s3:PutObjectAcl"`, `"Resource":"arn:aws:s3:::b/*"`, ""),
	}
	fails := map[string]string{
		"a role":                     put,
		"an account":                 allows(partners, `"s3:*"`),
		"everything":                 allows(partner, `"*"`),
		"a wildcard":                 allows(partner, `"s3:Put*"`),
		"everybody":                  allows(`"*"`, `"s3:PutObjectAcl"`),
		"everybody as AWS":           allows(`{"AWS":["*"]}`, `"s3:*"`),
		"all but ours":               says("Allow", `"NotPrincipal":`+ours, `"Action":"s3:*"`, `"Resource":"*"`, ""),
		"all but getting":            says("Allow", `"Principal":`+partner, `"NotAction":"s3:Get*"`, `"Resource":`+here6, ""),
		"one of many":                allows(`{"AWS":["111122223333","444455556666"]}`, `"s3:*"`),
		"a provider of another":      allows(`{"Federated":"arn:aws:iam::444455556666:saml-provider/X"}`, `"s3:*"`),
		"an identity of CloudFront":  allows(`{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}`, `"s3:*"`),
		"under a condition":          says("Allow", `"Principal":`+partner, `"Action":"s3:*"`, `"Resource":"*"`, `,"Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}`),
		"denied without TLS":         put + "," + says("Deny", `"Principal":"*"`, `"Action":"s3:*"`, `"Resource":"*"`, `,"Condition":{"Bool":{"aws:SecureTransport":"false"}}`),
		"denied another":             put + "," + denies(`{"AWS":"777788889999"}`, `"s3:*"`),
		"denied another action":      put + "," + denies(partner, `"s3:PutBucketAcl"`),
		"denied a part":              allows(partner, `"s3:Put*"`) + "," + denies(partner, `["s3:PutBucketPolicy","s3:PutBucketAcl"]`),
		"denied on the bucket":       put + "," + says("Deny", `"Principal":`+partner, `"Action":"s3:*"`, `"Resource":"arn:aws:s3:::b"`, ""),
		"denied on some objects":     put + "," + says("Deny", `"Principal":`+partner, `"Action":"s3:*"`, `"Resource":["arn:aws:s3:::b","arn:aws:s3:::b/in/*"]`, ""),
		"denied all but here":        put + "," + says("Deny", `"Principal":`+partner, `"Action":"s3:*"`, `"NotResource":"arn:aws:s3:::b"`, ""),
		"denied but for them":        put + "," + says("Deny", `"NotPrincipal":`+partners, `"Action":"s3:*"`, `"Resource":"*"`, ""),
		"denied from other outside":  put + "," + says("Deny", `"Principal":"*"`, `"Action":"s3:*"`, `"Resource":"*"`, `,"Condition":{"StringNotEquals":{"aws:PrincipalAccount":"444455556666"}}`),
		"denied from outside by TLS": put + "," + says("Deny", `"Principal":"*"`, `"Action":"s3:*"`, `"Resource":"*"`, `,"Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"},"Bool":{"aws:SecureTransport":"false"}}`),
		"everybody, one denied":      allows(`"*"`, `"s3:*"`) + "," + denies(partners, `"s3:*"`),
		"everybody, all but one":     allows(`"*"`, `"s3:*"`) + "," + says("Deny", `"NotPrincipal":`+partners, `"Action":"s3:*"`, `"Resource":"*"`, ""),
	}
	for name, statements := range passes {
		cases["passes: "+name] = catalogtest.Case{Resource: theBucket(withPolicy(statements)), Want: control.Passed}
	}
	for name, statements := range fails {
		cases["fails: "+name] = catalogtest.Case{Resource: theBucket(withPolicy(statements)), Want: control.Failed}
	}
	catalogtest.Judge(t, control6, cases)
	for _, wrong := range [][]string{{}, {""}, {"ec2:RunInstances"}, {"s3:"}} {
		if _, err := control6.Params.With(map[string]any{"blacklistedactionpatterns": wrong}); err == nil {
			t.Errorf("patterns %v are taken", wrong)
		}
	}
}
