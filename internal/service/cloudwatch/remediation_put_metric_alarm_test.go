package cloudwatch

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/resource/sns"
)

func TestPutMetricAlarm(t *testing.T) {
	t.Parallel()
	topic := sns.TopicRef(account, region, "ops").ID
	params := map[string]any{"namespace": "LogMetrics", "metricName": "m", "topicArn": topic, "alarmDescription": "d"}
	full := anAlarm("a", "m", "arn:aws:sns:eu-west-1:111122223333:first")
	full.Settings = resource.Is(cloudwatch.Settings{
		AlarmDescription: "own", OKActions: []string{"o"}, InsufficientDataActions: []string{"i"}, Unit: "Count", ExtendedStatistic: "p99",
		Dimensions: []cloudwatch.Dimension{{Name: "d", Value: "v"}}, Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 0.5,
		ComparisonOperator: "GreaterThanThreshold", TreatMissingData: "breaching", EvaluateLowSampleCountPercentile: "ignore",
	})
	expression := anAlarm("a", "m")
	expression.Metric = resource.None[cloudwatch.Metric]()
	unread := anAlarm("a", "m")
	resource.Hide(&unread, catalogtest.Denied, "Settings")
	catalogtest.Goldens(t, putAlarm, map[string]catalogtest.Edited{
		"missing": {Resource: alarms.Missing(cloudwatch.AlarmRef(account, region, "a")), Params: params},
		"own-settings": {Resource: alarms.Missing(cloudwatch.AlarmRef(account, region, "a")), Params: map[string]any{
			"namespace": "LogMetrics", "metricName": "m", "topicArn": topic, "period": 60, "evaluationPeriods": 1, "datapointsToAlarm": 1,
			"threshold": 5, "treatMissingData": "missing",
		}},
		"well":         {Resource: anAlarm("a", "m", "x", topic), Params: params},
		"silent":       {Resource: anAlarm("a", "m"), Params: params},
		"full":         {Resource: full, Params: params},
		"other-metric": {Resource: anAlarm("a", "n"), Params: params},
		"expression":   {Resource: expression, Params: params},
		"unread":       {Resource: unread, Params: params},
	})
}
