package all_test

import (
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/resource/sns"
)

var namingsCloudWatch = map[resource.Type]naming{
	"AWS::CloudWatch::Alarm": func(region string, n int) (string, string) {
		ref := cloudwatch.AlarmRef(account, region, []string{"RootAccountUsage", "VPCChanges", "root", "own"}[n%4])
		return ref.ID, ref.Name
	},
}

var poolsCloudWatch = map[string]pool{
	"cloudwatch.Alarm.Metric": func(s *sampler, _ resource.Ref) any {
		return cloudwatch.Metric{Namespace: pick(s, "LogMetrics", "LogMetrics", "Own"), Name: pick(s, "RootAccountUsage", "VPCChanges")}
	},
	"cloudwatch.Alarm.Actions": func(s *sampler, ref resource.Ref) any {
		return some(s, 2,
			"arn:aws:automate:"+ref.Region+":ec2:stop",
			sns.TopicRef(account, ref.Region, topicNamed(0)).ID,
			sns.TopicRef(account, ref.Region, topicNamed(1)).ID,
			sns.TopicRef(account, ref.Region, "gone").ID,
			sns.TopicRef(partner, ref.Region, "theirs").ID,
		)
	},
	"cloudwatch.Alarm.Settings": func(s *sampler, _ resource.Ref) any {
		return cloudwatch.Settings{
			ActionsEnabled: s.one(2), AlarmDescription: pick(s, "", "日本語"), OKActions: some(s, 1, "arn:aws:sns:eu-west-1:"+account+":ok"),
			Statistic: "Sum", Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: pick(s, int32(0), 1), Threshold: pick(s, 0.5, 1),
			ComparisonOperator: "GreaterThanOrEqualToThreshold", TreatMissingData: pick(s, "", "missing"),
		}
	},
}
