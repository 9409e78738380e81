package ec2

import "testing"

func rule(protocol string, from, to int32, cidr string) Rule {
	return Rule{Protocol: protocol, FromPort: &from, ToPort: &to, CIDR: cidr}
}

func TestRuleString(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]Rule{
		"all 0.0.0.0/0":         {Protocol: "-1", CIDR: "0.0.0.0/0"},
		"tcp 22 0.0.0.0/0":      rule("6", 22, 22, "0.0.0.0/0"),
		"udp 0-53 10.0.0.0/8":   rule("17", 0, 53, "10.0.0.0/8"),
		"icmp 10.0.0.0/8":       rule("icmp", -1, -1, "10.0.0.0/8"),
		"icmp 8/-1 10.0.0.0/8":  rule("1", 8, -1, "10.0.0.0/8"),
		"icmpv6 3/4 10.0.0.0/8": rule("58", 3, 4, "10.0.0.0/8"),
		"50 ::/0":               {Protocol: "50", CIDR6: "::/0"},
		"all pl-1":              {Protocol: "-1", PrefixList: "pl-1", Description: "left out"},
		"all sg-1":              {Protocol: "-1", Group: &Peer{ID: "sg-1", Owner: "1"}},
		"all 1/web":             {Protocol: "-1", Group: &Peer{Name: "web", Owner: "1"}},
	} {
		if got := r.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPublic(t *testing.T) {
	t.Parallel()
	for cidr, want := range map[string]bool{
		"0.0.0.0/0": true, "::/0": true, "0::/0": true, "0.0.0.0/1": false, "10.0.0.0/8": false, "": false, "x": false,
	} {
		if (Rule{CIDR: cidr}).Public() != want || (Rule{CIDR6: cidr}).Public() != want {
			t.Errorf("%q: want %v", cidr, want)
		}
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule Rule
		want bool
	}{
		{rule("tcp", 22, 22, ""), true},
		{rule("6", 0, 22, ""), true},
		{rule("tcp", 22, MaxPort, ""), true},
		{rule("tcp", 23, MaxPort, ""), false},
		{rule("tcp", 0, 21, ""), false},
		{rule("udp", 22, 22, ""), false},
		{rule("icmp", -1, -1, ""), false},
		{Rule{Protocol: "tcp"}, true},
		{Rule{Protocol: "-1"}, true},
		{Rule{Protocol: "47"}, false},
	} {
		if c.rule.Covers(22) != c.want {
			t.Errorf("%s: want %v", c.rule, c.want)
		}
	}
}

// UDP counts as well as TCP; nothing else has ports.
func TestReaches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule Rule
		want bool
	}{
		{rule("tcp", 22, 22, ""), true},
		{rule("udp", 22, 22, ""), true},
		{rule("17", 0, 22, ""), true},
		{rule("udp", 23, MaxPort, ""), false},
		{rule("icmp", -1, -1, ""), false},
		{Rule{Protocol: "-1"}, true},
		{Rule{Protocol: "47"}, false},
	} {
		if c.rule.Reaches(22) != c.want {
			t.Errorf("%s: want %v", c.rule, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	described := rule("tcp", 22, 22, "::/0")
	described.Description = "b"
	ordered := []Rule{{Protocol: "-1", CIDR: "::/0"}, rule("tcp", 21, 99, "::/0"), rule("tcp", 22, 22, "::/0"), described}
	for i, a := range ordered {
		for j, b := range ordered {
			if got := a.Compare(b); got > 0 != (i > j) || got < 0 != (i < j) {
				t.Errorf("%s and %s: %d", a, b, got)
			}
		}
	}
}
