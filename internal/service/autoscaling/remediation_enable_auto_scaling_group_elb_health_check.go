package autoscaling

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/autoscaling"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/autoscaling"
)

var updateGroup = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).UpdateAutoScalingGroup,
	"autoscaling:UpdateAutoScalingGroup").Repeatable())

// checkParams is how the group shall check.
type checkParams struct {
	// HealthCheckGracePeriod is in seconds; a longer one stays.
	HealthCheckGracePeriod int32 `json:"healthCheckGracePeriod"`
}

// Validate refuses what Auto Scaling would not take.
func (p checkParams) Validate() error {
	if p.HealthCheckGracePeriod < 0 {
		return errors.New("healthCheckGracePeriod must be at least 0 seconds")
	}
	return nil
}

var enableELBHealthCheck = catalog.Remediation(Service, catalog.RemediationSpec[autoscaling.Group, checkParams]{
	Name:     "EnableAutoScalingGroupELBHealthCheck",
	File:     "enable_auto_scaling_group_elb_health_check",
	Summary:  checkSummary,
	Controls: []control.ID{"AutoScaling.1"},
	Reads:    []string{"HealthCheck", "LoadBalancerNames", "TargetGroupARNs"},
	Looks:    []string{"Status", "Targets"},
	Defaults: checkParams{HealthCheckGracePeriod: 300},
	Writes:   []*awsop.Op{updateGroup.Op},
	Plan: func(g autoscaling.Group, p checkParams, _ time.Time) catalog.Edit[autoscaling.Group] {
		before := g.HealthCheck.Value()
		if !balanced(g) || slices.Contains(before.Types, autoscaling.ELB) {
			return catalog.Edit[autoscaling.Group]{After: g}
		}
		if status := g.Status.Value(); status != "" {
			return catalog.Edit[autoscaling.Group]{After: g, Effect: catalog.Effect{Refused: checkStatus.With("status", status)}}
		}
		want := autoscaling.HealthCheck{Types: withELB(before.Types), GracePeriod: max(before.GracePeriod, p.HealthCheckGracePeriod)}
		move := catalog.Move{Do: checkBy(g.Name, want), Undo: checkBy(g.Name, before)}
		effect := checkEffect(g)
		g.HealthCheck = resource.Is(want)
		return catalog.Edit[autoscaling.Group]{After: g, Moves: []catalog.Move{move}, Effect: effect}
	},
})

// withELB adds the type to others. EC2 by itself is what a group has that names none, so it gives way, as it does in the
// console; beside others somebody has written it.
func withELB(types []string) []string {
	if len(types) == 1 && types[0] == autoscaling.EC2 {
		return []string{autoscaling.ELB}
	}
	return sorted(append(slices.Clone(types), autoscaling.ELB))
}

// checkBy sets the types and the grace period; the former ones come back by the same call.
func checkBy(group string, c autoscaling.HealthCheck) awsop.Bound {
	types := c.Types
	if len(types) == 0 {
		types = []string{autoscaling.EC2} // by which AWS says that there is no other
	}
	return updateGroup.With(&sdk.UpdateAutoScalingGroupInput{
		AutoScalingGroupName: &group, HealthCheckGracePeriod: &c.GracePeriod, HealthCheckType: aws.String(strings.Join(types, ",")),
	})
}
