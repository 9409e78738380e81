package logs

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

var (
	putMetricFilter = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).PutMetricFilter,
		"logs:PutMetricFilter").Repeatable().On(func(in *sdk.PutMetricFilterInput, at awsop.Site) []string {
		return groupARN(in.LogGroupName, at)
	}))
	deleteMetricFilter = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteMetricFilter,
		"logs:DeleteMetricFilter").Repeatable().DoneBy(notFound).On(func(in *sdk.DeleteMetricFilterInput, at awsop.Site) []string {
		return groupARN(in.LogGroupName, at)
	}))
)

// groupARN is how IAM names a log group.
func groupARN(name *string, at awsop.Site) []string {
	return []string{logs.GroupRef(at.Account, at.Region, aws.ToString(name)).ID + ":*"}
}

var (
	filterSummary = catalog.Text(Service, "CreateMetricFilter/summary",
		"Creates a metric filter on a log group for another remediation, or mends one of the same name.",
		"他の修復のためにロググループのメトリクスフィルターを作成するか、同名のものを直します。")
	filterReplaced = catalog.Text(Service, "CreateMetricFilter/replaced",
		"filter {filter} counts something else today, with the pattern {pattern}; it will count what the control asks for",
		"フィルター {filter} は現在、別のパターン {pattern} で集計しています。コントロールが求めるものに置き換わります")
)

type filterParams struct {
	Pattern         string `json:"pattern"`
	MetricName      string `json:"metricName"`
	MetricNamespace string `json:"metricNamespace"`
	// MetricValue is what each event counts, "1".
	MetricValue string `json:"metricValue"`
}

var createFilter = catalog.Remediation(Service, catalog.RemediationSpec[logs.MetricFilter, filterParams]{
	Name:    "CreateMetricFilter",
	Own:     true,
	Helper:  true,
	Makes:   plan.Creates,
	File:    "create_metric_filter",
	Summary: filterSummary,
	Reads:   []string{"Pattern", "Metrics"},
	Writes:  []*awsop.Op{putMetricFilter.Op, deleteMetricFilter.Op},
	Plan: func(f logs.MetricFilter, p filterParams, _ time.Time) catalog.Edit[logs.MetricFilter] {
		before := f
		metric := logs.Metric{Namespace: p.MetricNamespace, Name: p.MetricName, Value: p.MetricValue, Unit: string(types.StandardUnitCount)}
		e := catalog.Edit[logs.MetricFilter]{Behind: []resource.Ref{logs.GroupRef(f.Account, f.Region, f.Group())}}
		same := logs.SamePattern(f.Pattern.Value(), p.Pattern)
		if same && counts(f, metric) {
			e.After = f
			return e
		}
		if !same {
			f.Pattern = resource.Is(p.Pattern)
		}
		f.Metrics = resource.Is([]logs.Metric{metric})
		e.After = f
		e.Moves = []catalog.Move{{Do: put(f), Undo: put(before)}}
		if resource.IsMissing(before) {
			e.Moves[0].Undo = deleteMetricFilter.With(&sdk.DeleteMetricFilterInput{LogGroupName: aws.String(f.Group()), FilterName: &f.Name})
		} else {
			e.Risk = append(e.Risk, filterReplaced.With("filter", f.Name, "pattern", before.Pattern.Value()))
		}
		return e
	},
})

// counts tells whether the filter makes the metric.
func counts(f logs.MetricFilter, metric logs.Metric) bool {
	return slices.ContainsFunc(f.Metrics.Value(), func(m logs.Metric) bool {
		return m.Namespace == metric.Namespace && m.Name == metric.Name
	})
}

// put is the call that makes a filter what it is.
func put(f logs.MetricFilter) awsop.Bound {
	input := &sdk.PutMetricFilterInput{
		LogGroupName: aws.String(f.Group()), FilterName: &f.Name, FilterPattern: aws.String(f.Pattern.Value()),
	}
	for _, m := range f.Metrics.Value() {
		input.MetricTransformations = append(input.MetricTransformations, types.MetricTransformation{
			MetricNamespace: aws.String(m.Namespace), MetricName: aws.String(m.Name), MetricValue: aws.String(m.Value),
			Unit: types.StandardUnit(m.Unit), DefaultValue: m.Default, Dimensions: m.Dimensions,
		})
	}
	return putMetricFilter.With(input)
}
