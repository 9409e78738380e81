package all_test

import (
	"fmt"

	"github.com/mantenhq/manten/internal/resource"
	elbv2 "github.com/mantenhq/manten/internal/resource/elasticloadbalancingv2"
)

var namingsELBV2 = map[resource.Type]naming{
	"AWS::ElasticLoadBalancingV2::LoadBalancer": func(region string, n int) (string, string) {
		name := fmt.Sprintf("app/web/%016x", n)
		return resource.ARN(region, "elasticloadbalancing", region, account, "loadbalancer/"+name), name
	},
}

var poolsELBV2 = map[string]pool{
	"elasticloadbalancingv2.LoadBalancer.Kind": func(s *sampler, _ resource.Ref) any {
		return pick(s, elbv2.Application, elbv2.Application, "network", "gateway")
	},
	"elasticloadbalancingv2.LoadBalancer.HTTP": func(s *sampler, _ resource.Ref) any {
		return some(s, 2, s.listener(80), s.listener(8080))
	},
}

// listener is an HTTP listener with a rule or two.
func (s *sampler) listener(port int32) elbv2.Listener {
	l := elbv2.Listener{Port: port}
	for _, priority := range append(some(s, 1, "1", "10"), "default") {
		l.Rules = append(l.Rules, elbv2.Rule{Priority: priority, Actions: []elbv2.Action{pick(s,
			elbv2.Action{Type: "redirect", Protocol: "HTTPS"}, elbv2.Action{Type: "redirect", Protocol: "#{protocol}"}, elbv2.Action{Type: "forward"},
		)}})
	}
	return l
}
