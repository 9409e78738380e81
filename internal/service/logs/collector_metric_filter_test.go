package logs

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

// deliver has a trail deliver to a log group, which need not exist.
func deliver(t *testing.T, a *awstest.Account, trail, group string) {
	t.Helper()
	bucket := trail + "-" + a.ID
	awstest.Did[s3.CreateBucketOutput](t)(s3.NewFromConfig(a.Config("us-east-1")).CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &bucket}))
	arn := logs.GroupRef(a.ID, region, group).ID + ":*"
	awstest.Did[cloudtrail.CreateTrailOutput](t)(cloudtrail.NewFromConfig(a.Config(region)).CreateTrail(t.Context(), &cloudtrail.CreateTrailInput{
		Name: &trail, S3BucketName: &bucket, IsMultiRegionTrail: aws.Bool(true), CloudWatchLogsLogGroupArn: &arn, CloudWatchLogsRoleArn: aws.String("arn:aws:iam::" + a.ID + ":role/r"),
	}))
}

func putFilterIn(t *testing.T, a *awstest.Account, group, name string, metrics ...types.MetricTransformation) {
	t.Helper()
	awstest.Did[sdk.PutMetricFilterOutput](t)(sdk.NewFromConfig(a.Config(region)).PutMetricFilter(t.Context(), &sdk.PutMetricFilterInput{
		LogGroupName: &group, FilterName: &name, FilterPattern: aws.String("{ $.a = b }"), MetricTransformations: metrics,
	}))
}

func counting(name string) types.MetricTransformation {
	return types.MetricTransformation{MetricNamespace: aws.String("LogMetrics"), MetricName: &name, MetricValue: aws.String("1")}
}

// Only the groups that trails deliver to are asked for filters, each once.
func TestMetricFilters(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for _, name := range []string{"trails", "others"} {
		createGroupIn(t, a, name, nil)
		putFilterIn(t, a, name, "f-"+name, counting("m"))
	}
	full := counting("n")
	full.Unit, full.DefaultValue = types.StandardUnitCount, aws.Float64(0)
	putFilterIn(t, a, "trails", "full", full)
	deliver(t, a, "one", "trails")
	deliver(t, a, "two", "trails")
	deliver(t, a, "three", "deleted")
	all := listed[logs.MetricFilter](t, a, filters)
	if len(all) != 2 || a.Count("cloudwatchlogs", "DescribeMetricFilters") != 2 {
		t.Errorf("got %+v in %d calls", all, a.Count("cloudwatchlogs", "DescribeMetricFilters"))
	}
	f := all["f-trails"]
	if f.Ref != logs.FilterRef(a.ID, region, "trails", "f-trails") || f.Group() != "trails" || f.Pattern.Value() != "{ $.a = b }" {
		t.Errorf("got %+v", f)
	}
	if m := f.Metrics.Value(); len(m) != 1 || m[0].Namespace != "LogMetrics" || m[0].Name != "m" || m[0].Value != "1" || m[0].Unit != "" || m[0].Default != nil {
		t.Errorf("metrics are %+v", m)
	}
	if m := all["full"].Metrics.Value(); len(m) != 1 || m[0].Unit != "Count" || m[0].Default == nil || *m[0].Default != 0 {
		t.Errorf("metrics are %+v", m)
	}
	for _, f := range all {
		if d := resource.Differing(f, get[logs.MetricFilter](t, a, filters, filters.Empty(f.Ref)), filters.Facts); len(d) > 0 {
			t.Errorf("read afresh, %v differ", d)
		}
	}
}

func TestNoMetricFilters(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	if all := listed[logs.MetricFilter](t, a, filters); len(all) != 0 || len(a.Calls()) != 1 {
		t.Errorf("got %v in %d calls", all, len(a.Calls()))
	}
}

func TestMetricFilterHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createGroupIn(t, a, "trails", nil)
	deliver(t, a, "main", "trails")
	remove := a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "cloudwatchlogs", Operation: "DescribeMetricFilters"})
	f := get[logs.MetricFilter](t, a, filters, filters.Empty(logs.FilterRef(a.ID, region, "trails", "f")))
	for _, fact := range filters.Facts {
		if f := resource.FactOf(f, fact); f.State() != resource.Hidden || f.Why().Action != "logs:DescribeMetricFilters" {
			t.Errorf("%s is %s, %+v", fact, f.State(), f.Why())
		}
	}
	notListed(t, a, filters)
	remove()
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "cloudtrail", Operation: "DescribeTrails"})
	notListed(t, a, filters)
}

func TestMetricFilterGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createGroupIn(t, a, "trails", nil)
	putFilterIn(t, a, "trails", "f-2", counting("m"))
	for _, group := range []string{"trails", "deleted"} {
		if _, err := filters.Get(t.Context(), place(a, filters), filters.Empty(logs.FilterRef(a.ID, region, group, "f"))); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("of %s: %v", group, err)
		}
	}
}

func TestMetricFiltersPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	createGroupIn(t, a, "trails", nil)
	deliver(t, a, "main", "trails")
	for n := range 3 {
		putFilterIn(t, a, "trails", fmt.Sprint("f", n), counting("m"))
	}
	a.TwoPages("cloudwatchlogs", "DescribeMetricFilters")
	if n := len(listed[logs.MetricFilter](t, a, filters)); n != 3 || a.Count("cloudwatchlogs", "DescribeMetricFilters") != 2 {
		t.Errorf("%d filters in %d calls", n, a.Count("cloudwatchlogs", "DescribeMetricFilters"))
	}
}
