package s3

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

func TestCreateServiceBucket(t *testing.T) {
	t.Parallel()
	trail := map[string]any{
		"service": "cloudtrail", "source": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", "accessLogBucket": "logs", "accessLogPrefix": "p",
	}
	missing := buckets.Missing(s3.BucketRef("111122223333", "eu-west-1", "b"))
	catalogtest.Goldens(t, createServiceBucket, map[string]catalogtest.Edited{
		"cloudtrail":       {Resource: missing, Params: trail},
		"cloudtrail-plain": {Resource: missing},
		"config":           {Resource: missing, Params: map[string]any{"service": "config", "prefix": "x"}},
		"redshift":         {Resource: missing, Params: map[string]any{"service": "redshift"}},
		"half-made":        {Resource: theBucket(blockedAll), Params: trail},
		"other-trail":      {Resource: theBucket(both(blockedAll, withPolicy(plainStatement+`,{"Sid":"AWSCloudTrailAclCheck20150319","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::b","Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111122223333:trail/old"}}}`))), Params: trail},
		"logged-elsewhere": {Resource: theBucket(both(blockedAll, func(b *s3.Bucket) { b.Logging = resource.Is(s3.Logging{TargetBucket: "own", TargetPrefix: "x"}) })), Params: trail},
		"public":           {Resource: theBucket(both(withPolicy(publicStatement), granted(allUsers, "READ"))), Params: trail},
		"unread":           {Resource: theBucket(hiding("Logging")), Params: trail},
	})
}

func TestServiceBucketParams(t *testing.T) {
	t.Parallel()
	if _, err := createServiceBucket.Params.With(map[string]any{"service": "elb"}); err == nil {
		t.Error("a service without a policy is taken")
	}
}

// What a new bucket is, the controls on it are content with, as far as that is known before.
func TestNewBucketsPass(t *testing.T) {
	t.Parallel()
	missing := buckets.Missing(s3.BucketRef("111122223333", "eu-west-1", "b"))
	for _, u := range []*catalog.RemediationUnit{createServiceBucket, createLogBucket} {
		after := catalogtest.As[s3.Bucket](t, u.Derive(missing, u.Params.Defaults, catalogtest.Now).After)
		for _, c := range []*catalog.ControlUnit{control2, control3, control5, control8} {
			if v := c.Evaluate(after, c.Params.Defaults, catalogtest.Now); v.Status != control.Passed {
				t.Errorf("%s: %s is %s: %s", u.Name, c.ID, v.Status, v.Reason)
			}
		}
	}
}
