package elasticloadbalancingv2

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	elbv2 "github.com/mantenhq/manten/internal/resource/elasticloadbalancingv2"
)

var (
	describeLoadBalancers = awsop.Read((*sdk.Client).DescribeLoadBalancers, "elasticloadbalancing:DescribeLoadBalancers")
	describeListeners     = awsop.Read((*sdk.Client).DescribeListeners, "elasticloadbalancing:DescribeListeners")
	describeRules         = awsop.Read((*sdk.Client).DescribeRules, "elasticloadbalancing:DescribeRules")
)

var loadBalancers = catalog.Collector(Service, catalog.CollectorSpec[elbv2.LoadBalancer]{
	Type: "AWS::ElasticLoadBalancingV2::LoadBalancer", Version: 1, Scope: catalog.Regional, File: "load_balancer",
	ListCalls: []awsop.Op{describeLoadBalancers},
	List:      listAll,
	Gone:      []string{"LoadBalancerNotFound"},
	Reads: []catalog.ReadSpec[elbv2.LoadBalancer]{
		{Facts: []string{"Kind"}, Calls: []awsop.Op{describeLoadBalancers}, Do: readKind},
		{Facts: []string{"HTTP"}, Calls: []awsop.Op{describeListeners, describeRules}, Do: readHTTP},
	},
})

func listAll(ctx context.Context, at catalog.Place) iter.Seq2[elbv2.LoadBalancer, error] {
	return func(yield func(elbv2.LoadBalancer, error) bool) {
		in := &sdk.DescribeLoadBalancersInput{PageSize: aws.Int32(400)}
		pages := sdk.NewDescribeLoadBalancersPaginator(sdk.NewFromConfig(at.Config), in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(elbv2.LoadBalancer{}, err)
				return
			}
			for _, found := range page.LoadBalancers {
				if !yield(listed(at, found), nil) {
					return
				}
			}
		}
	}
}

func listed(at catalog.Place, found types.LoadBalancer) elbv2.LoadBalancer {
	arn := aws.ToString(found.LoadBalancerArn)
	_, name, _ := strings.Cut(arn, ":loadbalancer/")
	return elbv2.LoadBalancer{
		Ref:  at.Ref("AWS::ElasticLoadBalancingV2::LoadBalancer", arn, name),
		Kind: resource.Is(string(found.Type)),
	}
}

func readKind(ctx context.Context, at catalog.Place, b *elbv2.LoadBalancer) error {
	in := &sdk.DescribeLoadBalancersInput{LoadBalancerArns: []string{b.ID}}
	out, err := sdk.NewFromConfig(at.Config).DescribeLoadBalancers(ctx, in)
	if err != nil {
		return err
	}
	if len(out.LoadBalancers) != 1 {
		return errors.New("the answer has no load balancer")
	}
	b.Kind = resource.Is(string(out.LoadBalancers[0].Type))
	return nil
}
