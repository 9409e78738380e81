package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func TestControl2(t *testing.T) {
	t.Parallel()
	self := allTraffic
	self.Group = &ec2.Peer{ID: "sg-1", Owner: "111122223333"}
	denied := groupWith("default", nil, nil)
	denied.Egress = resource.HiddenFor[[]ec2.Rule](catalogtest.Denied)
	catalogtest.Judge(t, control2, map[string]catalogtest.Case{
		"empty":    {Resource: groupWith("default", nil, nil), Want: control.Passed, Reason: "vpc-1"},
		"inbound":  {Resource: groupWith("default", []ec2.Rule{self}, nil), Want: control.Failed, Reason: "inbound: all sg-1; outbound: -"},
		"outbound": {Resource: groupWith("default", nil, []ec2.Rule{from("::/0", allTraffic)}), Want: control.Failed, Reason: "outbound: all ::/0"},
		"other":    {Resource: groupWith("web", []ec2.Rule{self}, nil), Want: control.NotApplicable, Reason: "web"},
		"denied":   {Resource: denied, Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
	})
}
