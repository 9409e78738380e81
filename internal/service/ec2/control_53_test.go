package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

// administering are groups for a control of one address family that wants ports 22 and 3389 closed to everybody, by TCP
// and by UDP.
func administering(mine, other string) map[string]catalogtest.Case {
	denied := groupWith("web", nil, nil)
	denied.Ingress = resource.HiddenFor[[]ec2.Rule](catalogtest.Denied)
	cases := map[string]catalogtest.Case{
		"no rules":      {Resource: groupWith("web", nil, nil), Want: control.Passed},
		"only outbound": {Resource: groupWith("web", nil, []ec2.Rule{from(mine, allTraffic)}), Want: control.Passed},
		"denied":        {Resource: denied, Want: control.NotAvailable, Reason: "x.GetX gave AccessDenied"},
		"other ports": {
			Resource: groupWith("web", []ec2.Rule{from(mine, ports("tcp", 5900, 5900))}, nil), Params: map[string]any{"restrictPorts": []int32{22, 5900}},
			Want: control.Failed, Reason: "can reach port 5900 by: tcp 5900 " + mine,
		},
		"fewer ports": {
			Resource: groupWith("web", []ec2.Rule{from(mine, ports("tcp", 3389, 3389))}, nil), Params: map[string]any{"restrictPorts": []int32{22}},
			Want: control.Passed, Reason: "TCP or UDP port 22",
		},
	}
	for name, r := range map[string]ec2.Rule{
		"SSH": ports("tcp", 22, 22), "RDP": ports("6", 3389, 3389), "RDP by UDP": ports("udp", 3389, 3389), "UDP by number": ports("17", 0, 22),
		"all": allTraffic, "a range": ports("tcp", 23, 4000), "first": ports("tcp", 22, 443),
	} {
		r = from(mine, r)
		cases[name] = catalogtest.Case{Resource: groupWith("web", []ec2.Rule{r}, nil), Want: control.Failed, Reason: mine + " can reach"}
		r.CIDR, r.CIDR6 = "", ""
		cases[name+", other family"] = catalogtest.Case{Resource: groupWith("web", []ec2.Rule{from(other, r)}, nil), Want: control.Passed}
	}
	for name, r := range map[string]ec2.Rule{
		"between": from(mine, ports("tcp", 23, 3388)), "below": from(mine, ports("udp", 0, 21)), "icmp": from(mine, ports("icmp", -1, -1)),
		"esp": from(mine, ec2.Rule{Protocol: "50"}), "half": from("0.0.0.0/1", allTraffic), "private": from("fd00::/8", allTraffic),
		"another group": {Protocol: ec2.AllTraffic, Group: &ec2.Peer{ID: "sg-2"}}, "a prefix list": {Protocol: ec2.AllTraffic, PrefixList: "pl-1"},
	} {
		cases[name] = catalogtest.Case{Resource: groupWith("web", []ec2.Rule{r}, nil), Want: control.Passed}
	}
	return cases
}

func refusesPorts(t *testing.T, u *catalog.ControlUnit) {
	t.Helper()
	for _, wrong := range [][]int32{{}, {-1}, {65536}} {
		if _, err := u.Params.With(map[string]any{"restrictPorts": wrong}); err == nil {
			t.Errorf("restrictPorts %v are taken", wrong)
		}
	}
}

func TestControl53(t *testing.T) {
	t.Parallel()
	catalogtest.Judge(t, control53, administering("0.0.0.0/0", "::/0"))
	refusesPorts(t, control53)
}
