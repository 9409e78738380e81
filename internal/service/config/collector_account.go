package config

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/config"
)

var (
	describeRecorders      = awsop.Read((*sdk.Client).DescribeConfigurationRecorders, "config:DescribeConfigurationRecorders")
	describeRecorderStatus = awsop.Read((*sdk.Client).DescribeConfigurationRecorderStatus, "config:DescribeConfigurationRecorderStatus")
	describeChannels       = awsop.Read((*sdk.Client).DescribeDeliveryChannels, "config:DescribeDeliveryChannels")
	listRecorders          = awsop.Read((*sdk.Client).ListConfigurationRecorders, "config:ListConfigurationRecorders")
)

// accounts ask without names: Config then tells of the customer's own recorder, and of no other.
var accounts = catalog.Collector(Service, catalog.CollectorSpec[config.Account]{
	Type: "AWS::Config::Account", Version: 1, Scope: catalog.Regional, File: "account",
	Reads: []catalog.ReadSpec[config.Account]{
		{Facts: []string{"Recorder"}, Calls: []awsop.Op{describeRecorders}, Do: readRecorder},
		{Facts: []string{"Recording"}, Calls: []awsop.Op{describeRecorderStatus}, Do: readRecording},
		{Facts: []string{"Channel"}, Calls: []awsop.Op{describeChannels}, Do: readChannel},
		{Facts: []string{"Linked"}, Calls: []awsop.Op{listRecorders}, Do: readLinked},
	},
})

func readRecorder(ctx context.Context, at catalog.Place, a *config.Account) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeConfigurationRecorders(ctx, &sdk.DescribeConfigurationRecordersInput{})
	if err != nil {
		return err
	}
	a.Recorder = resource.None[config.Recorder]()
	for _, found := range out.ConfigurationRecorders {
		if found.ServicePrincipal != nil {
			continue
		}
		r, err := recorder(found)
		if err != nil {
			return err
		}
		a.Recorder = resource.Is(r)
	}
	return nil
}

func recorder(found types.ConfigurationRecorder) (config.Recorder, error) {
	r := config.Recorder{
		Name: aws.ToString(found.Name), Role: aws.ToString(found.RoleARN), Mode: config.Mode{Frequency: config.Continuous},
	}
	if found.RecordingGroup == nil {
		return r, errors.New("the recorder has no recording group")
	}
	r.Group = group(*found.RecordingGroup)
	if m := found.RecordingMode; m != nil {
		r.Mode.Frequency = string(m.RecordingFrequency)
		for _, o := range m.RecordingModeOverrides {
			r.Mode.Overrides = append(r.Mode.Overrides, config.Override{
				Frequency: string(o.RecordingFrequency), Types: sorted(o.ResourceTypes), Description: aws.ToString(o.Description),
			})
		}
	}
	return r, nil
}

// group tells the strategy also where only the older members do.
func group(found types.RecordingGroup) config.Group {
	strategy := types.RecordingStrategyType("")
	if found.RecordingStrategy != nil {
		strategy = found.RecordingStrategy.UseOnly
	}
	switch {
	case strategy == types.RecordingStrategyTypeExclusionByResourceTypes:
		g := config.Group{Strategy: config.Exclusion}
		if found.ExclusionByResourceTypes != nil {
			g.Types = sorted(found.ExclusionByResourceTypes.ResourceTypes)
		}
		return g
	case found.AllSupported:
		return config.Group{Strategy: config.AllSupported, Global: found.IncludeGlobalResourceTypes}
	}
	return config.Group{Strategy: config.Inclusion, Types: sorted(found.ResourceTypes)}
}

func sorted(kinds []types.ResourceType) []string {
	var out []string
	for _, k := range kinds {
		out = append(out, string(k))
	}
	slices.Sort(out)
	return out
}

func readRecording(ctx context.Context, at catalog.Place, a *config.Account) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeConfigurationRecorderStatus(ctx, &sdk.DescribeConfigurationRecorderStatusInput{})
	if err != nil {
		return err
	}
	a.Recording = resource.None[bool]()
	for _, s := range out.ConfigurationRecordersStatus {
		if s.ServicePrincipal == nil {
			a.Recording = resource.Is(s.Recording)
		}
	}
	return nil
}

func readChannel(ctx context.Context, at catalog.Place, a *config.Account) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeDeliveryChannels(ctx, &sdk.DescribeDeliveryChannelsInput{})
	if err != nil {
		return err
	}
	a.Channel = resource.None[config.Channel]()
	for _, found := range out.DeliveryChannels {
		c := config.Channel{
			Name: aws.ToString(found.Name), Bucket: aws.ToString(found.S3BucketName), Prefix: aws.ToString(found.S3KeyPrefix),
			Key: aws.ToString(found.S3KmsKeyArn), Topic: aws.ToString(found.SnsTopicARN),
		}
		if p := found.ConfigSnapshotDeliveryProperties; p != nil {
			c.Frequency = string(p.DeliveryFrequency)
		}
		a.Channel = resource.Is(c)
	}
	return nil
}

func readLinked(ctx context.Context, at catalog.Place, a *config.Account) error {
	linked := []string{}
	pages := sdk.NewListConfigurationRecordersPaginator(sdk.NewFromConfig(at.Config), &sdk.ListConfigurationRecordersInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, r := range page.ConfigurationRecorderSummaries {
			if service := aws.ToString(r.ServicePrincipal); service != "" {
				linked = append(linked, service)
			}
		}
	}
	slices.Sort(linked)
	a.Linked = resource.Is(linked)
	return nil
}
