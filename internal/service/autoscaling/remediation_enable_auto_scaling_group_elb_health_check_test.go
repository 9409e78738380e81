package autoscaling

import (
	"fmt"
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
)

// unhealthy are so many failing instances in two target groups, and one that is well.
func unhealthy(n int) func(*autoscaling.Group) {
	return func(g *autoscaling.Group) {
		targets := []autoscaling.Target{{Instance: "i-0", TargetGroup: targetGroup, State: "healthy"}}
		for i := range n {
			for _, state := range []string{"healthy", "unhealthy"} {
				targets = append(targets, autoscaling.Target{Instance: fmt.Sprintf("i-%d", i+1), TargetGroup: targetGroup + state, State: state})
			}
		}
		g.Targets = resource.Is(targets)
	}
}

func TestEnableAutoScalingGroupELBHealthCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		group  autoscaling.Group
		params map[string]any
	}{
		"ec2":       {groupWith(nil), nil},
		"others":    {groupWith(checks(60, "EBS", "EC2")), nil},
		"longer":    {groupWith(checks(900, "VPC_LATTICE")), nil},
		"parameter": {groupWith(nil), map[string]any{"healthCheckGracePeriod": 0}},
		"already":   {groupWith(checks(10, "ELB")), nil},
		"alone":     {groupWith(func(g *autoscaling.Group) { g.TargetGroupARNs = resource.Is([]string{}) }), nil},
		"classic":   {groupWith(func(g *autoscaling.Group) { g.LoadBalancerNames = resource.Is([]string{"old", "older"}) }), nil},
		"unhealthy": {groupWith(unhealthy(2)), nil},
		"many":      {groupWith(unhealthy(22)), nil},
		"deleting":  {groupWith(func(g *autoscaling.Group) { g.Status = resource.Is("Delete in progress") }), nil},
		"unseen":    {groupWith(func(g *autoscaling.Group) { g.Targets = resource.HiddenFor[[]autoscaling.Target](catalogtest.Denied) }), nil},
		"not-asked": {groupWith(func(g *autoscaling.Group) { g.Targets = resource.Fact[[]autoscaling.Target]{} }), nil},
		"unread": {groupWith(func(g *autoscaling.Group) {
			g.HealthCheck = resource.HiddenFor[autoscaling.HealthCheck](catalogtest.Denied)
		}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, enableELBHealthCheck, name, c.group, c.params)
			if again := enableELBHealthCheck.Derive(d.After, enableELBHealthCheck.Params.Defaults, catalogtest.Now); len(again.Moves) > 0 {
				t.Error("planning again finds more to do")
			}
		})
	}
	if _, err := enableELBHealthCheck.Params.With(map[string]any{"healthCheckGracePeriod": -1}); err == nil {
		t.Error("a negative grace period is taken")
	}
}

func TestLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: enableELBHealthCheck.Name, Controls: enableELBHealthCheck.Controls,
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			create(t, a, "web", 0, target(t, a, "web"))
			create(t, a, "batch", 0)
		},
	})
}
