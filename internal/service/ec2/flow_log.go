package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
)

// EC2 says InvalidParameter as long as it cannot assume a role that was made a moment ago. Both calls name in their
// answer what they left undone.
var (
	createFlowLogs = catalog.Write(Service, awsop.Failing(awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).CreateFlowLogs,
		"ec2:CreateFlowLogs", "ec2:CreateTags", "iam:PassRole").Repeatable().NotYet("InvalidParameter").On(flowLogARNs),
		func(out *sdk.CreateFlowLogsOutput) error { return undone(out.Unsuccessful) }))
	deleteFlowLogs = catalog.Write(Service, awsop.Failing(awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteFlowLogs,
		"ec2:DeleteFlowLogs").Repeatable().DoneBy("InvalidFlowLogId.NotFound").On(anyFlowLog),
		func(out *sdk.DeleteFlowLogsOutput) error { return undone(out.Unsuccessful) }))
)

// undone is the first of the errors that stand in an answer whose status is good.
func undone(items []types.UnsuccessfulItem) error {
	if len(items) == 0 {
		return nil
	}
	e := &smithy.GenericAPIError{Message: aws.ToString(items[0].ResourceId)}
	if why := items[0].Error; why != nil {
		e.Code, e.Message = aws.ToString(why.Code), e.Message+": "+aws.ToString(why.Message)
	}
	return e
}

// flowLogARNs are what making flow logs touches: the VPCs, the flow logs, whose ids EC2 makes up, and the role that is
// passed on.
func flowLogARNs(in *sdk.CreateFlowLogsInput, at awsop.Site) []string {
	arns := anyFlowLog(nil, at)
	for _, id := range in.ResourceIds {
		arns = append(arns, resource.ARN(at.Region, "ec2", at.Region, at.Account, "vpc/"+id))
	}
	return append(arns, aws.ToString(in.DeliverLogsPermissionArn))
}

func anyFlowLog(_ *sdk.DeleteFlowLogsInput, at awsop.Site) []string {
	return []string{resource.ARN(at.Region, "ec2", at.Region, at.Account, "vpc-flow-log/*")}
}
