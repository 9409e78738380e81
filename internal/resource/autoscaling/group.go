// Package autoscaling has the resource types of Amazon EC2 Auto Scaling as controls and remediations see them: pure data.
package autoscaling

import "github.com/mantenhq/manten/internal/resource"

// Group is an Auto Scaling group.
type Group struct {
	resource.Ref
	HealthCheck resource.Fact[HealthCheck]
	// LoadBalancerNames are the group's Classic Load Balancers, sorted.
	LoadBalancerNames resource.Fact[[]string]
	// TargetGroupARNs are the target groups of its other load balancers, sorted.
	TargetGroupARNs resource.Fact[[]string]
	// Status is that of a group which is being deleted, empty for others.
	Status resource.Fact[string]
	// Targets are the group's instances as its target groups see them, sorted. They change by themselves.
	Targets resource.Fact[[]Target]
	Tags    resource.Fact[map[string]string]
}

// HealthCheck is how the group finds out which instances to replace.
type HealthCheck struct {
	// Types are "EC2", "EBS", "ELB", "VPC_LATTICE", sorted. EC2's own checks count whether they stand there or not.
	Types []string
	// GracePeriod is for how many seconds a new instance is left alone, 0 also where AWS names none.
	GracePeriod int32
}

// Target is an instance in a target group.
type Target struct {
	Instance    string
	TargetGroup string
	// State is "healthy", "unhealthy", "initial", "draining", ….
	State string
	// Reason is AWS's code for a state other than healthy: "Target.FailedHealthChecks".
	Reason string `json:",omitempty"`
}

// The values that matter.
const (
	EC2 = "EC2"
	ELB = "ELB"
)

// Unhealthy tells whether a load balancer's health check would have the group replace the instance.
func (t Target) Unhealthy() bool { return t.State == "unhealthy" || t.State == "unhealthy.draining" }
