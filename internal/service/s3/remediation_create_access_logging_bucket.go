package s3

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var logBucketSummary = catalog.Text(Service, "CreateAccessLoggingBucket/summary",
	"Creates a bucket that S3 can deliver server access logs to, or gives one that is there what it lacks for it.",
	"S3 がサーバーアクセスログを配信できるバケットを作成するか、既存のバケットに足りない設定を補います。")

// createLogBucket grants delivery by policy: ACLs, which the established runbook uses, are refused by buckets whose
// owner is enforced, as that of every new bucket is. Source: Amazon S3 User Guide, "Enabling Amazon S3 server access logging".
var createLogBucket = catalog.Remediation(Service, catalog.RemediationSpec[s3.Bucket, catalog.None]{
	Name:    "CreateAccessLoggingBucket",
	Helper:  true,
	Makes:   plan.Creates,
	File:    "create_access_logging_bucket",
	Summary: logBucketSummary,
	Reads:   []string{"PublicAccessBlock", "Policy", "Logging"},
	Looks:   []string{"Website", "Grants"},
	Writes:  bucketWrites,
	Plan: func(b s3.Bucket, _ catalog.None, _ time.Time) catalog.Edit[s3.Bucket] {
		return provided(b, []statement{
			{
				Sid: "S3ServerAccessLogsPolicy", Effect: "Allow", Principal: map[string]oneOrMany{"Service": {"logging.s3.amazonaws.com"}},
				Action: oneOrMany{"s3:PutObject"}, Resource: []string{b.ID + "/*"},
				Condition: map[string]map[string]string{"StringEquals": {"aws:SourceAccount": b.Account}},
			},
			plainDenied(b.ID),
		}, nil)
	},
})

// plainDenied is the statement that refuses requests without TLS, under the established runbook's name.
func plainDenied(bucket string) statement {
	return statement{
		Sid: "AllowSSLRequestsOnly", Effect: "Deny", Principal: map[string]oneOrMany{"AWS": {"*"}}, Action: oneOrMany{"s3:*"},
		Resource:  []string{bucket, bucket + "/*"},
		Condition: map[string]map[string]string{"Bool": {"aws:SecureTransport": "false"}},
	}
}
