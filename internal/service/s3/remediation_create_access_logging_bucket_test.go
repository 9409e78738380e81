package s3

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

const (
	deliveryStatement = `{"Sid":"Own","Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}`
	plainStatement    = `{"Sid":"AllowSSLRequestsOnly","Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}`
	publicStatement   = `{"Sid":"S3ServerAccessLogsPolicy","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`
)

var blockedAll = blocking(s3.PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true})

func TestCreateAccessLoggingBucket(t *testing.T) {
	t.Parallel()
	grantOnly := map[string]any{"grantOnly": true}
	missing := buckets.Missing(s3.BucketRef("111122223333", "eu-west-1", "b"))
	kms := func(b *s3.Bucket) {
		b.Encryption = resource.Is(s3.Encryption{Rules: []s3.EncryptionRule{{ApplyServerSideEncryptionByDefault: &s3.EncryptionDefault{SSEAlgorithm: "aws:kms"}}}})
	}
	catalogtest.Goldens(t, createLogBucket, map[string]catalogtest.Edited{
		"missing":            {Resource: missing},
		"missing-us-east-1":  {Resource: buckets.Missing(s3.BucketRef("111122223333", "us-east-1", "b"))},
		"missing-grant-only": {Resource: missing, Params: grantOnly},
		"well":               {Resource: theBucket(both(blockedAll, withPolicy(plainStatement+","+deliveryStatement)))},
		"half-made":          {Resource: theBucket(both(blockedAll, func(*s3.Bucket) {}))},
		"bare":               {Resource: theBucket(withPolicy(deliveryStatement))},
		"sid-taken":          {Resource: theBucket(withPolicy(publicStatement))},
		"own":                {Resource: theBucket(withPolicy(publicStatement)), Params: grantOnly},
		"own-well":           {Resource: theBucket(withPolicy(deliveryStatement)), Params: grantOnly},
		"KMS":                {Resource: theBucket(kms)},
		"itself":             {Resource: theBucket(func(b *s3.Bucket) { b.Logging = resource.Is(s3.Logging{TargetBucket: "b"}) })},
		"broken":             {Resource: theBucket(func(b *s3.Bucket) { b.Policy = resource.Is("{") })},
		"large":              {Resource: theBucket(withPolicy(`{"Sid":"` + strings.Repeat("a", maxPolicy-200) + `","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}`))},
		"unread":             {Resource: theBucket(hiding("Policy"))},
		"encryption-unread":  {Resource: theBucket(hiding("Encryption"))},
	})
}
