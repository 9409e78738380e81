package ec2

import (
	"github.com/mantenhq/manten/internal/resource/ec2"
)

// remainder is what a rule lets through besides the ports of TCP and UDP, as rules with the same peer and description.
//
// What is left of all traffic (protocol -1) cannot be written down whole: each of the other 250-odd IP protocols would
// need a rule of its own, and a group has room for 60. TCP, UDP and ICMP are kept, by which nearly everything that
// comes from everybody comes; GRE, ESP, SCTP and the rest are not. ICMP is that of the peer's address family: AWS takes
// "icmp" for IPv4 and "icmpv6" for IPv6.
func remainder(r ec2.Rule, ports []int32) []ec2.Rule {
	if r.Kind() != ec2.AllTraffic {
		return inSpans(r, r.Protocol, spanOf(r).without(spansOf(ports)))
	}
	rest := inSpans(r, "tcp", allPorts.without(spansOf(ports)))
	rest = append(rest, inSpans(r, "udp", allPorts.without(spansOf(ports)))...)
	icmp := "icmp"
	if r.CIDR6 != "" {
		icmp = "icmpv6"
	}
	return append(rest, inSpans(r, icmp, []span{{-1, -1}})...)
}

func spansOf(ports []int32) []span {
	var all []span
	for _, p := range ports {
		all = append(all, span{p, p})
	}
	return all
}

// inSpans makes rules like r with another protocol and other ports.
func inSpans(r ec2.Rule, protocol string, spans []span) []ec2.Rule {
	var all []ec2.Rule
	for _, s := range spans {
		part := r
		part.Protocol, part.FromPort, part.ToPort = protocol, &s.from, &s.to
		all = append(all, part)
	}
	return all
}

// missing lists those of the wanted rules that are not there yet, each once. AWS refuses a rule that differs from
// another by its description only.
func missing(wanted, there []ec2.Rule) []ec2.Rule {
	seen := map[string]bool{}
	for _, r := range there {
		seen[r.String()] = true
	}
	var out []ec2.Rule
	for _, r := range wanted {
		if !seen[r.String()] {
			seen[r.String()] = true
			out = append(out, r)
		}
	}
	return out
}

// onlyBy lists what everybody can reach by the rule besides the ports of TCP and UDP, and by none of the others.
func onlyBy(r ec2.Rule, ports []int32, others []ec2.Rule) []ec2.Rule {
	var lost []ec2.Rule
	for _, part := range remainder(r, ports) {
		lost = append(lost, inSpans(part, part.Protocol, spanOf(part).without(alike(part, others)))...)
	}
	return lost
}

// alike are the ports that others let the same peer reach by the same protocol.
func alike(r ec2.Rule, others []ec2.Rule) []span {
	var all []span
	for _, o := range others {
		if o.Kind() == r.Kind() && o.CIDR == r.CIDR && o.CIDR6 == r.CIDR6 {
			all = append(all, spanOf(o))
		}
	}
	return all
}
