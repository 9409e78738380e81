package config

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/config"
)

// IAM knows no resource for the channel, and the recorder's ARN ends with an id that nobody knows before.
var (
	putRecorder = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).PutConfigurationRecorder,
		"config:PutConfigurationRecorder", "iam:PassRole").Repeatable().NotYet("InvalidRoleException").On(awsop.Anything))
	deleteRecorder = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteConfigurationRecorder,
		"config:DeleteConfigurationRecorder").On(awsop.Anything))
	putChannel = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).PutDeliveryChannel,
		"config:PutDeliveryChannel").Repeatable().NotYet("InsufficientDeliveryPolicyException", "NoSuchBucketException").On(awsop.Anything))
	deleteChannel = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteDeliveryChannel,
		"config:DeleteDeliveryChannel").On(awsop.Anything))
	startRecorder = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).StartConfigurationRecorder,
		"config:StartConfigurationRecorder").Repeatable().On(awsop.Anything))
	stopRecorder = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).StopConfigurationRecorder,
		"config:StopConfigurationRecorder").Repeatable().On(awsop.Anything))
)

// put is the call that sets a recorder whole: what it leaves out goes back to its default.
func put(r config.Recorder) awsop.Bound {
	mode := &types.RecordingMode{RecordingFrequency: types.RecordingFrequency(r.Mode.Frequency)}
	for _, o := range r.Mode.Overrides {
		out := types.RecordingModeOverride{RecordingFrequency: types.RecordingFrequency(o.Frequency), ResourceTypes: kinds(o.Types)}
		if o.Description != "" {
			out.Description = &o.Description
		}
		mode.RecordingModeOverrides = append(mode.RecordingModeOverrides, out)
	}
	return putRecorder.With(&sdk.PutConfigurationRecorderInput{ConfigurationRecorder: &types.ConfigurationRecorder{
		Name: &r.Name, RoleARN: &r.Role, RecordingGroup: groupOf(r.Group), RecordingMode: mode,
	}})
}

func groupOf(g config.Group) *types.RecordingGroup {
	out := &types.RecordingGroup{RecordingStrategy: &types.RecordingStrategy{UseOnly: types.RecordingStrategyType(g.Strategy)}}
	switch g.Strategy {
	case config.AllSupported:
		out.AllSupported, out.IncludeGlobalResourceTypes = true, g.Global
	case config.Exclusion:
		out.ExclusionByResourceTypes = &types.ExclusionByResourceTypes{ResourceTypes: kinds(g.Types)}
	default:
		out.ResourceTypes = kinds(g.Types)
	}
	return out
}

func kinds(names []string) []types.ResourceType {
	var out []types.ResourceType
	for _, n := range names {
		out = append(out, types.ResourceType(n))
	}
	return out
}

func remove(recorder string) awsop.Bound {
	return deleteRecorder.With(&sdk.DeleteConfigurationRecorderInput{ConfigurationRecorderName: &recorder})
}

func putInto(c config.Channel) awsop.Bound {
	out := &types.DeliveryChannel{
		Name: &c.Name, S3BucketName: &c.Bucket,
		ConfigSnapshotDeliveryProperties: &types.ConfigSnapshotDeliveryProperties{
			DeliveryFrequency: types.MaximumExecutionFrequency(c.Frequency),
		},
	}
	if c.Prefix != "" {
		out.S3KeyPrefix = aws.String(c.Prefix)
	}
	if c.Topic != "" {
		out.SnsTopicARN = aws.String(c.Topic)
	}
	return putChannel.With(&sdk.PutDeliveryChannelInput{DeliveryChannel: out})
}

func removeChannel(name string) awsop.Bound {
	return deleteChannel.With(&sdk.DeleteDeliveryChannelInput{DeliveryChannelName: &name})
}

func start(recorder string) awsop.Bound {
	return startRecorder.With(&sdk.StartConfigurationRecorderInput{ConfigurationRecorderName: &recorder})
}

func stop(recorder string) awsop.Bound {
	return stopRecorder.With(&sdk.StopConfigurationRecorderInput{ConfigurationRecorderName: &recorder})
}
