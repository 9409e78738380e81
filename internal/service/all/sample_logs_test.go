package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

// groupNamed is the name of the n-th log group.
func groupNamed(n int) string {
	if n == 0 {
		return "CloudTrail/trail-0"
	}
	return fmt.Sprintf("/audit/group-%d", n)
}

var namingsLogs = map[resource.Type]naming{
	"AWS::Logs::LogGroup": func(region string, n int) (string, string) {
		ref := logs.GroupRef(account, region, groupNamed(n))
		return ref.ID, ref.Name
	},
	"AWS::Logs::MetricFilter": func(region string, n int) (string, string) {
		ref := logs.FilterRef(account, region, groupNamed(n%2), []string{"root", "RootAccountUsage", "VPCChanges", "own"}[n%4])
		return ref.ID, ref.Name
	},
}

// The events that filters of the samples look for: those of CloudWatch.1, written as people do, and others.
var patterns = []string{
	`{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}`,
	`{ $.userIdentity.type = Root && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`,
	`{ $.userIdentity.type = "Root" }`,
	`ERROR`,
	``,
}

var poolsLogs = map[string]pool{
	"logs.MetricFilter.Pattern": func(s *sampler, _ resource.Ref) any { return pick(s, patterns...) },
	"logs.MetricFilter.Metrics": func(s *sampler, _ resource.Ref) any {
		m := logs.Metric{
			Namespace: pick(s, "LogMetrics", "Own"), Name: pick(s, "RootAccountUsage", "VPCChanges"), Value: pick(s, "1", "$.size"),
			Unit: pick(s, "", "Count"),
		}
		if s.one(2) {
			zero := 0.0
			m.Default = &zero
		} else if s.one(2) {
			m.Dimensions = map[string]string{"who": "$.userIdentity.arn"}
		}
		return []logs.Metric{m}
	},
}
