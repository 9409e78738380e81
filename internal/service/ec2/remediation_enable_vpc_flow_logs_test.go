package ec2

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/service/accessanalyzer"
	"github.com/mantenhq/manten/internal/service/iam"
	"github.com/mantenhq/manten/internal/service/logs"
)

// aVPC is a VPC as a collector reads it.
func aVPC(logs ...ec2.FlowLog) ec2.VPC {
	ids := []string{}
	for range logs {
		ids = append(ids, "fl-1")
	}
	return ec2.VPC{
		Ref: refTo("AWS::EC2::VPC", "vpc", "vpc-1"), IsDefault: resource.Is(false), Tags: resource.Is(map[string]string{}),
		FlowLogs: resource.Is(logs), FlowLogIDs: resource.Is(ids),
	}
}

func TestEnableVPCFlowLogs(t *testing.T) {
	t.Parallel()
	accept := ec2.FlowLog{Status: "ACTIVE", TrafficType: "ACCEPT", DestinationType: "s3", Destination: "arn:aws:s3:::flows"}
	broken := ec2.FlowLog{Status: "FAILED", TrafficType: "REJECT", DestinationType: ec2.ToLogGroup, LogGroup: "VPCFlowLogs/vpc-1", Role: "arn:aws:iam::111122223333:role/flow"}
	elsewhere := broken
	elsewhere.LogGroup = "flows"
	china := aVPC([]ec2.FlowLog{}...)
	china.Region, china.ID = "cn-north-1", "arn:aws-cn:ec2:cn-north-1:111122223333:vpc/vpc-1"
	unread := aVPC()
	unread.FlowLogs = resource.HiddenFor[[]ec2.FlowLog](catalogtest.Denied)
	for name, c := range map[string]struct {
		vpc ec2.VPC
		set map[string]any
	}{
		"none":         {aVPC([]ec2.FlowLog{}...), nil},
		"accept":       {aVPC(accept), nil},
		"already":      {aVPC(ec2.FlowLog{Status: "ACTIVE", TrafficType: "ALL", DestinationType: "s3"}), nil},
		"all":          {aVPC(accept), map[string]any{"trafficType": "ALL"}},
		"named":        {aVPC(accept), map[string]any{"kmsKeyArn": "arn:aws:kms:us-east-1:111122223333:key/1", "namespace": "blue", "retentionInDays": 90}},
		"broken":       {aVPC(broken), nil},
		"broken-other": {aVPC(elsewhere), nil},
		"china":        {china, nil},
		"unread":       {unread, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, enableFlowLogs, name, c.vpc, c.set)
			if v := control6.Evaluate(d.After, control6.Params.Defaults, catalogtest.Now); d.Refused.IsZero() && v.Status != control.Passed {
				t.Errorf("afterwards it is %s: %s", v.Status, v.Reason)
			}
		})
	}
	if _, err := enableFlowLogs.Params.With(map[string]any{"trafficType": "reject"}); err == nil {
		t.Error("a traffic type that EC2 does not have is taken")
	}
}

// What is asked for beside the flow log: the group, and the role that only flow logs of this account can take on.
func TestEnableVPCFlowLogsFirst(t *testing.T) {
	t.Parallel()
	params, err := enableFlowLogs.Params.With(map[string]any{"kmsKeyArn": "arn:key", "namespace": "blue", "retentionInDays": 90})
	if err != nil {
		t.Fatal(err)
	}
	first := enableFlowLogs.Derive(aVPC([]ec2.FlowLog{}...), params, catalogtest.Now).First
	if len(first) != 2 {
		t.Fatalf("asked for %+v", first)
	}
	group, role := first[0], first[1]
	if group.Remediation != "CreateLogGroup" || group.On.ID != "arn:aws:logs:eu-west-1:111122223333:log-group:VPCFlowLogs/vpc-1" {
		t.Errorf("asked for %+v", group)
	}
	if group.With["kmsKeyId"] != "arn:key" || group.With["retentionInDays"] != 90 {
		t.Errorf("the group is asked for with %v", group.With)
	}
	if role.Remediation != "CreateRole" || role.On.ID != "arn:aws:iam::111122223333:role/SO0111-EnableVPCFlowLogs-remediationRole-blue" {
		t.Errorf("asked for %+v", role)
	}
	for name, want := range map[string]string{
		"trustPolicy": `{"Statement":[{"Effect":"Allow","Principal":{"Service":"vpc-flow-logs.amazonaws.com"},"Action":["sts:AssumeRole"],` +
			`"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}],"Version":"2012-10-17"}`,
		"policy": `{"Statement":[{"Effect":"Allow","Action":["logs:CreateLogStream","logs:DescribeLogStreams","logs:PutLogEvents"],` +
			`"Resource":"arn:aws:logs:*:111122223333:log-group:VPCFlowLogs/*"},` +
			`{"Effect":"Allow","Action":["logs:DescribeLogGroups"],"Resource":"arn:aws:logs:*:111122223333:log-group:*"}],"Version":"2012-10-17"}`,
	} {
		if role.With[name] != want {
			t.Errorf("%s is %s", name, role.With[name])
		}
	}
}

func flowLoop(setup func(t *testing.T, a *awstest.Account)) loop.Case {
	return loop.Case{
		Service: Service, With: []*catalog.Service{accessanalyzer.Service, iam.Service, logs.Service}, Remediation: enableFlowLogs.Name,
		Controls: []control.ID{"EC2.6"}, Regions: []string{"us-east-1", "eu-west-1"}, Setup: setup,
	}
}

// Several VPCs in two regions have log groups of their own, and one role.
func TestEnableVPCFlowLogsLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, flowLoop(func(t *testing.T, a *awstest.Account) {
		t.Helper()
		flowLog(t, a, newVPC(t, a), "accepted", types.TrafficTypeAccept)
	}))
}

// A call whose answer was lost is made again with its token: there is one flow log, whose id undoing knows.
func TestEnableVPCFlowLogsLost(t *testing.T) {
	t.Parallel()
	c := flowLoop(func(t *testing.T, a *awstest.Account) {
		t.Helper()
		a.Rule(awstest.Rule{Service: "ec2", Operation: "CreateFlowLogs", Do: awstest.CutAfter(), Times: 1})
	})
	c.Repeats = true
	loop.Run(t, c)
}

// A role that EC2 cannot assume yet is waited for.
func TestEnableVPCFlowLogsEarly(t *testing.T) {
	t.Parallel()
	c := flowLoop(func(t *testing.T, a *awstest.Account) {
		t.Helper()
		a.Rule(awstest.Rule{
			Service: "ec2", Operation: "CreateFlowLogs", Times: 1,
			Do: awstest.Refuse(400, "InvalidParameter", "Unable to assume given IAM role"),
		})
	})
	c.Repeats = true
	loop.Run(t, c)
}

// What EC2 says in the answer's list of failures is an error of the call.
func TestFlowLogUnsuccessful(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	vpc := newVPC(t, a)
	in, err := awsop.Encode(&sdk.CreateFlowLogsInput{
		ResourceType: types.FlowLogsResourceTypeVpc, ResourceIds: []string{vpc}, TrafficType: types.TrafficTypeReject,
		LogDestinationType: types.LogDestinationTypeS3, LogDestination: aws.String("arn:aws:s3:::nowhere-" + a.ID),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := createFlowLogs.Call(t.Context(), a.Through(region), in); awsconf.Code(err) != "400" {
		t.Errorf("got %v", err)
	}
}

// Each action of a flow log's calls is allowed on what it touches.
func TestFlowLogARNs(t *testing.T) {
	t.Parallel()
	at := awsop.Site{Partition: "aws", Region: "eu-west-1", Account: "111122223333"}
	d := enableFlowLogs.Derive(aVPC([]ec2.FlowLog{}...), enableFlowLogs.Params.Defaults, catalogtest.Now)
	in, err := awsop.Encode(d.Moves[0].Do.Input)
	if err != nil {
		t.Fatal(err)
	}
	got, err := createFlowLogs.Resources(in, at)
	want := []string{
		"arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/*", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1",
		"arn:aws:iam::111122223333:role/SO0111-EnableVPCFlowLogs-remediationRole",
	}
	if err != nil || len(got) != len(want) {
		t.Fatalf("got %v, %v", got, err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %s, want %s", got[i], want[i])
		}
	}
}
