package s3

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var logBucketSummary = catalog.Text(Service, "CreateAccessLoggingBucket/summary",
	"Creates a bucket that S3 can deliver server access logs to, or gives one that is there what it lacks for it.",
	"S3 がサーバーアクセスログを配信できるバケットを作成するか、既存のバケットに足りない設定を補います。")

var (
	logBucketKey = catalog.Text(Service, "CreateAccessLoggingBucket/key",
		"bucket {bucket} encrypts with a KMS key ({algorithm}): S3 delivers no access logs into such a bucket",
		"バケット {bucket} は KMS キーで暗号化されています ({algorithm})。S3 はこのようなバケットにアクセスログを配信しません")
	logBucketItself = catalog.Text(Service, "CreateAccessLoggingBucket/itself",
		"access to bucket {bucket} is logged to the bucket itself: its logs grow without end", "バケット {bucket} のアクセスログは自身に配信されており、ログが際限なく増えます")
)

type logBucketParams struct {
	// GrantOnly leaves a bucket that is there as it is, but for the right to deliver: somebody has made it for more.
	GrantOnly bool `json:"grantOnly"`
}

// createLogBucket grants delivery by policy: ACLs, which the established runbook uses, are refused by buckets whose
// owner is enforced, as that of every new bucket is. Source: Amazon S3 User Guide, "Enabling Amazon S3 server access logging".
var createLogBucket = catalog.Remediation(Service, catalog.RemediationSpec[s3.Bucket, logBucketParams]{
	Name:    "CreateAccessLoggingBucket",
	Helper:  true,
	Makes:   plan.Creates,
	File:    "create_access_logging_bucket",
	Summary: logBucketSummary,
	Reads:   []string{"PublicAccessBlock", "Policy", "Logging"},
	Looks:   []string{"Encryption", "Website", "Grants"},
	Writes:  bucketWrites,
	Plan: func(b s3.Bucket, p logBucketParams, _ time.Time) catalog.Edit[s3.Bucket] {
		if algorithm := b.Encryption.Value().Algorithm(); strings.HasPrefix(algorithm, "aws:kms") {
			return refuse(b, logBucketKey.With("bucket", b.Name, "algorithm", algorithm))
		}
		if b.Logging.Value().TargetBucket == b.Name {
			return refuse(b, logBucketItself.With("bucket", b.Name))
		}
		if p.GrantOnly && !resource.IsMissing(b) {
			return delivering(b, []statement{logDelivery(b)})
		}
		return provided(b, []statement{logDelivery(b), plainDenied(b.ID)}, nil)
	},
})

// logDelivery is the statement that lets S3 deliver access logs of the account's buckets.
func logDelivery(b s3.Bucket) statement {
	return statement{
		Sid: "S3ServerAccessLogsPolicy", Effect: "Allow", Principal: map[string]oneOrMany{"Service": {"logging.s3.amazonaws.com"}},
		Action: oneOrMany{"s3:PutObject"}, Resource: []string{b.ID + "/*"},
		Condition: map[string]map[string]string{"StringEquals": {"aws:SourceAccount": b.Account}},
	}
}

// plainDenied is the statement that refuses requests without TLS, under the established runbook's name.
func plainDenied(bucket string) statement {
	return statement{
		Sid: "AllowSSLRequestsOnly", Effect: "Deny", Principal: map[string]oneOrMany{"AWS": {"*"}}, Action: oneOrMany{"s3:*"},
		Resource:  []string{bucket, bucket + "/*"},
		Condition: map[string]map[string]string{"Bool": {"aws:SecureTransport": "false"}},
	}
}
