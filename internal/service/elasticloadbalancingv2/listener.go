package elasticloadbalancingv2

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	elbv2 "github.com/mantenhq/manten/internal/resource/elasticloadbalancingv2"
)

// readHTTP asks for the rules of the listeners that speak HTTP only, and nothing at all of other load balancers.
func readHTTP(ctx context.Context, at catalog.Place, b *elbv2.LoadBalancer) error {
	if kind, known := b.Kind.Get(); known && kind != elbv2.Application {
		b.HTTP = resource.None[[]elbv2.Listener]()
		return nil
	}
	client := sdk.NewFromConfig(at.Config)
	all := []elbv2.Listener{}
	pages := sdk.NewDescribeListenersPaginator(client, &sdk.DescribeListenersInput{LoadBalancerArn: &b.ID, PageSize: aws.Int32(400)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, found := range page.Listeners {
			if found.Protocol != types.ProtocolEnumHttp {
				continue
			}
			rules, err := rulesOf(ctx, client, found.ListenerArn)
			if err != nil {
				return err
			}
			all = append(all, elbv2.Listener{Port: aws.ToInt32(found.Port), Rules: rules})
		}
	}
	slices.SortFunc(all, func(x, y elbv2.Listener) int { return cmp.Compare(x.Port, y.Port) })
	b.HTTP = resource.Is(all)
	return nil
}

// rulesOf lists the rules of a listener; the default action is that of the rule with priority "default".
func rulesOf(ctx context.Context, client *sdk.Client, listener *string) ([]elbv2.Rule, error) {
	all := []elbv2.Rule{}
	pages := sdk.NewDescribeRulesPaginator(client, &sdk.DescribeRulesInput{ListenerArn: listener, PageSize: aws.Int32(400)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, found := range page.Rules {
			if len(found.Actions) == 0 {
				return nil, errors.New("the answer has a rule without actions")
			}
			all = append(all, elbv2.Rule{Priority: aws.ToString(found.Priority), Actions: actions(found.Actions)})
		}
	}
	if len(all) == 0 {
		return nil, errors.New("the answer has no rules, not even the default one")
	}
	slices.SortFunc(all, func(x, y elbv2.Rule) int { // numbers; "default" is longer than any
		return cmp.Or(cmp.Compare(len(x.Priority), len(y.Priority)), cmp.Compare(x.Priority, y.Priority))
	})
	return all, nil
}

// actions are in the order in which they are carried out.
func actions(found []types.Action) []elbv2.Action {
	found = slices.SortedStableFunc(slices.Values(found), func(x, y types.Action) int {
		return cmp.Compare(aws.ToInt32(x.Order), aws.ToInt32(y.Order))
	})
	all := []elbv2.Action{}
	for _, f := range found {
		a := elbv2.Action{Type: string(f.Type)}
		if f.RedirectConfig != nil {
			a.Protocol = cmp.Or(aws.ToString(f.RedirectConfig.Protocol), "#{protocol}") // AWS's own default
		}
		all = append(all, a)
	}
	return all
}
