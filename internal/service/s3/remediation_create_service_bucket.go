package s3

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var serviceBucketSummary = catalog.Text(Service, "CreateServiceBucket/summary",
	"Creates a bucket that an AWS service delivers to, or gives one that is there what it lacks for it.",
	"AWS サービスの配信先となるバケットを作成するか、既存のバケットに足りない設定を補います。")

type serviceBucketParams struct {
	// Service is who delivers: "cloudtrail", "config" or "redshift".
	Service string `json:"service"`
	// Source is the ARN of what delivers; empty lets the service deliver for anything of the account.
	Source string `json:"source"`
	// Prefix is what the delivered objects begin with; empty for nothing.
	Prefix string `json:"prefix"`
	// AccessLogBucket is the bucket that access is logged to, empty for none.
	AccessLogBucket string `json:"accessLogBucket"`
	// AccessLogPrefix is what these logs begin with.
	AccessLogPrefix string `json:"accessLogPrefix"`
}

// Validate refuses services that it knows no policy for.
func (p serviceBucketParams) Validate() error {
	switch p.Service {
	case "cloudtrail", "config", "redshift":
		return nil
	}
	return fmt.Errorf("service %q is none of cloudtrail, config, redshift", p.Service)
}

var createServiceBucket = catalog.Remediation(Service, catalog.RemediationSpec[s3.Bucket, serviceBucketParams]{
	Name:     "CreateServiceBucket",
	Own:      true,
	Helper:   true,
	Makes:    plan.Creates,
	File:     "create_service_bucket",
	Summary:  serviceBucketSummary,
	Reads:    []string{"PublicAccessBlock", "Policy", "Logging"},
	Looks:    []string{"Website", "Grants"},
	Defaults: serviceBucketParams{Service: "cloudtrail"},
	Writes:   append(slices.Clone(bucketWrites), putBucketLogging.Op),
	Plan: func(b s3.Bucket, p serviceBucketParams, _ time.Time) catalog.Edit[s3.Bucket] {
		var target *s3.Logging
		var behind []resource.Ref
		if p.AccessLogBucket != "" {
			target = &s3.Logging{TargetBucket: p.AccessLogBucket, TargetPrefix: p.AccessLogPrefix}
			behind = []resource.Ref{s3.BucketRef(b.Account, b.Region, p.AccessLogBucket)}
		}
		e := provided(b, append(deliveries(b, p), plainDenied(b.ID)), target)
		e.Behind = behind
		return e
	},
})

// deliveries let the service look at the bucket's ACL, as all of them do before they deliver, and put objects.
// Sources: AWS CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"; AWS Config Developer Guide,
// "Permissions for the Amazon S3 Bucket"; Amazon Redshift Management Guide, "Database audit logging".
func deliveries(b s3.Bucket, p serviceBucketParams) []statement {
	service := map[string]oneOrMany{"Service": {deliverer(p.Service, b.Region)}}
	source := map[string]string{"aws:SourceAccount": b.Account}
	if p.Source != "" {
		source = map[string]string{"aws:SourceArn": p.Source}
	}
	put := map[string]string{"s3:x-amz-acl": "bucket-owner-full-control"}
	maps.Copy(put, source)
	sids := map[string][2]string{
		"cloudtrail": {"AWSCloudTrailAclCheck20150319", "AWSCloudTrailWrite20150319"},
		"config":     {"AWSConfigBucketPermissionsCheck", "AWSConfigBucketDelivery"},
		"redshift":   {"RedshiftAuditLogsAclCheck", "RedshiftAuditLogsWrite"},
	}[p.Service]
	look, objects := oneOrMany{"s3:GetBucketAcl"}, b.ID+"/"+prefixed(p)+"AWSLogs/"+b.Account+"/*"
	switch p.Service {
	case "config":
		look = oneOrMany{"s3:GetBucketAcl", "s3:ListBucket"}
		objects = b.ID + "/" + prefixed(p) + "AWSLogs/" + b.Account + "/Config/*"
	case "redshift": // whatever the prefix, as its guide has it
		put, objects = source, b.ID+"/*"
	}
	return []statement{
		{Sid: sids[0], Effect: "Allow", Principal: service, Action: look, Resource: []string{b.ID}, Condition: equal(source)},
		{Sid: sids[1], Effect: "Allow", Principal: service, Action: oneOrMany{"s3:PutObject"}, Resource: []string{objects}, Condition: equal(put)},
	}
}

func prefixed(p serviceBucketParams) string {
	if p.Prefix == "" {
		return ""
	}
	return p.Prefix + "/"
}

func equal(keys map[string]string) map[string]map[string]string {
	return map[string]map[string]string{"StringEquals": keys}
}
