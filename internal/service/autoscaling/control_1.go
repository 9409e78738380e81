package autoscaling

import (
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	elb1 = catalog.Text(Service, "AutoScaling.1/elb",
		"the group uses the health checks of its load balancers (HealthCheckType {types})",
		"グループはロードバランサーのヘルスチェックを使っています (HealthCheckType {types})")
	other1 = catalog.Text(Service, "AutoScaling.1/other",
		"HealthCheckType is {types}: the group does not use the health checks of its load balancers",
		"HealthCheckType が {types} のため、グループはロードバランサーのヘルスチェックを使っていません")
	alone1 = catalog.Text(Service, "AutoScaling.1/alone",
		"not evaluated: no load balancer and no target group is attached to the group",
		"ロードバランサーもターゲットグループもアタッチされていないため評価しません")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[autoscaling.Group, catalog.None]{
	ID:       "AutoScaling.1",
	Title:    "Auto Scaling groups associated with a load balancer should use ELB health checks",
	TitleJA:  "ロードバランサーに関連付けられた Auto Scaling グループは ELB ヘルスチェックを使用する必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.FSBP:    "AutoScaling.1",
		standard.PCI321:  "PCI.AutoScaling.1:2.2",
		standard.NIST800: "AutoScaling.1",
	},
	Reads: []string{"HealthCheck", "LoadBalancerNames", "TargetGroupARNs"},
	Evaluate: func(g autoscaling.Group, _ catalog.None, _ time.Time) control.Verdict {
		if !balanced(g) {
			return control.Skip(alone1.With())
		}
		types := g.HealthCheck.Value().Types
		list := strings.Join(types, ",")
		return control.PassIf(slices.Contains(types, autoscaling.ELB), elb1.With("types", list), other1.With("types", list))
	},
})

// balanced tells whether a load balancer sends requests to the group's instances.
func balanced(g autoscaling.Group) bool {
	return len(g.LoadBalancerNames.Value())+len(g.TargetGroupARNs.Value()) > 0
}
