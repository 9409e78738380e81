package autoscaling

import (
	"cmp"
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
)

// readTargets asks each target group how the group's own instances are; others may be registered there too. One target
// group that cannot be read hides the whole fact: a list with holes would promise too much.
func readTargets(ctx context.Context, at catalog.Place, g *autoscaling.Group) error {
	found, err := describe(ctx, at, g, true)
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, i := range found.Instances {
		own[aws.ToString(i.InstanceId)] = true
	}
	targets := []autoscaling.Target{}
	for _, arn := range found.TargetGroupARNs {
		if len(own) == 0 {
			break
		}
		there, err := targetsOf(ctx, at, arn)
		if err != nil {
			return err
		}
		targets = append(targets, slices.DeleteFunc(there, func(t autoscaling.Target) bool { return !own[t.Instance] })...)
	}
	slices.SortFunc(targets, func(a, b autoscaling.Target) int {
		return cmp.Or(cmp.Compare(a.Instance, b.Instance), cmp.Compare(a.TargetGroup, b.TargetGroup), cmp.Compare(a.State, b.State))
	})
	g.Targets = resource.Is(targets)
	return nil
}

func targetsOf(ctx context.Context, at catalog.Place, targetGroup string) ([]autoscaling.Target, error) {
	out, err := elb.NewFromConfig(at.Config).DescribeTargetHealth(ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: &targetGroup})
	if err != nil {
		return nil, err
	}
	var targets []autoscaling.Target
	for _, d := range out.TargetHealthDescriptions {
		if d.Target == nil || d.TargetHealth == nil {
			continue
		}
		targets = append(targets, autoscaling.Target{
			Instance: aws.ToString(d.Target.Id), TargetGroup: targetGroup,
			State: string(d.TargetHealth.State), Reason: string(d.TargetHealth.Reason),
		})
	}
	return targets, nil
}
