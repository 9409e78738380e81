package ec2

import (
	"slices"
	"testing"
)

func TestEntries(t *testing.T) {
	t.Parallel()
	port := int32(22)
	entry := func(number int32, egress bool, action, protocol, cidr string) Entry {
		return Entry{Number: number, Egress: egress, Action: action, Protocol: protocol, FromPort: &port, ToPort: &port, CIDR: cidr}
	}
	ordered := []Entry{
		entry(1, false, "deny", "6", "0.0.0.0/0"), entry(2, false, "allow", "6", "0.0.0.0/0"), entry(10, false, "allow", "17", "0.0.0.0/0"),
		entry(1, true, "allow", "6", "0.0.0.0/0"),
	}
	mixed := []Entry{ordered[3], ordered[2], ordered[0], ordered[1]}
	slices.SortFunc(mixed, Entry.Compare)
	for i, e := range ordered {
		if mixed[i].Compare(e) != 0 {
			t.Errorf("in place %d is %s", i, mixed[i])
		}
		if e.Opens(22) != (i == 1) {
			t.Errorf("%s opens port 22: %v", e, e.Opens(22))
		}
	}
	if got := ordered[1].String(); got != "2 allow tcp 22 0.0.0.0/0" {
		t.Errorf("got %q", got)
	}
}

func TestFlowLogs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		log  FlowLog
		want bool
	}{
		{FlowLog{Status: "ACTIVE", TrafficType: "REJECT"}, true},
		{FlowLog{Status: "ACTIVE", TrafficType: "ALL"}, true},
		{FlowLog{Status: "ACTIVE", TrafficType: "ACCEPT"}, false},
		{FlowLog{Status: "FAILED", TrafficType: "ALL"}, false},
	} {
		if c.log.Records("REJECT") != c.want {
			t.Errorf("%s: want %v", c.log, c.want)
		}
	}
	a, b := FlowLog{Status: "ACTIVE", TrafficType: "ALL", LogGroup: "a"}, FlowLog{Status: "ACTIVE", TrafficType: "ALL", LogGroup: "b"}
	if a.Compare(b) >= 0 || b.Compare(a) <= 0 || a.Compare(a) != 0 {
		t.Error("flow logs that differ by their group have no order")
	}
}
