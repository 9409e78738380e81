package cloudtrail

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/resource/logs"
)

var deliverySummary = catalog.Text(Service, "EnableCloudTrailToCloudWatchLogging/summary",
	"Has the trail deliver events to a log group, which is created with the role that writes to it.",
	"証跡のイベントをロググループに送ります。ロググループと書き込み用ロールは作成します。")

type deliveryParams struct {
	// Namespace is what the role's name ends with.
	Namespace string `json:"namespace"`
	// RetentionInDays is how long a new log group keeps events; 0 keeps them for ever.
	RetentionInDays int `json:"retentionInDays"`
}

// enableDelivery leaves the trail's bucket alone: its policy has nothing to do with CloudWatch Logs.
var enableDelivery = catalog.Remediation(Service, catalog.RemediationSpec[cloudtrail.Trail, deliveryParams]{
	Name:     "EnableCloudTrailToCloudWatchLogging",
	File:     "enable_cloud_trail_to_cloud_watch_logging",
	Summary:  deliverySummary,
	Controls: []control.ID{"CloudTrail.5"},
	Reads:    []string{"Delivery", "Settings"},
	Writes:   []*awsop.Op{updateTrail.Op},
	Plan: func(t cloudtrail.Trail, p deliveryParams, _ time.Time) catalog.Edit[cloudtrail.Trail] {
		if t.Foreign() {
			return refuse(t, trailForeign.With("account", t.Owner()))
		}
		if _, ok := t.Delivery.Get(); ok {
			return catalog.Edit[cloudtrail.Trail]{After: t}
		}
		d := cloudtrail.Delivery{
			LogGroup: logs.GroupRef(t.Account, t.Region, groupName(t.Name)).ID + ":*",
			Role:     iam.RoleRef(t.Account, t.Region, roleName(p.Namespace)).ID,
		}
		t.Delivery = resource.Is(d)
		return catalog.Edit[cloudtrail.Trail]{
			After: t,
			Moves: []catalog.Move{{Do: deliver(t.ID, d), Undo: deliver(t.ID, cloudtrail.Delivery{})}},
			First: intoLogs(t.Ref, t.Settings.Value().Organization, p.Namespace, p.RetentionInDays),
		}
	},
})

func deliver(trail string, d cloudtrail.Delivery) awsop.Bound {
	return updateTrail.With(&sdk.UpdateTrailInput{
		Name: &trail, CloudWatchLogsLogGroupArn: aws.String(d.LogGroup), CloudWatchLogsRoleArn: aws.String(d.Role),
	})
}
