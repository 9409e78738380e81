package ec2

import (
	"context"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func newVPC(t *testing.T, a *awstest.Account) string {
	t.Helper()
	out, err := sdk.NewFromConfig(a.Config(region)).CreateVpc(t.Context(), &sdk.CreateVpcInput{
		CidrBlock: aws.String("10.0.0.0/16"), TagSpecifications: []types.TagSpecification{tagged(types.ResourceTypeVpc)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return *out.Vpc.VpcId
}

// flowLog makes a flow log of a VPC to a log group and gives its id.
func flowLog(t *testing.T, a *awstest.Account, vpc, group string, traffic types.TrafficType) string {
	t.Helper()
	out, err := sdk.NewFromConfig(a.Config(region)).CreateFlowLogs(t.Context(), &sdk.CreateFlowLogsInput{
		ResourceType: types.FlowLogsResourceTypeVpc, ResourceIds: []string{vpc}, TrafficType: traffic, LogGroupName: &group,
		DeliverLogsPermissionArn: aws.String("arn:aws:iam::" + a.ID + ":role/flow"),
	})
	if err != nil || len(out.FlowLogIds) != 1 {
		t.Fatalf("got %+v, %v", out, err)
	}
	return out.FlowLogIds[0]
}

func TestVPC(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	vpc, bare := newVPC(t, a), newVPC(t, a)
	ids := []string{flowLog(t, a, vpc, "b", types.TrafficTypeReject), flowLog(t, a, vpc, "a", types.TrafficTypeAccept)}
	slices.Sort(ids)
	all := listOf[ec2.VPC](t, a, vpcs)
	v := all[vpc]
	if v.ID != "arn:aws:ec2:"+region+":"+a.ID+":vpc/"+vpc || v.IsDefault.Value() || v.Tags.Value()["team"] != "net" {
		t.Errorf("got %+v", v)
	}
	role := "arn:aws:iam::" + a.ID + ":role/flow"
	want := []ec2.FlowLog{
		{Status: "ACTIVE", TrafficType: "ACCEPT", DestinationType: "cloud-watch-logs", LogGroup: "a", Role: role},
		{Status: "ACTIVE", TrafficType: "REJECT", DestinationType: "cloud-watch-logs", LogGroup: "b", Role: role},
	}
	if !slices.Equal(v.FlowLogs.Value(), want) || !slices.Equal(v.FlowLogIDs.Value(), ids) {
		t.Errorf("flow logs are %+v with ids %v, want %v", v.FlowLogs.Value(), v.FlowLogIDs.Value(), ids)
	}
	if logs, known := all[bare].FlowLogs.Get(); len(logs) > 0 || !known {
		t.Errorf("got %v, known %v", logs, known)
	}
	if a.Count("ec2", "DescribeFlowLogs") != 1 || len(all) != 3 { // the default VPC among them
		t.Errorf("%d calls for %d VPCs", a.Count("ec2", "DescribeFlowLogs"), len(all))
	}
	isDefault := 0
	for _, v := range all {
		if v.IsDefault.Value() {
			isDefault++
		}
		fresh := getOf[ec2.VPC](t, a, vpcs, vpcs.Empty(v.Ref))
		if d := resource.Differing(v, fresh, vpcs.Facts); len(d) > 0 {
			t.Errorf("read afresh, %v differ", d)
		}
	}
	if isDefault != 1 {
		t.Errorf("%d VPCs are the default", isDefault)
	}
}

// Nobody asks for the flow logs where nobody wants them.
func TestVPCFlowLogsNotWanted(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	at := place(a, vpcs)
	at.Facts = []string{"Tags"}
	for r, err := range vpcs.List(t.Context(), at) {
		if err != nil || as[ec2.VPC](t, r).FlowLogs.State() != resource.NotAsked {
			t.Errorf("got %+v, %v", r, err)
		}
	}
	if n := a.Count("ec2", "DescribeFlowLogs"); n != 0 {
		t.Errorf("%d calls", n)
	}
}

func TestVPCHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	vpc := newVPC(t, a)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ec2", Operation: "DescribeFlowLogs"})
	v := listOf[ec2.VPC](t, a, vpcs)[vpc]
	for _, fact := range []string{"FlowLogs", "FlowLogIDs"} {
		wantHidden(t, v, fact, "DescribeFlowLogs")
		wantHidden(t, getOf[ec2.VPC](t, a, vpcs, vpcs.Empty(v.Ref)), fact, "DescribeFlowLogs")
	}
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "ec2", Operation: "DescribeVpcs"})
	denied := getOf[ec2.VPC](t, a, vpcs, vpcs.Empty(v.Ref))
	for _, fact := range []string{"IsDefault", "Tags"} {
		wantHidden(t, denied, fact, "DescribeVpcs")
	}
	wantDenied(t, a, vpcs)
}

func TestVPCGone(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	vpc := newVPC(t, a)
	ref := listOf[ec2.VPC](t, a, vpcs)[vpc].Ref
	if _, err := sdk.NewFromConfig(a.Config(region)).DeleteVpc(t.Context(), &sdk.DeleteVpcInput{VpcId: &vpc}); err != nil {
		t.Fatal(err)
	}
	wantGone(t, a, vpcs, ref)
}

func TestVPCsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	vpc := newVPC(t, a)
	one, two := flowLog(t, a, vpc, "a", types.TrafficTypeAll), flowLog(t, a, vpc, "b", types.TrafficTypeAll)
	a.TwoPages("ec2", "DescribeVpcs")
	a.TwoPages("ec2", "DescribeFlowLogs")
	all := listOf[ec2.VPC](t, a, vpcs)
	ids := []string{one, two}
	slices.Sort(ids)
	if len(all) != 2 || !slices.Equal(all[vpc].FlowLogIDs.Value(), ids) {
		t.Errorf("got %+v", all)
	}
	if a.Count("ec2", "DescribeVpcs") != 2 || a.Count("ec2", "DescribeFlowLogs") != 2 {
		t.Errorf("calls are %+v", a.Calls())
	}
}

// A VPC that another account shares is not this account's to judge.
func TestSharedVPC(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Operation: "DescribeVpcs", Do: awstest.Answer(200, "text/xml",
		"<DescribeVpcsResponse><vpcSet><item><ownerId>999988887777</ownerId><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>")})
	if all := listOf[ec2.VPC](t, a, vpcs); len(all) > 0 {
		t.Errorf("listed %v", all)
	}
}

// Whoever ends the scan while flow logs are listed gets no VPCs without them.
func TestVPCsEnded(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	ctx, end := context.WithCancel(t.Context())
	end()
	var got error
	for _, err := range vpcs.List(ctx, place(a, vpcs)) {
		got = err
	}
	if got == nil || catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}
