package ec2

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func TestDisablePublicAccess(t *testing.T) {
	t.Parallel()
	ssh, all4 := from("0.0.0.0/0", ports("tcp", 22, 22)), from("0.0.0.0/0", allTraffic)
	ssh.Description, all4.Description = "temporary, for Bob", "everything"
	mixed := groupWith("bastion", append(everyPeer(), ssh, from("10.1.0.0/16", ports("tcp", 22, 22)), from("::/0", ports("tcp", 22, 22))), nil)
	mixed.Interfaces = resource.Is([]ec2.Interface{{ID: "eni-1", Instance: "i-1"}})
	wide := groupWith("web", []ec2.Rule{
		from("0.0.0.0/0", ports("tcp", 0, 65535)), from("0.0.0.0/0", ports("tcp", 443, 443)), from("::/0", ports("tcp", 3000, 4000)),
	}, nil)
	everything := groupWith("open", []ec2.Rule{all4, from("::/0", allTraffic), from("0.0.0.0/0", ports("tcp", 0, 21))}, nil)
	unseen := groupWith("web", []ec2.Rule{from("::/0", ports("6", 3389, 3389))}, nil)
	unseen.Interfaces = resource.HiddenFor[[]ec2.Interface](catalogtest.Denied)
	for name, c := range map[string]struct {
		group ec2.SecurityGroup
		set   map[string]any
	}{
		"mixed":            {mixed, nil},
		"wide":             {wide, nil},
		"wide-split":       {wide, map[string]any{"split": true}},
		"everything":       {everything, nil},
		"everything-split": {everything, map[string]any{"split": true}},
		"one-port":         {wide, map[string]any{"split": true, "ports": []int32{22}}},
		"unseen":           {unseen, nil},
		"udp-split":        {groupWith("rdp", []ec2.Rule{from("0.0.0.0/0", ports("udp", 3389, 3400)), from("10.0.0.0/8", ports("udp", 3389, 3389))}, nil), map[string]any{"split": true}},
		"already":          {groupWith("web", everyPeer(), nil), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			walk(t, c.group, catalogtest.Golden(t, disablePublicAccess, name, c.group, c.set))
		})
	}
	if _, err := disablePublicAccess.Params.With(map[string]any{"ports": []int32{}}); err == nil {
		t.Error("no ports at all are taken")
	}
}

// Whatever the rules: the controls pass, nothing else is touched, and there is a way back to the same rules.
func TestDisablePublicAccessAnyGroup(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := groupWith("web", drawRules(t, "ingress"), drawRules(t, "egress"))
		p := closeParams{Ports: []int32{22, 3389}, Split: rapid.Bool().Draw(t, "split")}
		d := disablePublicAccess.Derive(g, p, catalogtest.Now)
		after := as[ec2.SecurityGroup](t, d.After)
		for _, c := range []*catalog.ControlUnit{control13, control14, control53, control54} {
			if v := c.Evaluate(after, c.Params.Defaults, catalogtest.Now); v.Status != control.Passed {
				t.Fatalf("%s: %s", c.ID, v.Reason)
			}
		}
		if again := disablePublicAccess.Derive(after, p, catalogtest.Now); len(again.Moves) > 0 {
			t.Fatalf("planning again finds more to do")
		}
		for _, fact := range resource.Differing(g, after, securityGroups.Facts) {
			if fact != "Ingress" {
				t.Fatalf("changed %s", fact)
			}
		}
		walk(t, g, d)
		sameButBlocked(t, g.Ingress.Value(), after.Ingress.Value(), p)
	})
}

// sameButBlocked finds rules that are gone without need, and asks of many connections whether they are let through
// before and after.
func sameButBlocked(t *rapid.T, before, after []ec2.Rule, p closeParams) {
	for _, r := range missing(before, after) {
		if r.CIDR != "0.0.0.0/0" && r.CIDR6 != "::/0" {
			t.Fatalf("%s is gone", r)
		}
	}
	for _, c := range connections() {
		was, is := lets(before, c), lets(after, c)
		blocked := slices.Contains([]string{"tcp", "udp"}, c.Protocol) && slices.Contains(p.Ports, *c.FromPort)
		if is && !was || p.Split && was != is && !blocked {
			t.Fatalf("%s: was %v, is %v", c, was, is)
		}
	}
}

// connections are what the public may try: each a protocol on one port, or by one type of ICMP.
func connections() []ec2.Rule {
	var all []ec2.Rule
	for cidr, icmp := range map[string]string{"0.0.0.0/0": "icmp", "::/0": "icmpv6"} {
		for _, port := range []int32{0, 1, 21, 22, 23, 80, 3388, 3389, 3390, ec2.MaxPort} {
			all = append(all, from(cidr, ports("tcp", port, port)), from(cidr, ports("udp", port, port)))
		}
		all = append(all, from(cidr, ports(icmp, 8, 0)), from(cidr, ports(icmp, 3, 4)))
	}
	return all
}

func lets(rules []ec2.Rule, c ec2.Rule) bool {
	return slices.ContainsFunc(rules, func(r ec2.Rule) bool {
		switch {
		case r.CIDR != c.CIDR || r.CIDR6 != c.CIDR6:
			return false
		case r.Kind() == ec2.AllTraffic:
			return true
		case r.Kind() != c.Protocol:
			return false
		case c.Protocol == "tcp" || c.Protocol == "udp":
			return *r.FromPort <= *c.FromPort && *c.FromPort <= *r.ToPort
		}
		return *r.FromPort == -1 || *r.FromPort == *c.FromPort
	})
}
