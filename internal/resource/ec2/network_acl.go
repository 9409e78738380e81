package ec2

import (
	"cmp"
	"strconv"

	"github.com/mantenhq/manten/internal/resource"
)

// NetworkACL is a network access control list of a VPC.
type NetworkACL struct {
	resource.Ref
	// IsDefault is whether it is the list that its VPC came with.
	IsDefault resource.Fact[bool]
	VPC       resource.Fact[string]
	// Entries are those for inbound traffic and then those for outbound traffic, each in the order of their numbers.
	Entries resource.Fact[[]Entry]
	Tags    resource.Fact[map[string]string]
}

// Entry is a numbered rule of a network ACL for one range of addresses, of IPv4 or of IPv6.
type Entry struct {
	Number int32
	Egress bool
	// Action is "allow" or "deny".
	Action string
	// Protocol is a protocol's number, or "-1" for all traffic.
	Protocol string
	// FromPort and ToPort are the ports of TCP and UDP; for ICMP the type and the code.
	FromPort *int32 `json:",omitempty"`
	ToPort   *int32 `json:",omitempty"`

	CIDR  string `json:",omitempty"`
	CIDR6 string `json:",omitempty"`
}

// Allow is the action of an entry that lets traffic through.
const Allow = "allow"

// Opens tells whether the entry lets everybody reach a TCP port, other entries left aside.
func (e Entry) Opens(port int32) bool {
	r := e.rule()
	return !e.Egress && e.Action == Allow && r.Public() && r.Covers(port)
}

// rule is the traffic of the entry as a security group would write it.
func (e Entry) rule() Rule {
	return Rule{Protocol: e.Protocol, FromPort: e.FromPort, ToPort: e.ToPort, CIDR: e.CIDR, CIDR6: e.CIDR6}
}

// String is the entry on one line: "100 allow tcp 20-25 0.0.0.0/0".
func (e Entry) String() string {
	return strconv.Itoa(int(e.Number)) + " " + e.Action + " " + e.rule().String()
}

// Compare orders entries by direction, number and traffic.
func (e Entry) Compare(o Entry) int {
	return cmp.Or(
		cmp.Compare(strconv.FormatBool(e.Egress), strconv.FormatBool(o.Egress)), cmp.Compare(e.Number, o.Number),
		cmp.Compare(e.Action, o.Action), e.rule().Compare(o.rule()),
	)
}
