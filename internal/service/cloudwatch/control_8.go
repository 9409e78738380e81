package cloudwatch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/standard"
)

// watch8 is what CIS AWS Foundations Benchmark 1.2.0 asks for in 3.8.
var watch8 = watch{
	name: "S3BucketPolicyChanges",
	patterns: []string{
		`{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketAcl) || ` +
			`($.eventName=PutBucketPolicy) || ($.eventName=PutBucketCors) || ` +
			`($.eventName=PutBucketLifecycle) || ($.eventName=PutBucketReplication) || ` +
			`($.eventName=DeleteBucketPolicy) || ($.eventName=DeleteBucketCors) || ` +
			`($.eventName=DeleteBucketLifecycle) || ($.eventName=DeleteBucketReplication))}`,
	},
}

var control8 = catalog.Control(Service, catalog.ControlSpec[cloudwatch.Account, catalog.None]{
	ID:       "CloudWatch.8",
	Title:    "Ensure a log metric filter and alarm exist for S3 bucket policy changes",
	TitleJA:  "S3 バケットポリシーの変更に対するログメトリクスフィルターとアラームが存在することを確認します",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "3.8",
		standard.CIS140: "4.8",
	},
	Needs:    chainNeeds,
	Advice:   chainAdvice,
	ByPerson: chainByPerson,
	Joined: func(a cloudwatch.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		return judge(a, w, watch8.patterns)
	},
})
