package ec2

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"pgregory.net/rapid"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

// fataler is a test, or rapid's.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// as is the resource with its type.
func as[T resource.Resource](t fataler, r resource.Resource) T {
	t.Helper()
	got, ok := r.(T)
	if !ok {
		t.Fatalf("got a %T", r)
	}
	return got
}

func account() ec2.Account {
	return ec2.Account{Ref: resource.Ref{
		Type: "AWS::EC2::Account", Account: "111122223333", Region: region, ID: "AWS::::Account:111122223333", Name: "111122223333",
	}}
}

// groupWith is a security group as a collector reads it.
func groupWith(name string, ingress, egress []ec2.Rule) ec2.SecurityGroup {
	return ec2.SecurityGroup{
		Ref: resource.Ref{
			Type: "AWS::EC2::SecurityGroup", Account: "111122223333", Region: region,
			ID: "arn:aws:ec2:" + region + ":111122223333:security-group/sg-1", Name: "sg-1",
		},
		Group:   resource.Is(ec2.Group{Name: name, VPC: "vpc-1"}),
		Ingress: resource.Is(sorted(ingress)), Egress: resource.Is(sorted(egress)),
		Interfaces: resource.Is([]ec2.Interface{}), References: resource.Is([]string{}),
		Tags: resource.Is(map[string]string{}),
	}
}

var allTraffic = ec2.Rule{Protocol: ec2.AllTraffic}

func ports(protocol string, from, to int32) ec2.Rule {
	return ec2.Rule{Protocol: protocol, FromPort: &from, ToPort: &to}
}

// from is the rule with a peer by CIDR, of IPv4 or IPv6.
func from(cidr string, r ec2.Rule) ec2.Rule {
	if slices.Contains([]byte(cidr), ':') {
		r.CIDR6 = cidr
	} else {
		r.CIDR = cidr
	}
	return r
}

// everyPeer has a rule for each kind of peer there is, with and without description.
func everyPeer() []ec2.Rule {
	var all []ec2.Rule
	for _, r := range []ec2.Rule{
		{CIDR: "10.0.0.0/8"},
		{CIDR: "192.0.2.1/32"},
		{CIDR6: "2001:db8::/32"},
		{PrefixList: "pl-1"},
		{Group: &ec2.Peer{ID: "sg-1", Owner: "111122223333"}},
		{Group: &ec2.Peer{ID: "sg-2", Owner: "111122223333"}},
		{Group: &ec2.Peer{ID: "sg-3", Owner: "444455556666", VPC: "vpc-2", Peering: "pcx-1"}},
	} {
		r.Protocol, r.FromPort, r.ToPort = "tcp", aws.Int32(443), aws.Int32(443)
		all = append(all, r)
		r.Protocol, r.FromPort, r.ToPort, r.Description = ec2.AllTraffic, nil, nil, "all of it (1)"
		all = append(all, r)
	}
	return all
}

// drawRules gives rules as a group can have them: no two that AWS takes for one.
func drawRules(t *rapid.T, label string) []ec2.Rule {
	all := rapid.SliceOfN(rapid.Custom(drawRule), 0, 12).Draw(t, label)
	return missing(sorted(all), nil)
}

func drawRule(t *rapid.T) ec2.Rule {
	r := drawPeer(t)
	r.Protocol = rapid.SampledFrom([]string{"tcp", "tcp", "6", "udp", "icmp", "icmpv6", "50", ec2.AllTraffic}).Draw(t, "protocol")
	r.Description = rapid.SampledFrom([]string{"", "ours", "b & c"}).Draw(t, "description")
	switch r.Protocol {
	case ec2.AllTraffic, "50":
	case "icmp", "icmpv6":
		r.FromPort, r.ToPort = aws.Int32(rapid.SampledFrom([]int32{-1, 3, 8}).Draw(t, "type")), aws.Int32(-1)
	default:
		port := rapid.SampledFrom([]int32{0, 21, 22, 23, 443, 3388, 3389, 3390, ec2.MaxPort})
		x, y := port.Draw(t, "from"), port.Draw(t, "to")
		r.FromPort, r.ToPort = aws.Int32(min(x, y)), aws.Int32(max(x, y))
	}
	return r
}

func drawPeer(t *rapid.T) ec2.Rule {
	return rapid.SampledFrom([]ec2.Rule{
		{CIDR: "0.0.0.0/0"},
		{CIDR6: "::/0"},
		{CIDR: "0.0.0.0/1"},
		{CIDR: "10.0.0.0/8"},
		{CIDR6: "2001:db8::/32"},
		{PrefixList: "pl-1"},
		{Group: &ec2.Peer{ID: "sg-1", Owner: "111122223333"}},
		{Group: &ec2.Peer{ID: "sg-2", Owner: "111122223333"}},
		{Group: &ec2.Peer{ID: "sg-3", Owner: "444455556666", VPC: "vpc-2", Peering: "pcx-1"}},
	}).Draw(t, "peer")
}
