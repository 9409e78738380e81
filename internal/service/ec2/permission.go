package ec2

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/mantenhq/manten/internal/resource/ec2"
)

// rules takes AWS's permissions apart into one rule for each peer, sorted.
func rules(permissions []types.IpPermission) []ec2.Rule {
	all := []ec2.Rule{}
	for _, p := range permissions {
		for _, r := range peers(p) {
			r.Protocol = aws.ToString(p.IpProtocol)
			if r.Protocol != ec2.AllTraffic {
				r.FromPort, r.ToPort = p.FromPort, p.ToPort
			}
			all = append(all, r)
		}
	}
	slices.SortFunc(all, ec2.Rule.Compare)
	return all
}

func peers(p types.IpPermission) []ec2.Rule {
	var all []ec2.Rule
	for _, peer := range p.IpRanges {
		all = append(all, ec2.Rule{CIDR: aws.ToString(peer.CidrIp), Description: aws.ToString(peer.Description)})
	}
	for _, peer := range p.Ipv6Ranges {
		all = append(all, ec2.Rule{CIDR6: aws.ToString(peer.CidrIpv6), Description: aws.ToString(peer.Description)})
	}
	for _, peer := range p.PrefixListIds {
		all = append(all, ec2.Rule{PrefixList: aws.ToString(peer.PrefixListId), Description: aws.ToString(peer.Description)})
	}
	for _, peer := range p.UserIdGroupPairs {
		all = append(all, ec2.Rule{Group: groupOf(peer), Description: aws.ToString(peer.Description)})
	}
	return all
}

// groupOf leaves out the name of a group that has an id, since AWS does not take both, and the status of a peering,
// which changes by itself.
func groupOf(p types.UserIdGroupPair) *ec2.Peer {
	peer := &ec2.Peer{
		ID: aws.ToString(p.GroupId), Owner: aws.ToString(p.UserId),
		VPC: aws.ToString(p.VpcId), Peering: aws.ToString(p.VpcPeeringConnectionId),
	}
	if peer.ID == "" {
		peer.Name = aws.ToString(p.GroupName)
	}
	return peer
}

// permissions puts rules together into AWS's permissions: one for each protocol and range of ports, in the order of
// the rules. Descriptions go along; AWS does not need them to revoke a rule, but takes them.
func permissions(rules []ec2.Rule) []types.IpPermission {
	var all []types.IpPermission
	for _, r := range slices.SortedFunc(slices.Values(rules), ec2.Rule.Compare) {
		if n := len(all); n == 0 || !matches(all[n-1], r) {
			all = append(all, types.IpPermission{IpProtocol: &r.Protocol, FromPort: r.FromPort, ToPort: r.ToPort})
		}
		add(&all[len(all)-1], r)
	}
	return all
}

func matches(p types.IpPermission, r ec2.Rule) bool {
	return *p.IpProtocol == r.Protocol && equal(p.FromPort, r.FromPort) && equal(p.ToPort, r.ToPort)
}

func equal(a, b *int32) bool {
	return a == b || a != nil && b != nil && *a == *b
}

func add(p *types.IpPermission, r ec2.Rule) {
	description := unlessEmpty(r.Description)
	switch {
	case r.Group != nil:
		p.UserIdGroupPairs = append(p.UserIdGroupPairs, types.UserIdGroupPair{
			GroupId: unlessEmpty(r.Group.ID), GroupName: unlessEmpty(r.Group.Name), UserId: unlessEmpty(r.Group.Owner),
			VpcId: unlessEmpty(r.Group.VPC), VpcPeeringConnectionId: unlessEmpty(r.Group.Peering), Description: description,
		})
	case r.PrefixList != "":
		p.PrefixListIds = append(p.PrefixListIds, types.PrefixListId{PrefixListId: &r.PrefixList, Description: description})
	case r.CIDR6 != "":
		p.Ipv6Ranges = append(p.Ipv6Ranges, types.Ipv6Range{CidrIpv6: &r.CIDR6, Description: description})
	default:
		p.IpRanges = append(p.IpRanges, types.IpRange{CidrIp: &r.CIDR, Description: description})
	}
}

// unlessEmpty is nil for an empty text: AWS refuses empty descriptions and ids.
func unlessEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
