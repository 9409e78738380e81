package config

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	sdks3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
	"github.com/mantenhq/manten/internal/service/cloudtrail"
	"github.com/mantenhq/manten/internal/service/cloudwatch"
	"github.com/mantenhq/manten/internal/service/iam"
	"github.com/mantenhq/manten/internal/service/kms"
	"github.com/mantenhq/manten/internal/service/logs"
	"github.com/mantenhq/manten/internal/service/s3"
	"github.com/mantenhq/manten/internal/service/sns"
)

// makers are the services that make what is delivered to, and those whose resources their controls look at.
var makers = []*catalog.Service{
	accessanalyzer.Service, cloudtrail.Service, cloudwatch.Service, iam.Service, kms.Service, logs.Service, s3.Service, sns.Service,
}

// asAWS has buckets encrypted from the beginning, and access logs delivered later than a test lasts.
func asAWS(t *testing.T, a *awstest.Account) {
	t.Helper()
	a.Rule(awstest.Rule{Service: "s3", Operation: "GetBucketEncryption", Do: func(x *awstest.Exchange) *awstest.Reply {
		reply := x.Next()
		if reply != nil && strings.Contains(string(reply.Body), "ServerSideEncryptionConfigurationNotFoundError") {
			return awstest.Answer(http.StatusOK, "application/xml", `<ServerSideEncryptionConfiguration><Rule>`+
				`<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`)(x)
		}
		return reply
	}})
	client := sdks3.NewFromConfig(a.Config(region), func(o *sdks3.Options) { o.UsePathStyle = true })
	a.Rule(awstest.Rule{Service: "s3", Operation: "DeleteBucket", Do: func(x *awstest.Exchange) *awstest.Reply {
		bucket := strings.Trim(x.Request.URL.Path, "/")
		found, err := client.ListObjectsV2(x.Context(), &sdks3.ListObjectsV2Input{Bucket: &bucket})
		if err != nil {
			return x.Refuse(http.StatusInternalServerError, "InternalError", err.Error())
		}
		// The policy that denies requests without TLS would deny these, too.
		if _, err := client.DeleteBucketPolicy(x.Context(), &sdks3.DeleteBucketPolicyInput{Bucket: &bucket}); err != nil {
			return x.Refuse(http.StatusInternalServerError, "InternalError", err.Error())
		}
		for _, o := range found.Contents {
			if _, err := client.DeleteObject(x.Context(), &sdks3.DeleteObjectInput{Bucket: &bucket, Key: o.Key}); err != nil {
				return x.Refuse(http.StatusInternalServerError, "InternalError", err.Error())
			}
		}
		return x.Next()
	}})
}

func TestLoop(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]loop.Case{
		// A key would stay behind, pending deletion: this one is there.
		"none": {Setup: asAWS, Params: map[string]any{"kmsKeyArn": "alias/aws/sns"}},
		// The role is made once for both.
		"two regions": {Setup: asAWS, Params: map[string]any{"kmsKeyArn": "alias/aws/sns"}, Regions: []string{"eu-west-1", region}},
		"own": {Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			putRaw(t, a, types.ConfigurationRecorder{
				Name:           aws.String("own"),
				RecordingGroup: &types.RecordingGroup{ResourceTypes: []types.ResourceType{"AWS::S3::Bucket", "AWS::EC2::Volume"}},
				RecordingMode:  &types.RecordingMode{RecordingFrequency: "DAILY"},
			})
			putChannelRaw(t, a)
			startRaw(t, a, "own")
			a.ResetCalls()
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.Service, c.With, c.Remediation, c.Controls = Service, makers, enableConfig.Name, []control.ID{"Config.1"}
			loop.Run(t, c)
		})
	}
}
