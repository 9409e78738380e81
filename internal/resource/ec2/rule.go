package ec2

import (
	"cmp"
	"net/netip"
	"strconv"
)

// Rule is an entry of a security group for exactly one peer: one of CIDR, CIDR6, PrefixList and Group is set. AWS
// gathers entries of the same protocol and ports in an IpPermission; here each stands by itself.
type Rule struct {
	// Protocol is "tcp", "udp", "icmp", "icmpv6", a protocol's number, or "-1" for all traffic.
	Protocol string
	// FromPort and ToPort are the ports; for ICMP the type and the code, -1 for all. They are nil for all traffic.
	FromPort *int32 `json:",omitempty"`
	ToPort   *int32 `json:",omitempty"`

	CIDR       string `json:",omitempty"`
	CIDR6      string `json:",omitempty"`
	PrefixList string `json:",omitempty"`
	Group      *Peer  `json:",omitempty"`

	Description string `json:",omitempty"`
}

// Peer is a security group that a rule names, the rule's own group included.
type Peer struct {
	ID string
	// Name stands only where AWS gives no id.
	Name string `json:",omitempty"`
	// Owner is the account that the group belongs to.
	Owner string `json:",omitempty"`
	// VPC and Peering are set for a group in a peered VPC.
	VPC     string `json:",omitempty"`
	Peering string `json:",omitempty"`
}

// AllTraffic is the protocol of rules for all protocols.
const AllTraffic = "-1"

// Kind is the protocol by its name, where it has one: "tcp" for "6".
func (r Rule) Kind() string {
	switch r.Protocol {
	case "1":
		return "icmp"
	case "6":
		return "tcp"
	case "17":
		return "udp"
	case "58":
		return "icmpv6"
	}
	return r.Protocol
}

// Public tells whether the peer is everybody, by IPv4 or by IPv6.
func (r Rule) Public() bool {
	p, err := netip.ParsePrefix(cmp.Or(r.CIDR, r.CIDR6))
	return err == nil && p.Bits() == 0
}

// Covers tells whether the rule lets through TCP on a port.
func (r Rule) Covers(port int32) bool {
	switch r.Kind() {
	case AllTraffic:
		return true
	case "tcp":
		from, to := r.Ports()
		return from <= port && port <= to
	}
	return false
}

// Reaches tells whether the rule lets through TCP or UDP on a port.
func (r Rule) Reaches(port int32) bool {
	if r.Kind() == "udp" {
		from, to := r.Ports()
		return from <= port && port <= to
	}
	return r.Covers(port)
}

// Ports are the rule's ports, all of them where it names none.
func (r Rule) Ports() (from, to int32) {
	if r.FromPort == nil || r.ToPort == nil {
		return 0, MaxPort
	}
	return *r.FromPort, *r.ToPort
}

// MaxPort is the last port of TCP and UDP.
const MaxPort = 65535

// String is the rule without its description: "tcp 20-25 0.0.0.0/0". Of two rules of a group it is the same exactly
// where AWS takes them for one rule.
func (r Rule) String() string {
	return r.traffic() + " " + r.peer()
}

func (r Rule) traffic() string {
	kind := r.Kind()
	switch {
	case kind == AllTraffic:
		return "all"
	case r.FromPort == nil || r.ToPort == nil || *r.FromPort < 0:
		return kind
	case kind == "icmp" || kind == "icmpv6":
		return kind + " " + port(*r.FromPort) + "/" + port(*r.ToPort)
	case *r.FromPort == *r.ToPort:
		return kind + " " + port(*r.FromPort)
	}
	return kind + " " + port(*r.FromPort) + "-" + port(*r.ToPort)
}

func (r Rule) peer() string {
	if r.Group != nil {
		return cmp.Or(r.Group.ID, r.Group.Owner+"/"+r.Group.Name)
	}
	return cmp.Or(r.CIDR, r.CIDR6, r.PrefixList)
}

func port(n int32) string { return strconv.FormatInt(int64(n), 10) }

// Compare orders rules by protocol, ports, peer and description.
func (r Rule) Compare(o Rule) int {
	return cmp.Or(
		cmp.Compare(r.Protocol, o.Protocol),
		compareNil(r.FromPort, o.FromPort), compareNil(r.ToPort, o.ToPort),
		cmp.Compare(r.CIDR, o.CIDR), cmp.Compare(r.CIDR6, o.CIDR6), cmp.Compare(r.PrefixList, o.PrefixList),
		cmp.Compare(r.peer(), o.peer()), cmp.Compare(r.Description, o.Description),
	)
}

// compareNil orders no port before any port.
func compareNil(a, b *int32) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return cmp.Compare(*a, *b)
}
