package all_test

import (
	"fmt"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

var namingsEC2 = map[resource.Type]naming{
	"AWS::EC2::EIP":           numberedEC2("elastic-ip", "eipalloc"),
	"AWS::EC2::Instance":      numberedEC2("instance", "i"),
	"AWS::EC2::NetworkAcl":    numberedEC2("network-acl", "acl"),
	"AWS::EC2::SecurityGroup": numberedEC2("security-group", "sg"),
	"AWS::EC2::VPC":           numberedEC2("vpc", "vpc"),
}

// numberedEC2 names resources as EC2 does: "sg-0000000000000001f".
func numberedEC2(kind, prefix string) naming {
	return func(region string, n int) (string, string) {
		name := fmt.Sprintf("%s-%017x", prefix, n)
		return resource.ARN(region, "ec2", region, account, kind+"/"+name), name
	}
}

var poolsEC2 = map[string]pool{
	"ec2.Account.PublicSnapshots": func(s *sampler, ref resource.Ref) any {
		return some(s, 3, "snap-1-"+ref.Region, "snap-2-"+ref.Region, "snap-3-"+ref.Region)
	},
	"ec2.Account.DefaultKey": func(s *sampler, _ resource.Ref) any {
		return pick(s, "alias/aws/ebs", "arn:aws:kms:eu-west-1:111122223333:key/1", "")
	},
	"ec2.SecurityGroup.Group": func(s *sampler, _ resource.Ref) any {
		return ec2.Group{Name: pick(s, "default", "web", "web & db"), VPC: "vpc-1", Description: pick(s, "", "made <by> hand")}
	},
	"ec2.SecurityGroup.Ingress": func(s *sampler, ref resource.Ref) any { return s.rules(ref.Name) },
	"ec2.SecurityGroup.Egress":  func(s *sampler, ref resource.Ref) any { return s.rules(ref.Name) },
	"ec2.VPC.FlowLogs": func(s *sampler, _ resource.Ref) any {
		return some(s, 2,
			ec2.FlowLog{Status: "ACTIVE", TrafficType: "ACCEPT", DestinationType: "cloud-watch-logs", LogGroup: "flow", Role: "arn:aws:iam::" + account + ":role/flow"},
			ec2.FlowLog{Status: "ACTIVE", TrafficType: "ALL", DestinationType: "s3", Destination: "arn:aws:s3:::flow"},
			ec2.FlowLog{Status: "ACTIVE", TrafficType: "REJECT", DestinationType: "s3", Destination: "arn:aws:s3:::flow/rejected"},
		)
	},
	"ec2.Instance.MetadataOptions": func(s *sampler, _ resource.Ref) any {
		return ec2.MetadataOptions{HTTPTokens: pick(s, "optional", "required"), HTTPEndpoint: pick(s, "enabled", "disabled"), HopLimit: 1}
	},
	"ec2.NetworkACL.Entries":       func(s *sampler, _ resource.Ref) any { return s.entries() },
	"ec2.SecurityGroup.References": func(s *sampler, _ resource.Ref) any { return some(s, 2, "sg-other", "vpc-2") },
}

// rules are such as a group can have, sorted: no two that AWS takes for one.
func (s *sampler) rules(group string) []ec2.Rule {
	all := []ec2.Rule{}
	for range s.IntN(8) {
		r := s.rule(group)
		if !slices.ContainsFunc(all, func(o ec2.Rule) bool { return o.String() == r.String() }) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, ec2.Rule.Compare)
	return all
}

func (s *sampler) rule(group string) ec2.Rule {
	r := pick(s,
		ec2.Rule{CIDR: "0.0.0.0/0"},
		ec2.Rule{CIDR: "0.0.0.0/0"},
		ec2.Rule{CIDR6: "::/0"},
		ec2.Rule{CIDR: "0.0.0.0/1"},
		ec2.Rule{CIDR: "10.0.0.0/8"},
		ec2.Rule{CIDR6: "2001:db8::/32"},
		ec2.Rule{PrefixList: "pl-1"},
		ec2.Rule{Group: &ec2.Peer{ID: group, Owner: account}},
		ec2.Rule{Group: &ec2.Peer{ID: "sg-peered", Owner: "444455556666", VPC: "vpc-2", Peering: "pcx-1"}},
	)
	r.Protocol = pick(s, "tcp", "tcp", "tcp", "6", "udp", "icmp", "icmpv6", "50", ec2.AllTraffic)
	r.Description = pick(s, "", "", "temporary, for <Bob>", "日本語")
	switch r.Protocol {
	case ec2.AllTraffic, "50":
	case "icmp", "icmpv6":
		kind, code := pick(s, int32(-1), 3, 8), int32(-1)
		r.FromPort, r.ToPort = &kind, &code
	default:
		ports := []int32{0, 1, 21, 22, 22, 23, 443, 3388, 3389, 3389, 3390, ec2.MaxPort}
		x, y := pick(s, ports...), pick(s, ports...)
		if s.one(2) {
			y = x
		}
		x, y = min(x, y), max(x, y)
		r.FromPort, r.ToPort = &x, &y
	}
	return r
}

// entries are those of a network ACL, in the order of their numbers.
func (s *sampler) entries() []ec2.Entry {
	all := []ec2.Entry{}
	for n := range s.IntN(5) {
		e := ec2.Entry{Number: int32(n+1) * 100, Action: pick(s, ec2.Allow, "deny"), Protocol: pick(s, "6", "6", "17", ec2.AllTraffic), CIDR: pick(s, "0.0.0.0/0", "10.0.0.0/8")}
		if e.Protocol != ec2.AllTraffic {
			from, to := pick(s, int32(0), 22, 443), pick(s, int32(443), 3389, ec2.MaxPort)
			e.FromPort, e.ToPort = &from, &to
		}
		all = append(all, e)
	}
	return all
}

var keepsEC2 = map[string]keeping{
	"ec2.SecurityGroup.Ingress": kept(func(u *catalog.RemediationUnit, before, after ec2.SecurityGroup) error {
		if empties(u, before) {
			return nil
		}
		return onlyPublicGone(before.Ingress.Value(), after.Ingress.Value())
	}),
	"ec2.SecurityGroup.Egress": kept(func(u *catalog.RemediationUnit, before, after ec2.SecurityGroup) error {
		if empties(u, before) {
			return nil
		}
		return fmt.Errorf("egress rules became %v", after.Egress.Value())
	}),
}

// empties tells whether the remediation is one that takes all rules out of default groups, and the group is one.
func empties(u *catalog.RemediationUnit, g ec2.SecurityGroup) bool {
	return slices.Contains(u.Controls, "EC2.2") && g.Group.Value().Default()
}

// onlyPublicGone holds that no rule is gone but those for everybody.
func onlyPublicGone(before, after []ec2.Rule) error {
	for _, r := range before {
		stays := slices.ContainsFunc(after, func(o ec2.Rule) bool { return o.Compare(r) == 0 })
		if !stays && r.CIDR != "0.0.0.0/0" && r.CIDR6 != "::/0" {
			return fmt.Errorf("rule %s is gone", r)
		}
	}
	return nil
}
