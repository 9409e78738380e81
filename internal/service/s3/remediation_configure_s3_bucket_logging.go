package s3

import (
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var (
	bucketLoggingSummary = catalog.Text(Service, "ConfigureS3BucketLogging/summary",
		"Has access to the bucket logged to another bucket of the account and region, which is created where it is missing.",
		"バケットへのアクセスを、同じアカウントとリージョンの別のバケットに記録します。なければ作成します。")
	bucketLoggingItself = catalog.Text(Service, "ConfigureS3BucketLogging/itself",
		"the bucket is the one that access logs go to: it would log itself without end", "このバケットはアクセスログの配信先です。自身を記録し続けることになります")
)

type bucketLoggingParams struct {
	// TargetBucket is the bucket that logs go to; empty means so0111-cloudtrailaccesslogs-<account>-<region>.
	TargetBucket string `json:"targetBucket"`
	// TargetPrefix is what the logs' names begin with; empty means the bucket's name and a slash.
	TargetPrefix string `json:"targetPrefix"`
}

// configureBucketLogging writes no grants: the target's policy gives S3 the right to deliver.
var configureBucketLogging = catalog.Remediation(Service, catalog.RemediationSpec[s3.Bucket, bucketLoggingParams]{
	Name:     "ConfigureS3BucketLogging",
	File:     "configure_s3_bucket_logging",
	Summary:  bucketLoggingSummary,
	Controls: []control.ID{"CloudTrail.7"},
	Reads:    []string{"Logging"},
	Writes:   []*awsop.Op{putBucketLogging.Op},
	Plan: func(b s3.Bucket, p bucketLoggingParams, _ time.Time) catalog.Edit[s3.Bucket] {
		if _, logged := b.Logging.Get(); logged {
			return catalog.Edit[s3.Bucket]{After: b}
		}
		to := s3.Logging{TargetBucket: p.TargetBucket, TargetPrefix: p.TargetPrefix}
		named := to.TargetBucket != "" // then it is somebody's, who has made it for more
		if to.TargetBucket == "" {
			to.TargetBucket = "so0111-cloudtrailaccesslogs-" + b.Account + "-" + b.Region
		}
		if to.TargetPrefix == "" {
			to.TargetPrefix = b.Name + "/"
		}
		if to.TargetBucket == b.Name {
			return refuse(b, bucketLoggingItself.With())
		}
		b.Logging = resource.Is(to)
		return catalog.Edit[s3.Bucket]{
			After: b,
			Moves: []catalog.Move{{Do: logInto(b.Name, &to), Undo: logInto(b.Name, nil)}},
			First: []catalog.Request{{
				Remediation: "CreateAccessLoggingBucket", On: s3.BucketRef(b.Account, b.Region, to.TargetBucket), With: map[string]any{"grantOnly": named},
			}},
		}
	},
})
