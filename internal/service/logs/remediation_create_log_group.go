package logs

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/logs"
)

var (
	createLogGroup = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CreateLogGroup,
		"logs:CreateLogGroup", "logs:TagResource").Repeatable().DoneBy("ResourceAlreadyExistsException"))
	deleteLogGroup = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteLogGroup,
		"logs:DeleteLogGroup").Repeatable().DoneBy(notFound))
	putRetention = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).PutRetentionPolicy,
		"logs:PutRetentionPolicy").Repeatable())
	deleteRetention = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteRetentionPolicy,
		"logs:DeleteRetentionPolicy").Repeatable())
)

var (
	groupSummary = catalog.Text(Service, "CreateLogGroup/summary",
		"Creates a log group for another remediation; one that is there stays as it is.",
		"他の修復のためにロググループを作成します。すでにあるものはそのまま使います。")
	groupCost = catalog.Text(Service, "CreateLogGroup/cost",
		"CloudWatch Logs charges by the amount of events that come in and that are kept; how many come is not known before",
		"CloudWatch Logs の料金は取り込み量と保存量で決まります。どれだけ届くかは事前には分かりません")
	groupUndo = catalog.Text(Service, "CreateLogGroup/undo",
		"undoing deletes the log group with all events in it", "元に戻すと、ロググループは中のイベントごと削除されます")
)

type groupParams struct {
	// RetentionInDays is after how many days events are deleted; 0 keeps them for ever.
	RetentionInDays int32 `json:"retentionInDays"`
	// KMSKeyID is the ARN of the key that encrypts the events; empty uses a key of CloudWatch Logs.
	KMSKeyID string `json:"kmsKeyId"`
}

var createGroup = catalog.Remediation(Service, catalog.RemediationSpec[logs.Group, groupParams]{
	Name:    "CreateLogGroup",
	Own:     true,
	Helper:  true,
	Makes:   plan.Creates,
	File:    "create_log_group",
	Summary: groupSummary,
	Reads:   []string{"Retention", "Key", "Tags"},
	Writes:  []*awsop.Op{createLogGroup.Op, deleteLogGroup.Op, putRetention.Op, deleteRetention.Op},
	Plan: func(g logs.Group, p groupParams, _ time.Time) catalog.Edit[logs.Group] {
		if !resource.IsMissing(g) {
			return finished(g, p.RetentionInDays)
		}
		input := &sdk.CreateLogGroupInput{LogGroupName: &g.Name, Tags: resource.Created()}
		g.Retention, g.Tags = resource.Is(int32(0)), resource.Is(resource.Created())
		if p.KMSKeyID != "" {
			input.KmsKeyId, g.Key = &p.KMSKeyID, resource.Is(p.KMSKeyID)
		}
		e := catalog.Edit[logs.Group]{After: g, Moves: []catalog.Move{{
			Do: createLogGroup.With(input), Undo: deleteLogGroup.With(&sdk.DeleteLogGroupInput{LogGroupName: &g.Name}),
		}}}
		if p.RetentionInDays > 0 {
			e.Moves[0].Leaves = g
			e.After.Retention = resource.Is(p.RetentionInDays)
			e.Moves = append(e.Moves, retain(g, p.RetentionInDays))
		}
		e.Cost = plan.CostUnknown(groupCost.With())
		e.Risk = append(e.Risk, groupUndo.With())
		return e
	},
})

// finished gives a group that Manten made what it was cut off before. Any other one stays as it is.
func finished(g logs.Group, days int32) catalog.Edit[logs.Group] {
	for k, v := range resource.Created() {
		if g.Tags.Value()[k] != v || g.Retention.Value() != 0 || days == 0 {
			return catalog.Edit[logs.Group]{After: g}
		}
	}
	m := retain(g, days)
	g.Retention = resource.Is(days)
	return catalog.Edit[logs.Group]{After: g, Moves: []catalog.Move{m}}
}

// retain has events deleted after so many days.
func retain(g logs.Group, days int32) catalog.Move {
	return catalog.Move{
		Do:   putRetention.With(&sdk.PutRetentionPolicyInput{LogGroupName: &g.Name, RetentionInDays: aws.Int32(days)}),
		Undo: deleteRetention.With(&sdk.DeleteRetentionPolicyInput{LogGroupName: &g.Name}),
	}
}
