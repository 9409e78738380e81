package ec2

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

// entry is an inbound entry that allows.
func entry(cidr string, r ec2.Rule) ec2.Entry {
	r = from(cidr, r)
	return ec2.Entry{Number: 100, Action: "allow", Protocol: r.Protocol, FromPort: r.FromPort, ToPort: r.ToPort, CIDR: r.CIDR, CIDR6: r.CIDR6}
}

func aclWith(isDefault bool, entries ...ec2.Entry) ec2.NetworkACL {
	return ec2.NetworkACL{
		Ref: refTo("AWS::EC2::NetworkAcl", "network-acl", "acl-1"), IsDefault: resource.Is(isDefault), VPC: resource.Is("vpc-1"),
		Entries: resource.Is(entries),
	}
}

func TestControl21(t *testing.T) {
	t.Parallel()
	ssh := entry("0.0.0.0/0", ports("6", 22, 22))
	deny, out := ssh, ssh
	deny.Action, deny.Number, out.Egress = "deny", 1, true
	denied := aclWith(false, ssh)
	denied.Entries = resource.HiddenFor[[]ec2.Entry](catalogtest.Denied)
	unsure := aclWith(false, ssh)
	unsure.IsDefault = resource.HiddenFor[bool](catalogtest.Denied)
	cases := map[string]catalogtest.Case{
		"default":       {Resource: aclWith(true, ssh), Want: control.NotApplicable, Reason: "default network ACL of vpc-1"},
		"no entries":    {Resource: aclWith(false), Want: control.Passed},
		"denied":        {Resource: denied, Want: control.NotAvailable, Reason: "AccessDenied"},
		"unsure":        {Resource: unsure, Want: control.NotAvailable, Reason: "AccessDenied"},
		"denied before": {Resource: aclWith(false, deny, ssh), Want: control.Failed, Reason: "by inbound entries: 100 allow tcp 22 0.0.0.0/0"},
		"two": {
			Resource: aclWith(false, ssh, entry("::/0", allTraffic)), Want: control.Failed, Reason: "100 allow tcp 22 0.0.0.0/0, 100 allow all ::/0",
		},
	}
	for name, e := range map[string]ec2.Entry{
		"RDP": entry("0.0.0.0/0", ports("6", 3389, 3389)), "SSH by IPv6": entry("::/0", ports("6", 22, 22)),
		"all traffic": entry("0.0.0.0/0", allTraffic), "a range": entry("::/0", ports("6", 0, 65535)),
		"between": entry("0.0.0.0/0", ports("6", 23, 3389)),
	} {
		cases[name] = catalogtest.Case{Resource: aclWith(false, e), Want: control.Failed, Reason: e.String()}
	}
	for name, e := range map[string]ec2.Entry{
		"outbound": out, "deny": deny, "between both": entry("0.0.0.0/0", ports("6", 23, 3388)), "beyond": entry("0.0.0.0/0", ports("6", 3390, 65535)),
		"udp": entry("0.0.0.0/0", ports("17", 22, 22)), "private": entry("10.0.0.0/8", allTraffic), "half": entry("0.0.0.0/1", allTraffic),
		"icmp": entry("0.0.0.0/0", ports("1", -1, -1)),
	} {
		cases[name] = catalogtest.Case{Resource: aclWith(false, e), Want: control.Passed}
	}
	catalogtest.Judge(t, control21, cases)
}
