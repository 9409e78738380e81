package logs

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

var (
	describeTrails        = awsop.Read((*cloudtrail.Client).DescribeTrails, "cloudtrail:DescribeTrails")
	describeMetricFilters = awsop.Read((*sdk.Client).DescribeMetricFilters, "logs:DescribeMetricFilters")
)

// filters are the metric filters of the log groups that trails deliver to: no control looks at others, and an account
// may have thousands of groups.
var filters = catalog.Collector(Service, catalog.CollectorSpec[logs.MetricFilter]{
	Type: "AWS::Logs::MetricFilter", Version: 1, Scope: catalog.Regional, File: "metric_filter",
	ListCalls: []awsop.Op{describeTrails, describeMetricFilters},
	List:      listFilters,
	Gone:      []string{notFound},
	Reads: []catalog.ReadSpec[logs.MetricFilter]{
		{Facts: []string{"Pattern", "Metrics"}, Calls: []awsop.Op{describeMetricFilters}, Do: readFilter},
	},
})

// notFound is the code for a log group that does not exist.
const notFound = "ResourceNotFoundException"

func listFilters(ctx context.Context, at catalog.Place) iter.Seq2[logs.MetricFilter, error] {
	return func(yield func(logs.MetricFilter, error) bool) {
		names, err := trailGroups(ctx, at)
		if err != nil {
			yield(logs.MetricFilter{}, err)
			return
		}
		for _, name := range names {
			for f, err := range filtersOf(ctx, at, name, nil) {
				if awsconf.Code(err) == notFound {
					break // a trail whose log group was deleted
				}
				if !yield(f, err) || err != nil {
					return
				}
			}
		}
	}
}

// trailGroups names the log groups of this account and region that trails deliver to.
func trailGroups(ctx context.Context, at catalog.Place) ([]string, error) {
	out, err := cloudtrail.NewFromConfig(at.Config).DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{})
	if err != nil {
		return nil, err
	}
	var names []string
	for _, t := range out.TrailList {
		arn := aws.ToString(t.CloudWatchLogsLogGroupArn)
		if name, here := strings.CutPrefix(arn, logs.GroupRef(at.Account, at.Region, "").ID); here {
			names = append(names, strings.TrimSuffix(name, ":*"))
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// filtersOf yields the filters of a group whose names begin so; nil stands for all.
func filtersOf(ctx context.Context, at catalog.Place, group string, prefix *string) iter.Seq2[logs.MetricFilter, error] {
	return func(yield func(logs.MetricFilter, error) bool) {
		pages := sdk.NewDescribeMetricFiltersPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeMetricFiltersInput{
			LogGroupName: &group, FilterNamePrefix: prefix, Limit: aws.Int32(50),
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(logs.MetricFilter{}, err)
				return
			}
			for _, f := range page.MetricFilters {
				if !yield(filterShown(at, group, f), nil) {
					return
				}
			}
		}
	}
}

func filterShown(at catalog.Place, group string, found types.MetricFilter) logs.MetricFilter {
	f := logs.MetricFilter{
		Ref:     logs.FilterRef(at.Account, at.Region, group, aws.ToString(found.FilterName)),
		Pattern: resource.Is(aws.ToString(found.FilterPattern)),
	}
	metrics := []logs.Metric{}
	for _, m := range found.MetricTransformations {
		metrics = append(metrics, logs.Metric{
			Namespace: aws.ToString(m.MetricNamespace), Name: aws.ToString(m.MetricName), Value: aws.ToString(m.MetricValue),
			Unit: unitOf(m.Unit), Default: m.DefaultValue, Dimensions: m.Dimensions,
		})
	}
	f.Metrics = resource.Is(metrics)
	return f
}

// unitOf gives the unit; "None" is the same as not naming one.
func unitOf(u types.StandardUnit) string {
	if u == types.StandardUnitNone {
		return ""
	}
	return string(u)
}

func readFilter(ctx context.Context, at catalog.Place, f *logs.MetricFilter) error {
	for found, err := range filtersOf(ctx, at, f.Group(), &f.Name) {
		if err != nil {
			return err
		}
		if found.Name == f.Name {
			f.Pattern, f.Metrics = found.Pattern, found.Metrics
			return nil
		}
	}
	return catalog.ErrGone
}
