package s3

import (
	"testing"

	sdktrail "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/service/cloudtrail"
)

// openBucket makes a bucket that anybody can read and write, and that takes requests without TLS.
func openBucket(t *testing.T, a *awstest.Account) string {
	t.Helper()
	name := "open-" + a.ID
	c := newClient(a.Config("us-east-1"))
	if _, err := c.CreateBucket(t.Context(), &sdk.CreateBucketInput{Bucket: &name}); err != nil {
		t.Fatal(err)
	}
	policy := `{"Version":"2012-10-17","Statement":[{"Sid":"Everybody","Effect":"Allow","Principal":{"AWS":"*"},"Action":["s3:GetObject","s3:PutObject","s3:PutObjectAcl"],"Resource":"arn:aws:s3:::` + name + `/*"}]}`
	if _, err := c.PutBucketPolicy(t.Context(), &sdk.PutBucketPolicyInput{Bucket: &name, Policy: &policy}); err != nil {
		t.Fatal(err)
	}
	acl := &sdk.PutBucketAclInput{Bucket: &name, ACL: types.BucketCannedACLPublicRead}
	if _, err := c.PutBucketAcl(t.Context(), acl); err != nil {
		t.Fatal(err)
	}
	return name
}

// sharedBucket makes a bucket whose policy another account may change.
func sharedBucket(t *testing.T, a *awstest.Account) {
	t.Helper()
	name := create(t, a, "us-east-1", "shared")
	policy := `{"Version":"2012-10-17","Statement":[{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:*","Resource":["arn:aws:s3:::` + name + `","arn:aws:s3:::` + name + `/*"]}]}`
	if _, err := newClient(a.Config("us-east-1")).PutBucketPolicy(t.Context(), &sdk.PutBucketPolicyInput{Bucket: &name, Policy: &policy}); err != nil {
		t.Fatal(err)
	}
}

// openTrailBucket makes a bucket that a trail writes to and that anybody can read; a second trail writes to it, too.
func openTrailBucket(t *testing.T, a *awstest.Account) {
	t.Helper()
	name := openBucket(t, a)
	for _, trail := range []string{"first", "second"} {
		if _, err := sdktrail.NewFromConfig(a.Config("us-east-1")).CreateTrail(t.Context(), &sdktrail.CreateTrailInput{Name: &trail, S3BucketName: &name}); err != nil {
			t.Fatal(err)
		}
	}
	loop.Emptied(t, a)
}

// withTarget has a bucket besides that serves a public file: only the right to deliver is added to it.
func withTarget(t *testing.T, a *awstest.Account) {
	t.Helper()
	openTrailBucket(t, a)
	name := "logs-" + a.ID
	c := newClient(a.Config("us-east-1"))
	if _, err := c.CreateBucket(t.Context(), &sdk.CreateBucketInput{Bucket: &name}); err != nil {
		t.Fatal(err)
	}
	policy := `{"Version":"2012-10-17","Statement":[{"Sid":"One","Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::` + name + `/logo.png"}]}`
	if _, err := c.PutBucketPolicy(t.Context(), &sdk.PutBucketPolicyInput{Bucket: &name, Policy: &policy}); err != nil {
		t.Fatal(err)
	}
}

func TestLoop(t *testing.T) {
	t.Parallel()
	setup := func(t *testing.T, a *awstest.Account) { openBucket(t, a) }
	owner := awstest.New(t)
	for name, c := range map[string]loop.Case{
		"bucket block":  {Remediation: configureBucketBlock.Name, Controls: []control.ID{"S3.2", "S3.3", "S3.8"}, Setup: setup},
		"account block": {Remediation: configureAccountBlock.Name, Controls: []control.ID{"S3.1"}, Setup: setup},
		"encryption":    {Remediation: enableDefaultEncryption.Name, Controls: []control.ID{"S3.4"}, Setup: setup},
		"everybody":     {Remediation: s3BlockDenylist.Name, Controls: []control.ID{"S3.6"}, Setup: setup},
		"partner":       {Remediation: s3BlockDenylist.Name, Controls: []control.ID{"S3.6"}, Setup: sharedBucket},
		"trail's block": {Remediation: configureBucketBlock.Name, Controls: []control.ID{"CloudTrail.6"}, Setup: openTrailBucket},
		"trail's log":   {Remediation: configureBucketLogging.Name, Controls: []control.ID{"CloudTrail.7"}, Setup: openTrailBucket},
		"trail's log, own target": {
			Remediation: configureBucketLogging.Name, Controls: []control.ID{"CloudTrail.7"}, Setup: withTarget, Account: owner, Params: map[string]any{"targetBucket": "logs-" + owner.ID},
		},
		"TLS": {Remediation: setSSLBucketPolicy.Name, Controls: []control.ID{"S3.5"}, Setup: setup},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.Service, c.With = Service, []*catalog.Service{cloudtrail.Service}
			loop.Run(t, c)
		})
	}
}
