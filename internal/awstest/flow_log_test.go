package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awstest"
)

// A call with a client token that is known makes no second flow log.
func TestFlowLogToken(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := ec2.NewFromConfig(a.Through(region))
	vpc, err := client.CreateVpc(t.Context(), &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})
	if err != nil {
		t.Fatal(err)
	}
	create := func(token, group string) (string, error) {
		out, err := client.CreateFlowLogs(t.Context(), &ec2.CreateFlowLogsInput{
			ClientToken: &token, ResourceType: types.FlowLogsResourceTypeVpc, ResourceIds: []string{*vpc.Vpc.VpcId},
			TrafficType: types.TrafficTypeReject, LogGroupName: &group, DeliverLogsPermissionArn: aws.String("arn:aws:iam::" + a.ID + ":role/flow"),
		})
		if err != nil {
			return "", err
		}
		return out.FlowLogIds[0], nil
	}
	first, err := create("one", "a")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := create("one", "a"); err != nil || again != first {
		t.Errorf("the same call gave %q, not %q (%v)", again, first, err)
	}
	if _, err := create("one", "b"); awsconf.Code(err) != "IdempotentParameterMismatch" {
		t.Errorf("another call with the token: %v", err)
	}
	if _, err := create("two", "a"); awsconf.Code(err) != "FlowLogAlreadyExists" {
		t.Errorf("another token: %v", err)
	}
	if second, err := create("two", "b"); err != nil || second == first {
		t.Errorf("another flow log is %q (%v)", second, err)
	}
}
