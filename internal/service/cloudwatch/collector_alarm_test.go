package cloudwatch

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
)

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: alarms.Facts}
}

func listed(t *testing.T, a *awstest.Account) map[string]cloudwatch.Alarm {
	t.Helper()
	out := map[string]cloudwatch.Alarm{}
	for r, err := range alarms.List(t.Context(), place(a)) {
		if err != nil {
			t.Fatal(err)
		}
		out[r.Reference().Name] = get(t, a, r)
	}
	return out
}

func get(t *testing.T, a *awstest.Account, r resource.Resource) cloudwatch.Alarm {
	t.Helper()
	got, err := alarms.Get(t.Context(), place(a), r)
	if err != nil {
		t.Fatal(err)
	}
	alarm, ok := got.(cloudwatch.Alarm)
	if !ok {
		t.Fatalf("got a %T", got)
	}
	return alarm
}

func putAlarmIn(t *testing.T, a *awstest.Account, name string, change func(*sdk.PutMetricAlarmInput)) {
	t.Helper()
	in := &sdk.PutMetricAlarmInput{
		AlarmName: &name, Namespace: aws.String("LogMetrics"), MetricName: aws.String("m"), ComparisonOperator: types.ComparisonOperatorGreaterThanThreshold,
		EvaluationPeriods: aws.Int32(1), Period: aws.Int32(300), Threshold: aws.Float64(1), Statistic: types.StatisticSum,
	}
	if change != nil {
		change(in)
	}
	awstest.Did[sdk.PutMetricAlarmOutput](t)(newClient(a.Config(region)).PutMetricAlarm(t.Context(), in))
}

func TestAlarms(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	topic := "arn:aws:sns:" + region + ":" + a.ID + ":ops"
	putAlarmIn(t, a, "full", func(in *sdk.PutMetricAlarmInput) {
		in.AlarmActions, in.OKActions, in.InsufficientDataActions = []string{topic}, []string{topic + "-ok"}, []string{topic + "-no"}
		in.AlarmDescription, in.TreatMissingData, in.DatapointsToAlarm = aws.String("d"), aws.String("missing"), aws.Int32(1)
		in.Dimensions = []types.Dimension{{Name: aws.String("b"), Value: aws.String("2")}, {Name: aws.String("a"), Value: aws.String("1")}}
		in.Unit, in.ActionsEnabled = types.StandardUnitCount, aws.Bool(false)
		in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}}
	})
	putAlarmIn(t, a, "bare", nil)
	putAlarmIn(t, a, "expression", func(in *sdk.PutMetricAlarmInput) {
		in.Namespace, in.MetricName, in.Period, in.Statistic = nil, nil, nil, ""
		in.Metrics = []types.MetricDataQuery{{Id: aws.String("e"), Expression: aws.String("1+1"), ReturnData: aws.Bool(true)}}
	})
	all := listed(t, a)
	full := all["full"]
	if len(all) != 3 || full.Ref != cloudwatch.AlarmRef(a.ID, region, "full") || full.Metric.Value() != (cloudwatch.Metric{Namespace: "LogMetrics", Name: "m"}) || full.Tags.Value()["team"] != "a" {
		t.Errorf("got %+v", all)
	}
	want := cloudwatch.Settings{
		AlarmDescription: "d", OKActions: []string{topic + "-ok"}, InsufficientDataActions: []string{topic + "-no"}, Unit: "Count", Statistic: "Sum",
		Dimensions: []cloudwatch.Dimension{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}}, Period: 300, EvaluationPeriods: 1, DatapointsToAlarm: 1,
		Threshold: 1, ComparisonOperator: "GreaterThanThreshold", TreatMissingData: "missing",
	}
	if diff := cmp.Diff(want, full.Settings.Value()); diff != "" {
		t.Error(diff)
	}
	if all["bare"].Actions.Value() == nil || len(all["bare"].Actions.Value()) != 0 || all["expression"].Metric.State() != resource.Absent {
		t.Errorf("got %+v and %+v", all["bare"], all["expression"])
	}
	if d := resource.Differing(full, get(t, a, alarms.Empty(full.Ref)), alarms.Facts); len(d) > 0 {
		t.Errorf("read afresh, %v differ", d)
	}
}

func TestAlarmHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	putAlarmIn(t, a, "a", nil)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "cloudwatch", Operation: "DescribeAlarms"})
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "cloudwatch", Operation: "ListTagsForResource"})
	alarm := get(t, a, alarms.Empty(cloudwatch.AlarmRef(a.ID, region, "a")))
	for fact, action := range map[string]string{
		"Metric": "cloudwatch:DescribeAlarms", "Actions": "cloudwatch:DescribeAlarms", "Settings": "cloudwatch:DescribeAlarms", "Tags": "cloudwatch:ListTagsForResource",
	} {
		if f := resource.FactOf(alarm, fact); f.State() != resource.Hidden || f.Why().Action != action {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
	var got error
	for _, err := range alarms.List(t.Context(), place(a)) {
		got = err
	}
	if !catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}

func TestAlarmGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	putAlarmIn(t, a, "a-2", nil)
	if _, err := alarms.Get(t.Context(), place(a), alarms.Empty(cloudwatch.AlarmRef(a.ID, region, "a"))); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestAlarmsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for n := range 3 {
		putAlarmIn(t, a, fmt.Sprint("a", n), nil)
	}
	a.TwoPages("cloudwatch", "DescribeAlarms")
	if n := len(listed(t, a)); n != 3 || a.Count("cloudwatch", "DescribeAlarms") != 2 {
		t.Errorf("%d alarms in %d calls", n, a.Count("cloudwatch", "DescribeAlarms"))
	}
}
