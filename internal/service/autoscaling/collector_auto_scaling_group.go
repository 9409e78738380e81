package autoscaling

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
)

var (
	describeGroups       = awsop.Read((*sdk.Client).DescribeAutoScalingGroups, "autoscaling:DescribeAutoScalingGroups")
	describeTargetHealth = awsop.Read((*elb.Client).DescribeTargetHealth, "elasticloadbalancing:DescribeTargetHealth")
)

// notFound is our code for a group that AWS no longer lists under its name, for which it has none.
const notFound = "AutoScalingGroupNotFound"

var groups = catalog.Collector(Service, catalog.CollectorSpec[autoscaling.Group]{
	Type: "AWS::AutoScaling::AutoScalingGroup", Version: 1, Scope: catalog.Regional, File: "auto_scaling_group",
	ListCalls: []awsop.Op{describeGroups},
	List:      listAll,
	Gone:      []string{notFound},
	Reads: []catalog.ReadSpec[autoscaling.Group]{
		{
			Facts: []string{"HealthCheck", "LoadBalancerNames", "TargetGroupARNs", "Status", "Tags"},
			Calls: []awsop.Op{describeGroups}, Do: readGroup,
		},
		{Facts: []string{"Targets"}, Calls: []awsop.Op{describeTargetHealth, describeGroups}, Do: readTargets},
	},
})

// listAll asks for the groups without their instances, of which there may be thousands.
func listAll(ctx context.Context, at catalog.Place) iter.Seq2[autoscaling.Group, error] {
	return func(yield func(autoscaling.Group, error) bool) {
		pages := sdk.NewDescribeAutoScalingGroupsPaginator(sdk.NewFromConfig(at.Config), &sdk.DescribeAutoScalingGroupsInput{
			IncludeInstances: aws.Bool(false), MaxRecords: aws.Int32(100),
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(autoscaling.Group{}, err)
				return
			}
			for _, found := range page.AutoScalingGroups {
				g := autoscaling.Group{Ref: at.Ref("AWS::AutoScaling::AutoScalingGroup",
					aws.ToString(found.AutoScalingGroupARN), aws.ToString(found.AutoScalingGroupName))}
				fill(&g, found)
				if !yield(g, nil) {
					return
				}
			}
		}
	}
}

// describe asks for one group by its name. A name that means no group is no error to AWS. A name that has come to mean
// another group is: that has another ARN.
func describe(ctx context.Context, at catalog.Place, g *autoscaling.Group, instances bool) (types.AutoScalingGroup, error) {
	out, err := sdk.NewFromConfig(at.Config).DescribeAutoScalingGroups(ctx, &sdk.DescribeAutoScalingGroupsInput{
		AutoScalingGroupNames: []string{g.Name}, IncludeInstances: &instances,
	})
	if err != nil {
		return types.AutoScalingGroup{}, err
	}
	for _, found := range out.AutoScalingGroups {
		if aws.ToString(found.AutoScalingGroupARN) == g.ID {
			return found, nil
		}
	}
	return types.AutoScalingGroup{}, &smithy.GenericAPIError{Code: notFound, Message: "the answer does not have the group"}
}

func readGroup(ctx context.Context, at catalog.Place, g *autoscaling.Group) error {
	found, err := describe(ctx, at, g, false)
	if err != nil {
		return err
	}
	fill(g, found)
	return nil
}

func fill(g *autoscaling.Group, found types.AutoScalingGroup) {
	g.HealthCheck = resource.Is(autoscaling.HealthCheck{
		Types: checkTypes(aws.ToString(found.HealthCheckType)), GracePeriod: aws.ToInt32(found.HealthCheckGracePeriod),
	})
	g.LoadBalancerNames = resource.Is(sorted(found.LoadBalancerNames))
	g.TargetGroupARNs = resource.Is(sorted(found.TargetGroupARNs))
	g.Status = resource.Is(aws.ToString(found.Status))
	tags := map[string]string{}
	for _, t := range found.Tags {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	g.Tags = resource.Is(tags)
}

// checkTypes takes the list apart that AWS writes as one text: "EBS,ELB".
func checkTypes(list string) []string {
	all := strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
	return sorted(all)
}

// sorted is never nil: a list that is known to be empty is known.
func sorted(list []string) []string {
	out := append([]string{}, list...)
	slices.Sort(out)
	return out
}
