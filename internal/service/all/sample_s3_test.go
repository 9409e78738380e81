package all_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var namingsS3 = map[resource.Type]naming{
	"AWS::S3::Bucket": func(region string, n int) (string, string) {
		name := fmt.Sprintf("bucket-%s-%d", region, n)
		return resource.ARN(region, "s3", "", "", name), name
	},
}

var poolsS3 = map[string]pool{
	"s3.Bucket.Policy": func(s *sampler, ref resource.Ref) any { return s.bucketPolicy(ref.ID) },
	"s3.Bucket.Grants": func(s *sampler, _ resource.Ref) any {
		return some(s, 3,
			s3.Grant{Grantee: "0123456789abcdef", Permission: "FULL_CONTROL"},
			s3.Grant{Grantee: "http://acs.amazonaws.com/groups/global/AllUsers", Permission: "READ"},
			s3.Grant{Grantee: "http://acs.amazonaws.com/groups/global/AllUsers", Permission: "READ_ACP"},
			s3.Grant{Grantee: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers", Permission: "WRITE"},
			s3.Grant{Grantee: "http://acs.amazonaws.com/groups/s3/LogDelivery", Permission: "WRITE"},
		)
	},
	"s3.Account.PublicBuckets": func(s *sampler, _ resource.Ref) any { return some(s, 3, "a", "b", "c") },
}

// bucketPolicy is a policy with statements of every kind, some of which nobody may touch; now and then it is broken.
func (s *sampler) bucketPolicy(bucket string) string {
	if s.one(25) {
		return pick(s, "", "null", "oops", `{"Statement":[}`, `{"Statement":7}`, `{"Version":"2012-10-17","Version":"2012-10-17"}`)
	}
	statements := some(s, 4,
		`{"Sid":"Everybody","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"`+bucket+`/*"}`,
		`{"Sid":"Writers","Effect":"Allow","Principal":{"AWS":["*"]},"Action":["s3:PutObject","s3:Get*"],"Resource":["`+bucket+`/*"]}`,
		`{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::444455556666:root"},"NotAction":"s3:PutObject","Resource":"*"}`,
		`{"Sid":"Pinned","Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}}`,
		`{"Sid":"AllowSSLRequestsOnly","Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"`+bucket+`/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`,
		`{"Sid":"AllowSSLRequestsOnly2","Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":"`+bucket+`/*","Condition":{"Bool":{"aws:SecureTransport":false}}}`,
		`{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"S3:*","Resource":["`+bucket+`"],"Condition":{"Bool":{"aws:securetransport":["false"]}}}`,
		`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"},"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}`,
		`{"Sid": "Foreign", "Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "`+bucket+`/logs/*", "Later": {"b": 1, "a": "<x>"}}`,
	)
	if s.one(40) {
		statements = append(statements, `{"Sid":"Long","Effect":"Deny","Principal":"*","Action":"s3:`+strings.Repeat("x", 19000+s.IntN(1400))+`","Resource":"*"}`)
	}
	if len(statements) == 1 && s.one(2) {
		return `{"Statement": ` + statements[0] + `, "Id": "one & only"}`
	}
	return pick(s, `{"Version":"2012-10-17",`, `{"Version":"2008-10-17","Id":"keep",`, `{ "Later":[{}], `) +
		`"Statement":[` + strings.Join(statements, ",\n  ") + `]}`
}

var keepsS3 = map[string]keeping{
	"s3.Bucket.Policy": kept(func(_ *catalog.RemediationUnit, before, after s3.Bucket) error {
		was, is := before.Policy, after.Policy
		if was.State() == resource.Absent {
			return nil
		}
		then, err := policyParts(was.Value())
		if err != nil {
			return err
		}
		now, err := policyParts(is.Value())
		if err != nil {
			return err
		}
		if len(now.statements) < len(then.statements) || !slices.Equal(now.statements[:len(then.statements)], then.statements) {
			return fmt.Errorf("statements were touched: %q became %q", then.statements, now.statements)
		}
		if then.others != now.others {
			return fmt.Errorf("members were touched: %s became %s", then.others, now.others)
		}
		return nil
	}),
}

type parts struct {
	statements []string
	others     string
}

// policyParts takes a policy apart without the product's own reader, but for asking whether it is one.
func policyParts(s string) (parts, error) {
	var p parts
	if _, err := policy.Parse(s); err != nil {
		return p, err
	}
	var members map[string]any
	if err := json.Unmarshal([]byte(s), &members); err != nil {
		return p, err
	}
	list, many := members["Statement"].([]any)
	if one := members["Statement"]; !many && one != nil {
		list = []any{one}
	}
	for _, statement := range list {
		b, err := json.Marshal(statement)
		if err != nil {
			return p, err
		}
		p.statements = append(p.statements, string(b))
	}
	delete(members, "Statement")
	b, err := json.Marshal(members)
	p.others = string(b)
	return p, err
}
