package autoscaling

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
)

func TestControl1(t *testing.T) {
	t.Parallel()
	classic := func(change func(*autoscaling.Group)) autoscaling.Group {
		return groupWith(func(g *autoscaling.Group) {
			g.LoadBalancerNames, g.TargetGroupARNs = resource.Is([]string{"old"}), resource.Is([]string{})
			change(g)
		})
	}
	none := func(g *autoscaling.Group) { g.TargetGroupARNs = resource.Is([]string{}) }
	names := resource.HiddenFor[[]string](catalogtest.Denied)
	catalogtest.Judge(t, control1, map[string]catalogtest.Case{
		"ELB":              {Resource: groupWith(checks(300, "ELB")), Want: control.Passed, Reason: "HealthCheckType ELB"},
		"ELB among others": {Resource: groupWith(checks(300, "EBS", "EC2", "ELB")), Want: control.Passed, Reason: "HealthCheckType EBS,EC2,ELB"},
		"EC2":              {Resource: groupWith(nil), Want: control.Failed, Reason: "HealthCheckType is EC2:"},
		"others":           {Resource: groupWith(checks(0, "EBS", "VPC_LATTICE")), Want: control.Failed, Reason: "HealthCheckType is EBS,VPC_LATTICE:"},
		"classic with EC2": {Resource: classic(checks(0, "EC2")), Want: control.Failed},
		"classic with ELB": {Resource: classic(checks(0, "ELB")), Want: control.Passed},
		"no load balancer": {Resource: groupWith(none), Want: control.NotApplicable, Reason: "no load balancer"},
		"checks denied": {Resource: groupWith(func(g *autoscaling.Group) {
			g.HealthCheck = resource.HiddenFor[autoscaling.HealthCheck](catalogtest.Denied)
		}), Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"attachments denied": {Resource: groupWith(func(g *autoscaling.Group) { g.LoadBalancerNames, g.TargetGroupARNs = names, names }), Want: control.NotAvailable},
	})
}
