// Package cloudwatch has the resource types of Amazon CloudWatch as controls and remediations see them: pure data.
package cloudwatch

import "github.com/mantenhq/manten/internal/resource"

// Account is what stands for an account in a region, for controls on the chain from a trail to a subscriber.
type Account struct {
	resource.Ref
}

// Alarm is an alarm on a metric. Composite alarms are not among them.
type Alarm struct {
	resource.Ref
	// Metric is absent where the alarm is on an expression.
	Metric resource.Fact[Metric]
	// Actions are the ARNs that hear of the state ALARM, in AWS's order.
	Actions  resource.Fact[[]string]
	Settings resource.Fact[Settings]
	Tags     resource.Fact[map[string]string]
}

// Metric is what an alarm watches.
type Metric struct {
	Namespace, Name string
}

// Settings are the rest of an alarm, under AWS's names: whoever changes one has to write all of it.
type Settings struct {
	ActionsEnabled          bool
	AlarmDescription        string   `json:",omitempty"`
	OKActions               []string `json:",omitempty"`
	InsufficientDataActions []string `json:",omitempty"`
	// Dimensions are sorted by name.
	Dimensions         []Dimension `json:",omitempty"`
	Unit               string      `json:",omitempty"`
	Statistic          string      `json:",omitempty"`
	ExtendedStatistic  string      `json:",omitempty"`
	Period             int32
	EvaluationPeriods  int32
	DatapointsToAlarm  int32 `json:",omitempty"`
	Threshold          float64
	ComparisonOperator string
	TreatMissingData   string `json:",omitempty"`
	// EvaluateLowSampleCountPercentile is about alarms on percentiles, empty for the others.
	EvaluateLowSampleCountPercentile string `json:",omitempty"`
}

// Dimension narrows a metric.
type Dimension struct {
	Name, Value string
}

// AlarmRef is the reference of an alarm.
func AlarmRef(account, region, name string) resource.Ref {
	return resource.Ref{
		Type: "AWS::CloudWatch::Alarm", Account: account, Region: region, Name: name,
		ID: resource.ARN(region, "cloudwatch", region, account, "alarm:"+name),
	}
}
