package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

// refTo is the reference of a resource that has an id in EC2.
func refTo(kind resource.Type, path, id string) resource.Ref {
	return resource.Ref{
		Type: kind, Account: "111122223333", Region: region, ID: "arn:aws:ec2:" + region + ":111122223333:" + path + "/" + id, Name: id,
	}
}

func TestControl6(t *testing.T) {
	t.Parallel()
	with := func(logs ...ec2.FlowLog) ec2.VPC {
		return ec2.VPC{Ref: refTo("AWS::EC2::VPC", "vpc", "vpc-1"), FlowLogs: resource.Is(logs)}
	}
	log := func(status, traffic string) ec2.FlowLog { return ec2.FlowLog{Status: status, TrafficType: traffic} }
	reject, accept, all := log("ACTIVE", "REJECT"), log("ACTIVE", "ACCEPT"), log("ACTIVE", "ALL")
	denied := with()
	denied.FlowLogs = resource.HiddenFor[[]ec2.FlowLog](catalogtest.Denied)
	set := func(traffic string) map[string]any { return map[string]any{"trafficType": traffic} }
	catalogtest.Judge(t, control6, map[string]catalogtest.Case{
		"reject":            {Resource: with(reject), Want: control.Passed, Reason: "records REJECT traffic"},
		"all":               {Resource: with(all), Want: control.Passed},
		"one of many":       {Resource: with(accept, log("FAILED", "ALL"), reject), Want: control.Passed},
		"none":              {Resource: with(), Want: control.Failed, Reason: "no flow log"},
		"accept":            {Resource: with(accept), Want: control.Failed, Reason: "there are: ACTIVE ACCEPT"},
		"broken":            {Resource: with(log("FAILED", "ALL")), Want: control.Failed, Reason: "FAILED ALL"},
		"denied":            {Resource: denied, Want: control.NotAvailable, Reason: "AccessDenied"},
		"all wanted":        {Resource: with(reject, accept), Params: set("ALL"), Want: control.Failed, Reason: "records ALL traffic"},
		"all wanted, there": {Resource: with(all), Params: set("ALL"), Want: control.Passed},
		"accept wanted":     {Resource: with(accept), Params: set("ACCEPT"), Want: control.Passed},
	})
	if _, err := control6.Params.With(set("reject")); err == nil {
		t.Error("a traffic type that AWS does not have is taken")
	}
}
