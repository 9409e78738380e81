package cloudwatch

import (
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/cloudwatch"
	"github.com/mantenhq/manten/internal/resource/logs"
	"github.com/mantenhq/manten/internal/resource/sns"
)

const (
	account = "111122223333"
	region  = "eu-west-1"
	other   = "444455556666"
)

func theAccount(in string) cloudwatch.Account {
	return cloudwatch.Account{Ref: resource.Ref{
		Type: "AWS::CloudWatch::Account", Account: account, Region: in, ID: resource.AccountID(account), Name: account,
	}}
}

// street is the parts that chains are made of, in one region.
type street struct {
	trail  cloudtrail.Trail
	filter logs.MetricFilter
	alarm  cloudwatch.Alarm
	topic  sns.Topic
	hears  sns.Subscription
	// more are further resources, and less leaves some of the above out.
	more []resource.Resource
	less []resource.Type
}

// theStreet has one whole chain for a pattern, with something changed.
func theStreet(pattern string, change func(*street)) []resource.Resource {
	topic := sns.TopicRef(account, region, "ops")
	s := &street{
		trail: cloudtrail.Trail{
			Ref:       cloudtrail.TrailRef(account, region, "main"),
			Settings:  resource.Is(cloudtrail.Settings{Bucket: "b", MultiRegion: true, GlobalEvents: true}),
			Logging:   resource.Is(true),
			Selectors: resource.Is(cloudtrail.Selectors{Basic: []cloudtrail.Basic{{ReadWrite: cloudtrail.All, Management: true}}}),
			Delivery:  resource.Is(cloudtrail.Delivery{LogGroup: logs.GroupRef(account, region, "trails").ID + ":*", Role: "r"}),
		},
		filter: aFilter("f", "trails", pattern, "m"),
		alarm:  anAlarm("a", "m", topic.ID),
		topic:  sns.Topic{Ref: topic},
		hears: sns.Subscription{
			Ref: sns.SubscriptionRef(account, region, topic.ID, "email", "ops@example.com"), Confirmed: resource.Is(true), ARN: resource.Is(topic.ID + ":1"),
		},
	}
	if change != nil {
		change(s)
	}
	all := []resource.Resource{s.trail, s.filter, s.alarm, s.topic, s.hears}
	var out []resource.Resource
	for _, r := range all {
		gone := false
		for _, t := range s.less {
			gone = gone || r.Reference().Type == t
		}
		if !gone {
			out = append(out, r)
		}
	}
	return append(out, s.more...)
}

// without leaves out what is of the types.
func without(types ...resource.Type) func(*street) {
	return func(s *street) { s.less = append(s.less, types...) }
}

func aFilter(name, group, pattern string, metrics ...string) logs.MetricFilter {
	f := logs.MetricFilter{Ref: logs.FilterRef(account, region, group, name), Pattern: resource.Is(pattern)}
	var made []logs.Metric
	for _, m := range metrics {
		made = append(made, logs.Metric{Namespace: "LogMetrics", Name: m, Value: "1"})
	}
	f.Metrics = resource.Is(made)
	return f
}

func anAlarm(name, metric string, actions ...string) cloudwatch.Alarm {
	return cloudwatch.Alarm{
		Ref: cloudwatch.AlarmRef(account, region, name), Metric: resource.Is(cloudwatch.Metric{Namespace: "LogMetrics", Name: metric}),
		Actions: resource.Is(append([]string{}, actions...)),
		Settings: resource.Is(cloudwatch.Settings{
			ActionsEnabled: true, Statistic: "Sum", Period: 300, EvaluationPeriods: 1, Threshold: 1,
			ComparisonOperator: "GreaterThanOrEqualToThreshold", TreatMissingData: "missing",
		}),
		Tags: resource.Is(map[string]string{}),
	}
}
