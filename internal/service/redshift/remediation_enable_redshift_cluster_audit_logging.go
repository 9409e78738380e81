package redshift

import (
	"fmt"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/redshift"
	"github.com/aws/aws-sdk-go-v2/service/redshift/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

// Redshift sees a bucket, or its policy, only a moment after it was made.
var (
	enableLogging = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).EnableLogging,
		"redshift:EnableLogging", "s3:PutObject").Repeatable().NotYet("BucketNotFoundFault", "InsufficientS3BucketPolicyFault").On(clusterAndBucket))
	disableLogging = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DisableLogging,
		"redshift:DisableLogging").Repeatable())
)

// clusterAndBucket are the cluster, and the objects of the bucket: whoever switches logging on must be able to put them.
// Source: Amazon Redshift Management Guide, "Database audit logging".
func clusterAndBucket(in *sdk.EnableLoggingInput, at awsop.Site) []string {
	arns := []string{at.Resource}
	if in.BucketName != nil {
		arns = append(arns, s3.BucketRef(at.Account, at.Region, *in.BucketName).ID+"/*")
	}
	return arns
}

var (
	loggingSummary = catalog.Text(Service, "EnableRedshiftClusterAuditLogging/summary",
		"Has connections and changes of users logged to an S3 bucket, which is created where none is named. Queries are logged only if the cluster's parameter enable_user_activity_logging is on, too.",
		"接続とユーザーの変更を S3 バケットに記録します。バケットの指定がなければ作成します。クエリの記録には、クラスターのパラメータ enable_user_activity_logging も有効にする必要があります。")
	loggingCost = catalog.Text(Service, "EnableRedshiftClusterAuditLogging/cost",
		"Redshift charges nothing for the log; S3 charges for storing it, and how large it will be is not known before",
		"ログ自体は無料ですが、S3 の保存料金がかかります。ログの量は事前には分かりません")
	loggingNamed = catalog.Text(Service, "EnableRedshiftClusterAuditLogging/named",
		"bucket {bucket} must be in the cluster's region, and its policy must let Redshift put objects and read the ACL",
		"バケット {bucket} はクラスターと同じリージョンにあり、バケットポリシーで Redshift によるオブジェクトの書き込みと ACL の読み取りを許可している必要があります")
)

type loggingParams struct {
	// BucketName is where the log goes; empty means a bucket for all clusters of the region, which is created.
	BucketName string `json:"bucketName" ssm:"/Solutions/SO0111/afsbp/1.0.0/REDSHIFT.4/S3BucketNameForAuditLogging"`
	// S3KeyPrefix is what the names of the log's objects begin with.
	S3KeyPrefix string `json:"s3KeyPrefix"`
}

var enableAuditLogging = catalog.Remediation(Service, catalog.RemediationSpec[redshift.Cluster, loggingParams]{
	Name:     "EnableRedshiftClusterAuditLogging",
	File:     "enable_redshift_cluster_audit_logging",
	Summary:  loggingSummary,
	Controls: []control.ID{"Redshift.4"},
	Reads:    []string{"Logging"},
	Looks:    []string{"ClusterStatus"},
	Writes:   []*awsop.Op{enableLogging.Op, disableLogging.Op},
	Plan: func(c redshift.Cluster, p loggingParams, _ time.Time) catalog.Edit[redshift.Cluster] {
		if c.Logging.Value().Enabled {
			return catalog.Edit[redshift.Cluster]{After: c}
		}
		effect := catalog.Effect{Cost: plan.CostUnknown(loggingCost.With())}
		bucket, first := p.BucketName, []catalog.Request(nil)
		if bucket == "" {
			bucket, first = auditBucket(c)
		} else {
			effect.Risk = []text.Message{loggingNamed.With("bucket", bucket)}
		}
		after := c
		after.Logging = resource.Is(redshift.Logging{Enabled: true, Bucket: bucket, Prefix: p.S3KeyPrefix, Destination: redshift.ToBucket})
		e := edit(c, after, loggingMove(c, bucket, p.S3KeyPrefix), effect)
		if e.Refused.IsZero() {
			e.First = first
		}
		return e
	},
})

func loggingMove(c redshift.Cluster, bucket, prefix string) catalog.Move {
	on := &sdk.EnableLoggingInput{ClusterIdentifier: &c.Name, BucketName: &bucket, LogDestinationType: types.LogDestinationTypeS3}
	if prefix != "" {
		on.S3KeyPrefix = &prefix
	}
	return catalog.Move{
		Do: enableLogging.With(on), Undo: disableLogging.With(&sdk.DisableLoggingInput{ClusterIdentifier: &c.Name}), Await: available(c),
	}
}

// auditBucket asks for the bucket of all clusters of the region: its policy names the account as the source, for a policy
// that named one cluster would keep the next one out.
func auditBucket(c redshift.Cluster) (string, []catalog.Request) {
	bucket := s3.BucketRef(c.Account, c.Region, fmt.Sprintf("so0111-redshift-audit-logs-%s-%s", c.Account, c.Region))
	accessLogs := s3.BucketRef(c.Account, c.Region, fmt.Sprintf("so0111-access-logs-%s-%s", c.Region, c.Account))
	return bucket.Name, []catalog.Request{
		{Remediation: "CreateAccessLoggingBucket", On: accessLogs, With: map[string]any{}},
		{Remediation: "CreateServiceBucket", On: bucket, With: map[string]any{
			"service": "redshift", "accessLogBucket": accessLogs.Name, "accessLogPrefix": "redshift-access-logs",
		}},
	}
}
