package elb

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	elbv2 "github.com/mantenhq/manten/internal/resource/elasticloadbalancingv2"
)

// balancer is a load balancer of a kind with these HTTP listeners.
func balancer(kind resource.Fact[string], http resource.Fact[[]elbv2.Listener]) elbv2.LoadBalancer {
	name := "app/web/50dc6c495c0c9188"
	return elbv2.LoadBalancer{
		Ref: resource.Ref{
			Type: "AWS::ElasticLoadBalancingV2::LoadBalancer", Account: "111122223333", Region: "eu-west-1",
			ID: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/" + name, Name: name,
		},
		Kind: kind, HTTP: http,
	}
}

// rule is a rule with these actions.
func rule(priority string, actions ...elbv2.Action) elbv2.Rule {
	return elbv2.Rule{Priority: priority, Actions: actions}
}

func TestControl1(t *testing.T) {
	t.Parallel()
	https, forward := elbv2.Action{Type: "redirect", Protocol: "HTTPS"}, elbv2.Action{Type: "forward"}
	app, hidden := resource.Is("application"), resource.HiddenFor[[]elbv2.Listener](catalogtest.Denied)
	alb := func(listeners ...elbv2.Listener) elbv2.LoadBalancer { return balancer(app, resource.Is(listeners)) }
	on80 := func(rules ...elbv2.Rule) elbv2.LoadBalancer { return alb(elbv2.Listener{Port: 80, Rules: rules}) }
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"no HTTP":       {Resource: alb(), Want: control.Passed, Reason: "no listener speaks HTTP"},
		"redirects":     {Resource: on80(rule("1", https), rule("default", https)), Want: control.Passed, Reason: "only redirects to HTTPS"},
		"forwards":      {Resource: on80(rule("default", forward)), Want: control.Failed, Reason: "80/default: forward"},
		"one rule":      {Resource: on80(rule("10", forward), rule("default", https)), Want: control.Failed, Reason: "(port/rule: action): 80/10: forward"},
		"fixed answer":  {Resource: on80(rule("default", elbv2.Action{Type: "fixed-response"})), Want: control.Failed, Reason: "80/default: fixed-response"},
		"to HTTP":       {Resource: on80(rule("default", elbv2.Action{Type: "redirect", Protocol: "HTTP"})), Want: control.Failed, Reason: "80/default: redirect to HTTP"},
		"same protocol": {Resource: on80(rule("default", elbv2.Action{Type: "redirect", Protocol: "#{protocol}"})), Want: control.Failed, Reason: "80/default: redirect to HTTP"},
		"two listeners": {
			Resource: alb(elbv2.Listener{Port: 80, Rules: []elbv2.Rule{rule("default", https)}}, elbv2.Listener{Port: 8080, Rules: []elbv2.Rule{rule("1", forward), rule("default", forward)}}),
			Want:     control.Failed, Reason: "8080/1: forward, 8080/default: forward",
		},
		"network":           {Resource: balancer(resource.Is("network"), resource.None[[]elbv2.Listener]()), Want: control.NotApplicable, Reason: "of type network"},
		"network, unread":   {Resource: balancer(resource.Is("network"), hidden), Want: control.NotApplicable},
		"listeners denied":  {Resource: balancer(app, hidden), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"listeners unasked": {Resource: balancer(app, resource.Fact[[]elbv2.Listener]{}), Want: control.NotAvailable, Reason: "HTTP was not asked for"},
		"kind denied":       {Resource: balancer(resource.HiddenFor[string](catalogtest.Denied), resource.Is([]elbv2.Listener{})), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
	})
}
