package cloudtrail

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	sdkkms "github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
	"github.com/mantenhq/manten/internal/service/iam"
	"github.com/mantenhq/manten/internal/service/kms"
	"github.com/mantenhq/manten/internal/service/logs"
	"github.com/mantenhq/manten/internal/service/s3"
	"github.com/mantenhq/manten/internal/service/ssm"
)

// makers are the services that make what trails deliver to, and those whose resources their controls look at.
var makers = []*catalog.Service{
	accessanalyzer.Service, iam.Service, kms.Service, logs.Service, s3.Service, ssm.Service,
}

// aTrail makes a trail of all regions that is logging, with something changed.
func aTrail(t *testing.T, a *awstest.Account, change func(*sdk.CreateTrailInput), selectors *sdk.PutEventSelectorsInput) {
	t.Helper()
	bucket := bucketFor(t, a)
	in := &sdk.CreateTrailInput{Name: aws.String("main"), S3BucketName: &bucket, IsMultiRegionTrail: aws.Bool(true)}
	if change != nil {
		change(in)
	}
	client := createTrailIn(t, a, region, in)
	if selectors != nil {
		selectors.TrailName = aws.String("main")
		awstest.Did[sdk.PutEventSelectorsOutput](t)(client.PutEventSelectors(t.Context(), selectors))
	}
	awstest.Did[sdk.StartLoggingOutput](t)(client.StartLogging(t.Context(), &sdk.StartLoggingInput{Name: aws.String("main")}))
}

// logging is an account with one trail.
func logging(change func(*sdk.CreateTrailInput), selectors *sdk.PutEventSelectorsInput) func(*testing.T, *awstest.Account) {
	return func(t *testing.T, a *awstest.Account) {
		t.Helper()
		aTrail(t, a, change, selectors)
		loop.Emptied(t, a)
	}
}

// twoTrails have the same name, in two regions. They share the role that delivers, which must trust both.
func twoTrails(t *testing.T, a *awstest.Account) {
	t.Helper()
	aTrail(t, a, nil, nil)
	bucket := "trails-" + a.ID
	createTrailIn(t, a, "us-east-1", &sdk.CreateTrailInput{Name: aws.String("main"), S3BucketName: &bucket})
}

func stopped(t *testing.T, a *awstest.Account) {
	t.Helper()
	aTrail(t, a, nil, nil)
	awstest.Did[sdk.StopLoggingOutput](t)(sdk.NewFromConfig(a.Config(region)).StopLogging(t.Context(), &sdk.StopLoggingInput{Name: aws.String("main")}))
}

// slow has AWS see a new bucket policy, and whatever else a trail needs, only after some attempts.
func slow(t *testing.T, a *awstest.Account) {
	t.Helper()
	loop.Emptied(t, a)
	a.Rule(awstest.Rule{
		Service: "cloudtrail", Operation: "CreateTrail", Times: 1,
		Do: awstest.Refuse(400, "InsufficientS3BucketPolicyException", "Incorrect S3 bucket policy is detected for bucket"),
	})
}

var (
	writesOnly = &sdk.PutEventSelectorsInput{EventSelectors: []types.EventSelector{{
		ReadWriteType: types.ReadWriteTypeWriteOnly, IncludeManagementEvents: aws.Bool(true),
		DataResources: []types.DataResource{{Type: aws.String("AWS::S3::Object"), Values: []string{"arn:aws:s3:::b/"}}},
	}}}
	advancedWrites = &sdk.PutEventSelectorsInput{AdvancedEventSelectors: []types.AdvancedEventSelector{
		{Name: aws.String("writes"), FieldSelectors: []types.AdvancedFieldSelector{
			{Field: aws.String("eventCategory"), Equals: []string{"Management"}}, {Field: aws.String("readOnly"), Equals: []string{"false"}},
		}},
		{FieldSelectors: []types.AdvancedFieldSelector{
			{Field: aws.String("eventCategory"), Equals: []string{"Data"}}, {Field: aws.String("resources.type"), Equals: []string{"AWS::S3::Object"}},
		}},
	}}
)

func TestLoop(t *testing.T) {
	t.Parallel()
	one := []control.ID{"CloudTrail.1"}
	for name, c := range map[string]loop.Case{
		"new":             {Remediation: createMultiRegionTrail.Name, Controls: []control.ID{"CloudTrail.1", "CloudTrail.3"}, Setup: slow, Repeats: true},
		"new, home named": {Remediation: createMultiRegionTrail.Name, Controls: one, Setup: logsEmptied, Params: map[string]any{"homeRegion": region, "namespace": "blue", "retentionInDays": 365}},
		"stopped":         {Remediation: createMultiRegionTrail.Name, Controls: []control.ID{"CloudTrail.1", "CloudTrail.3"}, Setup: stopped},
		"writes only":     {Remediation: createMultiRegionTrail.Name, Controls: one, Setup: logging(nil, writesOnly)},
		"advanced":        {Remediation: createMultiRegionTrail.Name, Controls: one, Setup: logging(nil, advancedWrites)},
		"encryption":      {Remediation: enableEncryption.Name, Controls: []control.ID{"CloudTrail.2"}, Setup: logging(nil, nil)},
		"validation":      {Remediation: enableValidation.Name, Controls: []control.ID{"CloudTrail.4"}, Setup: logging(nil, nil)},
		"two deliveries":  {Remediation: enableDelivery.Name, Controls: []control.ID{"CloudTrail.5"}, Setup: twoTrails},
		"delivery":        {Remediation: enableDelivery.Name, Controls: []control.ID{"CloudTrail.5"}, Setup: logging(nil, nil)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.Service, c.With, c.Regions = Service, makers, []string{"us-east-1", region}
			loop.Run(t, c)
		})
	}
}

func logsEmptied(t *testing.T, a *awstest.Account) {
	t.Helper()
	loop.Emptied(t, a)
}

// A key that configuration names is used as it is.
func TestLoopOwnKey(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	key := awstest.Did[sdkkms.CreateKeyOutput](t)(sdkkms.NewFromConfig(a.Config(region)).CreateKey(t.Context(), &sdkkms.CreateKeyInput{})).KeyMetadata
	loop.Run(t, loop.Case{
		Service: Service, With: makers, Account: a, Regions: []string{region}, Remediation: enableEncryption.Name, Controls: []control.ID{"CloudTrail.2"},
		Setup: logging(nil, nil), Params: map[string]any{"kmsKeyArn": *key.Arn},
	})
	if n := a.Count("kms", "CreateKey") + a.Count("kms", "PutKeyPolicy"); n != 0 {
		t.Errorf("%d calls change keys", n)
	}
}
