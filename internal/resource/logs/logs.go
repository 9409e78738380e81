// Package logs has the resource types of Amazon CloudWatch Logs as controls and remediations see them: pure data.
package logs

import (
	"strings"

	"github.com/mantenhq/manten/internal/resource"
)

// Group is a log group.
type Group struct {
	resource.Ref
	// Retention is after how many days events are deleted, 0 where they never are.
	Retention resource.Fact[int32]
	// Key is the ARN of the KMS key that encrypts the group, absent where CloudWatch Logs has a key of its own.
	Key  resource.Fact[string]
	Tags resource.Fact[map[string]string]
}

// GroupRef is the reference of a log group; its ID is the ARN without ":*".
func GroupRef(account, region, name string) resource.Ref {
	return resource.Ref{
		Type: "AWS::Logs::LogGroup", Account: account, Region: region, Name: name,
		ID: resource.ARN(region, "logs", region, account, "log-group:"+name),
	}
}

// MetricFilter makes metrics of the events of a log group.
type MetricFilter struct {
	resource.Ref
	Pattern resource.Fact[string]
	// Metrics are what the filter makes, in AWS's order.
	Metrics resource.Fact[[]Metric]
}

// Metric is a metric that a filter makes.
type Metric struct {
	Namespace, Name, Value string
	// Unit is empty for none.
	Unit string `json:",omitempty"`
	// Default is what is reported where nothing matched, nil for nothing.
	Default *float64 `json:",omitempty"`
	// Dimensions are fields of the event by the names of dimensions.
	Dimensions map[string]string `json:",omitempty"`
}

// between stands in a filter's ID between its group and its name.
const between = ":metric-filter:"

// FilterRef is the reference of a metric filter. AWS gives filters no ARN: the ID is the group's, and the filter's name.
func FilterRef(account, region, group, name string) resource.Ref {
	return resource.Ref{
		Type: "AWS::Logs::MetricFilter", Account: account, Region: region, Name: name,
		ID: GroupRef(account, region, group).ID + between + name,
	}
}

// Group is the name of the filter's log group.
func (f MetricFilter) Group() string {
	_, rest, _ := strings.Cut(f.ID, ":log-group:")
	group, _, _ := strings.Cut(rest, between)
	return group
}
