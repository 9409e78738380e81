package ec2

import (
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/resource/iam"
	"github.com/mantenhq/manten/internal/resource/logs"
	"github.com/mantenhq/manten/internal/text"
)

var (
	flowSummary = catalog.Text(Service, "EnableVPCFlowLogs/summary",
		"Has the traffic of the VPC recorded in a log group, which is created with the role that writes to it; by default the traffic that is rejected.",
		"VPC のトラフィックをロググループに記録します。ロググループと書き込み用ロールは作成します。既定では拒否されたトラフィックを記録します。")
	flowCost = catalog.Text(Service, "EnableVPCFlowLogs/cost",
		"CloudWatch Logs charges flow logs by the amount that is delivered and kept; how much {traffic} traffic there will be is not known before",
		"フローログの料金は CloudWatch Logs への配信量と保存量で決まります。{traffic} トラフィックの量は事前には分かりません")
	flowKey = catalog.Text(Service, "EnableVPCFlowLogs/key",
		"a new log group is encrypted with {key}, whose policy must let CloudWatch Logs of this region use it; whoever reads the records needs kms:Decrypt on it",
		"新しいロググループは {key} で暗号化されます。キーポリシーでこのリージョンの CloudWatch Logs に使用を許可する必要があり、記録を読むには kms:Decrypt が必要です")
	flowBroken = catalog.Text(Service, "EnableVPCFlowLogs/broken",
		"a flow log of {traffic} traffic to log group {group} is there and is {status}; EC2 makes no second one alike: find out why, or delete it first",
		"ロググループ {group} に {traffic} トラフィックを記録するフローログがすでにあり、状態は {status} です。EC2 は同じものを重ねて作成しません。原因を調べるか、先に削除してください")
)

type flowParams struct {
	// TrafficType is what is recorded: "REJECT", "ACCEPT" or "ALL".
	TrafficType string `json:"trafficType"`
	// KMSKeyArn is the key that encrypts a new log group. Empty leaves the encryption to CloudWatch Logs: a group takes
	// the ARN of a key only, which nobody knows while the key itself is yet to be made.
	KMSKeyArn string `json:"kmsKeyArn" ssm:"/Solutions/SO0111/CMK_REMEDIATION_ARN"`
	// Namespace is what the role's name ends with.
	Namespace string `json:"namespace"`
	// RetentionInDays is how long a new log group keeps records; 0 keeps them for ever.
	RetentionInDays int `json:"retentionInDays"`
}

// Validate wants one of AWS's traffic types.
func (p flowParams) Validate() error {
	if !slices.Contains([]string{"ACCEPT", "REJECT", ec2.AllFlowTraffic}, p.TrafficType) {
		return fmt.Errorf("trafficType %q is not ACCEPT, REJECT or ALL", p.TrafficType)
	}
	return nil
}

var enableFlowLogs = catalog.Remediation(Service, catalog.RemediationSpec[ec2.VPC, flowParams]{
	Name:     "EnableVPCFlowLogs",
	File:     "enable_vpc_flow_logs",
	Summary:  flowSummary,
	Controls: []control.ID{"EC2.6"},
	Reads:    []string{"FlowLogs"},
	Defaults: flowParams{TrafficType: "REJECT"},
	Writes:   []*awsop.Op{createFlowLogs.Op, deleteFlowLogs.Op},
	Plan: func(v ec2.VPC, p flowParams, now time.Time) catalog.Edit[ec2.VPC] {
		wanted := ec2.FlowLog{
			Status: ec2.ActiveFlowLog, TrafficType: p.TrafficType, DestinationType: ec2.ToLogGroup,
			LogGroup: "VPCFlowLogs/" + v.Name, Role: iam.RoleRef(v.Account, v.Region, flowRoleName(p.Namespace)).ID,
		}
		for _, f := range v.FlowLogs.Value() {
			switch {
			case f.Records(p.TrafficType):
				return catalog.Edit[ec2.VPC]{After: v}
			case f.LogGroup == wanted.LogGroup && f.TrafficType == wanted.TrafficType:
				why := flowBroken.With("traffic", f.TrafficType, "group", f.LogGroup, "status", f.Status)
				return catalog.Edit[ec2.VPC]{After: v, Effect: catalog.Effect{Refused: why}}
			}
		}
		e := catalog.Edit[ec2.VPC]{First: flowRequests(v, wanted, p), Moves: []catalog.Move{flowMove(v, wanted, now)}}
		all := append(slices.Clone(v.FlowLogs.Value()), wanted)
		slices.SortFunc(all, ec2.FlowLog.Compare)
		v.FlowLogs, v.FlowLogIDs = resource.Is(all), resource.Fact[[]string]{} // EC2 makes the id up
		e.After, e.Cost = v, plan.CostUnknown(flowCost.With("traffic", p.TrafficType))
		if p.KMSKeyArn != "" {
			e.Risk = []text.Message{flowKey.With("key", p.KMSKeyArn)}
		}
		return e
	},
})

// flowMove makes the flow log. A call that is made again has the same token, by which EC2 answers with the same flow log.
func flowMove(v ec2.VPC, f ec2.FlowLog, now time.Time) catalog.Move {
	var tags []types.Tag
	for k, value := range resource.Created() {
		tags = append(tags, types.Tag{Key: aws.String(k), Value: aws.String(value)})
	}
	return catalog.Move{
		Do: createFlowLogs.With(&sdk.CreateFlowLogsInput{
			ClientToken: aws.String(catalog.Token(now, "EnableVPCFlowLogs", v.ID, f.TrafficType)), ResourceType: types.FlowLogsResourceTypeVpc,
			ResourceIds: []string{v.Name}, TrafficType: types.TrafficType(f.TrafficType), LogDestinationType: types.LogDestinationTypeCloudWatchLogs,
			LogGroupName: &f.LogGroup, DeliverLogsPermissionArn: &f.Role,
			TagSpecifications: []types.TagSpecification{{ResourceType: types.ResourceTypeVpcFlowLog, Tags: tags}},
		}),
		Undo: deleteFlowLogs.With(&sdk.DeleteFlowLogsInput{}).Taking(plan.Output{Into: "FlowLogIds.0", Move: 0, Path: "FlowLogIds.0"}),
	}
}

// flowRequests ask for the VPC's log group and for the role that writes to it.
func flowRequests(v ec2.VPC, f ec2.FlowLog, p flowParams) []catalog.Request {
	return []catalog.Request{
		{
			Remediation: "CreateLogGroup", On: logs.GroupRef(v.Account, v.Region, f.LogGroup),
			With: map[string]any{"kmsKeyId": p.KMSKeyArn, "retentionInDays": p.RetentionInDays},
		},
		flowRole(v.Ref, p.Namespace),
	}
}
