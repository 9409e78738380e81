package cloudwatch

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
)

var (
	describeAlarms = awsop.Read((*sdk.Client).DescribeAlarms, "cloudwatch:DescribeAlarms")
	listTags       = awsop.Read((*sdk.Client).ListTagsForResource, "cloudwatch:ListTagsForResource")
)

var alarms = catalog.Collector(Service, catalog.CollectorSpec[cloudwatch.Alarm]{
	Type: "AWS::CloudWatch::Alarm", Version: 2, Scope: catalog.Regional, File: "alarm",
	ListCalls: []awsop.Op{describeAlarms},
	List: func(ctx context.Context, at catalog.Place) iter.Seq2[cloudwatch.Alarm, error] {
		return list(ctx, at, &sdk.DescribeAlarmsInput{MaxRecords: aws.Int32(100)})
	},
	Gone: []string{"ResourceNotFound", "ResourceNotFoundException"},
	Reads: []catalog.ReadSpec[cloudwatch.Alarm]{
		{Facts: []string{"Metric", "Actions", "Settings"}, Calls: []awsop.Op{describeAlarms}, Do: readAlarm},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{listTags}, Do: readTags},
	},
})

func list(ctx context.Context, at catalog.Place, in *sdk.DescribeAlarmsInput) iter.Seq2[cloudwatch.Alarm, error] {
	return func(yield func(cloudwatch.Alarm, error) bool) {
		in.AlarmTypes = []types.AlarmType{types.AlarmTypeMetricAlarm}
		pages := sdk.NewDescribeAlarmsPaginator(newClient(at.Config), in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(cloudwatch.Alarm{}, err)
				return
			}
			for _, found := range page.MetricAlarms {
				if !yield(show(at, found), nil) {
					return
				}
			}
		}
	}
}

func show(at catalog.Place, found types.MetricAlarm) cloudwatch.Alarm {
	a := cloudwatch.Alarm{
		Ref:      cloudwatch.AlarmRef(at.Account, at.Region, aws.ToString(found.AlarmName)),
		Metric:   resource.None[cloudwatch.Metric](),
		Actions:  resource.Is(append([]string{}, found.AlarmActions...)),
		Settings: resource.Is(settings(found)),
	}
	if found.MetricName != nil {
		a.Metric = resource.Is(cloudwatch.Metric{Namespace: aws.ToString(found.Namespace), Name: *found.MetricName})
	}
	return a
}

func settings(found types.MetricAlarm) cloudwatch.Settings {
	s := cloudwatch.Settings{
		ActionsEnabled: aws.ToBool(found.ActionsEnabled), AlarmDescription: aws.ToString(found.AlarmDescription),
		OKActions: found.OKActions, InsufficientDataActions: found.InsufficientDataActions, Unit: string(found.Unit),
		Statistic: string(found.Statistic), ExtendedStatistic: aws.ToString(found.ExtendedStatistic), Period: aws.ToInt32(found.Period),
		EvaluationPeriods: aws.ToInt32(found.EvaluationPeriods), DatapointsToAlarm: aws.ToInt32(found.DatapointsToAlarm),
		Threshold: aws.ToFloat64(found.Threshold), ComparisonOperator: string(found.ComparisonOperator),
		TreatMissingData: aws.ToString(found.TreatMissingData), EvaluateLowSampleCountPercentile: aws.ToString(found.EvaluateLowSampleCountPercentile),
	}
	for _, d := range found.Dimensions {
		s.Dimensions = append(s.Dimensions, cloudwatch.Dimension{Name: aws.ToString(d.Name), Value: aws.ToString(d.Value)})
	}
	slices.SortFunc(s.Dimensions, func(a, b cloudwatch.Dimension) int { return cmp.Compare(a.Name, b.Name) })
	return s
}

func readAlarm(ctx context.Context, at catalog.Place, a *cloudwatch.Alarm) error {
	for found, err := range list(ctx, at, &sdk.DescribeAlarmsInput{AlarmNames: []string{a.Name}}) {
		if err != nil {
			return err
		}
		if found.Name == a.Name {
			a.Metric, a.Actions, a.Settings = found.Metric, found.Actions, found.Settings
			return nil
		}
	}
	return catalog.ErrGone
}

func readTags(ctx context.Context, at catalog.Place, a *cloudwatch.Alarm) error {
	out, err := newClient(at.Config).ListTagsForResource(ctx, &sdk.ListTagsForResourceInput{ResourceARN: &a.ID})
	if err != nil {
		return err
	}
	tags := map[string]string{}
	for _, t := range out.Tags {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	a.Tags = resource.Is(tags)
	return nil
}
