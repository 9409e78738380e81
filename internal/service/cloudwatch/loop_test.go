package cloudwatch

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdktrail "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	sdklogs "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	sdks3 "github.com/aws/aws-sdk-go-v2/service/s3"
	sdksns "github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/logs"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
	"github.com/mantenhq/manten/internal/service/cloudtrail"
	"github.com/mantenhq/manten/internal/service/iam"
	"github.com/mantenhq/manten/internal/service/kms"
	logservice "github.com/mantenhq/manten/internal/service/logs"
	"github.com/mantenhq/manten/internal/service/s3"
	"github.com/mantenhq/manten/internal/service/sns"
	"github.com/mantenhq/manten/internal/service/ssm"
)

// makers are the services that make the links of chains, and those whose resources their controls look at.
var makers = []*catalog.Service{
	accessanalyzer.Service, cloudtrail.Service, iam.Service, kms.Service, logservice.Service, s3.Service, sns.Service, ssm.Service,
}

const mail = "ops@example.com"

// confirmed has somebody read the mail.
func confirmed(t *testing.T, a *awstest.Account) {
	t.Helper()
	a.Confirm(region, mail)
}

// aTopic makes a topic that somebody hears.
func aTopic(t *testing.T, a *awstest.Account, name string) string {
	t.Helper()
	client := sdksns.NewFromConfig(a.Config(region))
	arn := *awstest.Did[sdksns.CreateTopicOutput](t)(client.CreateTopic(t.Context(), &sdksns.CreateTopicInput{Name: &name})).TopicArn
	awstest.Did[sdksns.SubscribeOutput](t)(client.Subscribe(t.Context(), &sdksns.SubscribeInput{TopicArn: &arn, Protocol: aws.String("email"), Endpoint: aws.String("first@example.com")}))
	return arn
}

// aTrail makes a trail that records all management events into a log group.
func aTrail(t *testing.T, a *awstest.Account) {
	t.Helper()
	bucket := "trails-" + a.ID
	awstest.Did[sdks3.CreateBucketOutput](t)(sdks3.NewFromConfig(a.Config("us-east-1")).CreateBucket(t.Context(), &sdks3.CreateBucketInput{Bucket: &bucket}))
	awstest.Did[sdklogs.CreateLogGroupOutput](t)(sdklogs.NewFromConfig(a.Config(region)).CreateLogGroup(t.Context(), &sdklogs.CreateLogGroupInput{LogGroupName: aws.String("trails")}))
	client, name := sdktrail.NewFromConfig(a.Config(region)), aws.String("main")
	awstest.Did[sdktrail.CreateTrailOutput](t)(client.CreateTrail(t.Context(), &sdktrail.CreateTrailInput{
		Name: name, S3BucketName: &bucket, IsMultiRegionTrail: aws.Bool(true), CloudWatchLogsRoleArn: aws.String("arn:aws:iam::" + a.ID + ":role/r"),
		CloudWatchLogsLogGroupArn: aws.String(logs.GroupRef(a.ID, region, "trails").ID + ":*"),
	}))
	awstest.Did[sdktrail.PutEventSelectorsOutput](t)(client.PutEventSelectors(t.Context(), &sdktrail.PutEventSelectorsInput{
		TrailName: name, EventSelectors: []types.EventSelector{{ReadWriteType: types.ReadWriteTypeAll, IncludeManagementEvents: aws.Bool(true)}},
	}))
	awstest.Did[sdktrail.StartLoggingOutput](t)(client.StartLogging(t.Context(), &sdktrail.StartLoggingInput{Name: name}))
}

func TestLoop(t *testing.T) {
	t.Parallel()
	own := awstest.New(t)
	for name, c := range map[string]loop.Case{
		"empty": {Setup: loop.Emptied, Params: map[string]any{"email": mail}, Later: confirmed},
		"no filters": {Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			aTrail(t, a)
		}, Params: map[string]any{"email": mail}, Later: confirmed},
		"own topic": {Account: own, Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			aTrail(t, a)
			aTopic(t, a, "central")
		}, Params: map[string]any{"topicArn": "arn:aws:sns:" + region + ":" + own.ID + ":central"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.Service, c.With, c.Remediation, c.Controls = Service, makers, createFilterAndAlarm.Name, createFilterAndAlarm.Controls
			c.Regions = []string{region}
			loop.Run(t, c)
		})
	}
}
