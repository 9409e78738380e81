package all_test

import (
	"fmt"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
)

var namingsAutoScaling = map[resource.Type]naming{
	"AWS::AutoScaling::AutoScalingGroup": func(region string, n int) (string, string) {
		name := fmt.Sprintf("group-%d", n)
		return resource.ARN(region, "autoscaling", region, account, "autoScalingGroup:0a1b:autoScalingGroupName/"+name), name
	},
}

var poolsAutoScaling = map[string]pool{
	"autoscaling.Group.HealthCheck": func(s *sampler, _ resource.Ref) any {
		return autoscaling.HealthCheck{Types: some(s, 4, "EBS", "EC2", "ELB", "VPC_LATTICE"), GracePeriod: pick[int32](s, 0, 60, 299, 300, 301, 3600)}
	},
	"autoscaling.Group.LoadBalancerNames": func(s *sampler, _ resource.Ref) any { return some(s, 2, "old", "older") },
	"autoscaling.Group.TargetGroupARNs": func(s *sampler, ref resource.Ref) any {
		arn := resource.ARN(ref.Region, "elasticloadbalancing", ref.Region, account, "targetgroup/")
		return some(s, 2, arn+"web/1", arn+"work/2")
	},
	"autoscaling.Group.Status": func(s *sampler, _ resource.Ref) any { return pick(s, "", "", "", "", "Delete in progress") },
	"autoscaling.Group.Targets": func(s *sampler, _ resource.Ref) any {
		return some(s, 3,
			autoscaling.Target{Instance: "i-1", TargetGroup: "web/1", State: "healthy"},
			autoscaling.Target{Instance: "i-1", TargetGroup: "work/2", State: "unhealthy", Reason: "Target.FailedHealthChecks"},
			autoscaling.Target{Instance: "i-2", TargetGroup: "web/1", State: "unhealthy.draining"},
			autoscaling.Target{Instance: "i-3", TargetGroup: "web/1", State: "initial"},
		)
	},
}

var keepsAutoScaling = map[string]keeping{
	"autoscaling.Group.HealthCheck": kept(func(_ *catalog.RemediationUnit, before, after autoscaling.Group) error {
		was, is := before.HealthCheck.Value(), after.HealthCheck.Value()
		if is.GracePeriod < was.GracePeriod {
			return fmt.Errorf("the grace period became %d from %d", is.GracePeriod, was.GracePeriod)
		}
		for _, kind := range was.Types {
			if kind != "EC2" && !slices.Contains(is.Types, kind) {
				return fmt.Errorf("check %s is gone", kind)
			}
		}
		return nil
	}),
}
