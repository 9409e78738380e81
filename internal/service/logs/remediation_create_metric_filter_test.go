package logs

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

func TestCreateMetricFilter(t *testing.T) {
	t.Parallel()
	const pattern = `{ $.eventName = "ConsoleLogin" }`
	ref := logs.FilterRef(account, region, "CloudTrail/main", "Logins")
	there := func(pattern string, metrics ...logs.Metric) logs.MetricFilter {
		return logs.MetricFilter{Ref: ref, Pattern: resource.Is(pattern), Metrics: resource.Is(metrics)}
	}
	zero := 0.0
	own := logs.Metric{Namespace: "Own", Name: "logins", Value: "$.n", Unit: "Bytes", Default: &zero, Dimensions: map[string]string{"user": "$.user"}}
	wanted := logs.Metric{Namespace: "LogMetrics", Name: "Logins", Value: "1"}
	params := map[string]any{"pattern": pattern, "metricName": "Logins", "metricNamespace": "LogMetrics", "metricValue": "1"}
	catalogtest.Goldens(t, createFilter, map[string]catalogtest.Edited{
		"missing":       {Resource: filters.Missing(ref), Params: params},
		"well":          {Resource: there(pattern, wanted), Params: params},
		"spaced":        {Resource: there(`{$.eventName=ConsoleLogin}`, own, wanted), Params: params},
		"other-pattern": {Resource: there(`{ $.eventName = "Logout" }`, own), Params: params},
		"other-metric":  {Resource: there(pattern, own), Params: params},
		"unread":        {Resource: logs.MetricFilter{Ref: ref, Pattern: resource.HiddenFor[string](catalogtest.Denied)}, Params: params},
	})
}
