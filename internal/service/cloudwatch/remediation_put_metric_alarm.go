package cloudwatch

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/resource/sns"
)

var (
	putMetricAlarm = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).PutMetricAlarm,
		"cloudwatch:PutMetricAlarm", "cloudwatch:TagResource").Repeatable())
	deleteAlarms = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).DeleteAlarms,
		"cloudwatch:DeleteAlarms").Repeatable())
)

var (
	alarmSummary = catalog.Text(Service, "PutMetricAlarm/summary",
		"Creates an alarm on a metric that tells a topic, or has one that is there tell the topic, too.",
		"メトリクスにトピックへ通知するアラームを作成するか、既存のアラームの通知先にトピックを加えます。")
	alarmOther = catalog.Text(Service, "PutMetricAlarm/other",
		"alarm {alarm} stands on another metric", "アラーム {alarm} は別のメトリクスに設定されています")
	alarmCost = catalog.Text(Service, "PutMetricAlarm/cost",
		"an alarm at {usd} USD a month and a metric of its own at {metric} USD a month, above the free tier",
		"無料枠を超えると、アラーム 1 個につき月額 {usd} USD、カスタムメトリクス 1 個につき月額 {metric} USD")
)

// alarmParams are an alarm's settings; the defaults are those of the established runbook.
type alarmParams struct {
	Namespace          string  `json:"namespace"`
	MetricName         string  `json:"metricName"`
	TopicArn           string  `json:"topicArn"`
	AlarmDescription   string  `json:"alarmDescription"`
	Period             int32   `json:"period"`
	EvaluationPeriods  int32   `json:"evaluationPeriods"`
	DatapointsToAlarm  int32   `json:"datapointsToAlarm"`
	Threshold          float64 `json:"threshold"`
	ComparisonOperator string  `json:"comparisonOperator"`
	TreatMissingData   string  `json:"treatMissingData"`
}

var alarmDefaults = alarmParams{
	Period: 300, EvaluationPeriods: 12, DatapointsToAlarm: 1, Threshold: 1,
	ComparisonOperator: string(types.ComparisonOperatorGreaterThanOrEqualToThreshold), TreatMissingData: "notBreaching",
}

var putAlarm = catalog.Remediation(Service, catalog.RemediationSpec[cloudwatch.Alarm, alarmParams]{
	Name:     "PutMetricAlarm",
	Own:      true,
	Helper:   true,
	Makes:    plan.Creates,
	File:     "put_metric_alarm",
	Summary:  alarmSummary,
	Reads:    []string{"Metric", "Actions", "Settings"},
	Defaults: alarmDefaults,
	Writes:   []*awsop.Op{putMetricAlarm.Op, deleteAlarms.Op},
	Plan: func(a cloudwatch.Alarm, p alarmParams, _ time.Time) catalog.Edit[cloudwatch.Alarm] {
		before := a
		metric := cloudwatch.Metric{Namespace: p.Namespace, Name: p.MetricName}
		e := catalog.Edit[cloudwatch.Alarm]{After: a, Behind: []resource.Ref{topicRef(a.Ref, p.TopicArn)}}
		switch on, _ := a.Metric.Get(); {
		case resource.IsMissing(a):
			a = newAlarm(a, p, metric)
			e.Cost = plan.CostOf(plan.CloudWatchAlarm+plan.CloudWatchMetric,
				alarmCost.With("usd", plan.USD(plan.CloudWatchAlarm), "metric", plan.USD(plan.CloudWatchMetric)))
		case on != metric:
			e.Refused = alarmOther.With("alarm", a.Name)
			return e
		case slices.Contains(a.Actions.Value(), p.TopicArn):
			return e
		default:
			a.Actions = resource.Is(append(slices.Clone(a.Actions.Value()), p.TopicArn))
		}
		e.After = a
		e.Moves = []catalog.Move{{Do: put(a, resource.IsMissing(before)), Undo: put(before, false)}}
		if resource.IsMissing(before) {
			e.Moves[0].Undo = deleteAlarms.With(&sdk.DeleteAlarmsInput{AlarmNames: []string{a.Name}})
		}
		return e
	},
})

// topicRef is the topic of an ARN; its name is the last part.
func topicRef(at resource.Ref, arn string) resource.Ref {
	ref := sns.TopicRef(at.Account, at.Region, "")
	ref.ID, ref.Name = arn, lastPart(arn)
	return ref
}

func newAlarm(a cloudwatch.Alarm, p alarmParams, metric cloudwatch.Metric) cloudwatch.Alarm {
	a.Metric, a.Actions, a.Tags = resource.Is(metric), resource.Is([]string{p.TopicArn}), resource.Is(resource.Created())
	a.Settings = resource.Is(cloudwatch.Settings{
		ActionsEnabled: true, AlarmDescription: p.AlarmDescription, OKActions: []string{p.TopicArn}, Statistic: string(types.StatisticSum),
		Period: p.Period, EvaluationPeriods: p.EvaluationPeriods, DatapointsToAlarm: p.DatapointsToAlarm, Threshold: p.Threshold,
		ComparisonOperator: p.ComparisonOperator, TreatMissingData: p.TreatMissingData,
	})
	return a
}

// put is the call that makes an alarm what it is. Tags can be given to a new one only.
func put(a cloudwatch.Alarm, created bool) awsop.Bound {
	m, s := a.Metric.Value(), a.Settings.Value()
	input := &sdk.PutMetricAlarmInput{
		AlarmName: &a.Name, Namespace: &m.Namespace, MetricName: &m.Name, AlarmActions: a.Actions.Value(), OKActions: s.OKActions,
		InsufficientDataActions: s.InsufficientDataActions, ActionsEnabled: &s.ActionsEnabled, Statistic: types.Statistic(s.Statistic),
		ExtendedStatistic: some(s.ExtendedStatistic), Unit: types.StandardUnit(s.Unit), Period: &s.Period,
		EvaluationPeriods: &s.EvaluationPeriods, Threshold: &s.Threshold, ComparisonOperator: types.ComparisonOperator(s.ComparisonOperator),
		AlarmDescription: some(s.AlarmDescription), DatapointsToAlarm: some(s.DatapointsToAlarm), TreatMissingData: some(s.TreatMissingData),
		EvaluateLowSampleCountPercentile: some(s.EvaluateLowSampleCountPercentile),
	}
	for _, d := range s.Dimensions {
		input.Dimensions = append(input.Dimensions, types.Dimension{Name: aws.String(d.Name), Value: aws.String(d.Value)})
	}
	if created {
		for k, v := range resource.Created() {
			input.Tags = append(input.Tags, types.Tag{Key: aws.String(k), Value: aws.String(v)})
		}
	}
	return putMetricAlarm.With(input)
}

// some is a value that is left out where it is the zero one.
func some[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
