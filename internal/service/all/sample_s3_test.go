package all_test

import (
	"encoding/json"
	"fmt"
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
	"s3.Bucket.Encryption": func(s *sampler, _ resource.Ref) any { return s.encryption() },
	"s3.Bucket.Ownership": func(s *sampler, _ resource.Ref) any {
		if s.fresh {
			return "BucketOwnerEnforced"
		}
		return pick(s, "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")
	},
	"s3.Bucket.Versioning": func(s *sampler, _ resource.Ref) any {
		return s3.Versioning{Status: pick(s, "Enabled", "Suspended"), MFADelete: pick(s, "", "Disabled", "Enabled")}
	},
	"s3.Bucket.Replication": func(s *sampler, _ resource.Ref) any {
		return s3.Replication{Role: "arn:aws:iam::" + account + ":role/copy", Rules: some(s, 2,
			s3.ReplicationRule{ID: "near", Status: "Enabled", Bucket: "near"},
			s3.ReplicationRule{ID: "far", Status: pick(s, "Enabled", "Disabled"), Bucket: "far", Account: "444455556666"},
		)}
	},
	"s3.Bucket.ReplicaRegions": func(s *sampler, ref resource.Ref) any {
		return map[string]string{"near": pick(s, ref.Region, ""), "far": "sa-east-1"}
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
		`{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::444455556666:root","`+account+`"]},"Action":["s3:PutBucketAcl","s3:Get*"],"Resource":"`+bucket+`"}`,
		`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::777788889999:role/r","Federated":"arn:aws:iam::777788889999:saml-provider/p"},"Action":"s3:Put*","Resource":["`+bucket+`/in/*"]}`,
		`{"Sid":"S3BlockDenylist","Effect":"Deny","Principal":{"AWS":"444455556666"},"Action":"s3:PutBucketAcl","Resource":["`+bucket+`"]}`,
		`{"Effect":"Allow","Principal":{"CanonicalUser":"79a59df900b949e55d96a1e698fbaced"},"Action":"s3:`+pick(s, "*", "GetObject")+`","Resource":"`+bucket+`/*"}`,
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

// encryption is the form that AWS shows, and often none, which no bucket has had since 2023.
func (s *sampler) encryption() s3.Encryption {
	if s.fresh {
		return s3.Encryption{Rules: []s3.EncryptionRule{{ApplyServerSideEncryptionByDefault: &s3.EncryptionDefault{SSEAlgorithm: "AES256"}}}}
	}
	if s.one(3) {
		return s3.Encryption{Rules: []s3.EncryptionRule{}}
	}
	by := &s3.EncryptionDefault{SSEAlgorithm: pick(s, "AES256", "aws:kms", "aws:kms:dsse")}
	if by.SSEAlgorithm != "AES256" {
		by.KMSMasterKeyID = pick(s, "", "alias/data")
	}
	r := s3.EncryptionRule{ApplyServerSideEncryptionByDefault: by, BlockedEncryptionTypes: &s3.BlockedEncryptionTypes{EncryptionType: some(s, 1, "SSE-C")}}
	if s.one(30) {
		r.ApplyServerSideEncryptionByDefault = nil
	}
	return s3.Encryption{Rules: []s3.EncryptionRule{r}}
}

var keepsS3 = map[string]keeping{
	"s3.Bucket.Policy": kept(func(_ *catalog.RemediationUnit, before, after s3.Bucket) error {
		return grown(before.Policy, after.Policy)
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
