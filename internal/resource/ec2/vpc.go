package ec2

import (
	"cmp"

	"github.com/mantenhq/manten/internal/resource"
)

// VPC is a virtual network of the account in a region.
type VPC struct {
	resource.Ref
	// IsDefault is whether it is the VPC that AWS made in the region.
	IsDefault resource.Fact[bool]
	// FlowLogs are those of the VPC itself, not of its subnets and interfaces, sorted.
	FlowLogs resource.Fact[[]FlowLog]
	// FlowLogIDs are their ids, sorted. AWS mints them, so they stand apart: a flow log made again has another.
	FlowLogIDs resource.Fact[[]string]
	Tags       resource.Fact[map[string]string]
}

// FlowLog is a record of a VPC's traffic that AWS keeps.
type FlowLog struct {
	// Status is "ACTIVE" while AWS records.
	Status string
	// TrafficType is "ACCEPT", "REJECT" or "ALL".
	TrafficType string
	// DestinationType is "cloud-watch-logs", "s3" or "kinesis-data-firehose".
	DestinationType string `json:",omitempty"`
	// Destination is the ARN of where the record goes; empty where LogGroup names a group beside the VPC.
	Destination string `json:",omitempty"`
	LogGroup    string `json:",omitempty"`
	// Role is the ARN of the role by which AWS delivers.
	Role string `json:",omitempty"`
}

// ActiveFlowLog is the status of a flow log that records.
const ActiveFlowLog = "ACTIVE"

// ToLogGroup is the destination type of a flow log that goes to CloudWatch Logs.
const ToLogGroup = "cloud-watch-logs"

// AllFlowTraffic is the traffic type of a flow log that records what is accepted and what is rejected.
const AllFlowTraffic = "ALL"

// Records tells whether the flow log records traffic of the type now.
func (f FlowLog) Records(traffic string) bool {
	return f.Status == ActiveFlowLog && (f.TrafficType == AllFlowTraffic || f.TrafficType == traffic)
}

// String is what the flow log does: "ACTIVE ACCEPT".
func (f FlowLog) String() string { return f.Status + " " + f.TrafficType }

// Compare orders flow logs by all that they are.
func (f FlowLog) Compare(o FlowLog) int {
	return cmp.Or(
		cmp.Compare(f.Status, o.Status), cmp.Compare(f.TrafficType, o.TrafficType),
		cmp.Compare(f.DestinationType, o.DestinationType), cmp.Compare(f.Destination, o.Destination),
		cmp.Compare(f.LogGroup, o.LogGroup), cmp.Compare(f.Role, o.Role),
	)
}
