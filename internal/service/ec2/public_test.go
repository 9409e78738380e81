package ec2

import (
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

// reaching are groups with one inbound rule each, for a control that wants the port closed.
func reaching(port int32) map[string]catalogtest.Case {
	denied := groupWith("web", nil, nil)
	denied.Ingress = resource.HiddenFor[[]ec2.Rule](catalogtest.Denied)
	cases := map[string]catalogtest.Case{
		"no rules":      {Resource: groupWith("web", nil, nil), Want: control.Passed},
		"denied":        {Resource: denied, Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"only outbound": {Resource: groupWith("web", nil, []ec2.Rule{from("0.0.0.0/0", allTraffic)}), Want: control.Passed},
	}
	for name, r := range map[string]ec2.Rule{
		"IPv4":          from("0.0.0.0/0", ports("tcp", port, port)),
		"IPv6":          from("::/0", ports("tcp", port, port)),
		"by number":     from("0.0.0.0/0", ports("6", port, port)),
		"first of many": from("0.0.0.0/0", ports("tcp", port, port+1)),
		"last of many":  from("0.0.0.0/0", ports("tcp", 0, port)),
		"all ports":     from("::/0", ports("tcp", 0, 65535)),
		"all traffic":   from("0.0.0.0/0", allTraffic),
		"all traffic 6": from("::/0", allTraffic),
	} {
		cases[name] = catalogtest.Case{Resource: groupWith("web", []ec2.Rule{r}, nil), Want: control.Failed, Reason: "by: " + r.String()}
	}
	for name, r := range map[string]ec2.Rule{
		"below":         from("0.0.0.0/0", ports("tcp", 0, port-1)),
		"above":         from("::/0", ports("tcp", port+1, 65535)),
		"udp":           from("0.0.0.0/0", ports("udp", port, port)),
		"icmp":          from("0.0.0.0/0", ports("icmp", -1, -1)),
		"esp":           from("0.0.0.0/0", ec2.Rule{Protocol: "50"}),
		"half of it":    from("0.0.0.0/1", ports("tcp", port, port)),
		"private":       from("10.0.0.0/8", allTraffic),
		"other group":   {Protocol: ec2.AllTraffic, Group: &ec2.Peer{ID: "sg-2"}},
		"a prefix list": {Protocol: ec2.AllTraffic, PrefixList: "pl-1"},
	} {
		cases[name] = catalogtest.Case{Resource: groupWith("web", []ec2.Rule{r}, nil), Want: control.Passed}
	}
	return cases
}
