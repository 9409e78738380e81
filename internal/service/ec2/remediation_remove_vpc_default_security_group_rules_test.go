package ec2

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

func TestRemoveDefaultRules(t *testing.T) {
	t.Parallel()
	used := groupWith("default", everyPeer(), []ec2.Rule{from("0.0.0.0/0", allTraffic), from("::/0", ports("icmpv6", -1, -1))})
	used.Interfaces = resource.Is([]ec2.Interface{{ID: "eni-1", Instance: "i-1"}, {ID: "eni-2", Description: "AWS Lambda VPC ENI-f"}, {ID: "eni-3"}})
	used.References = resource.Is([]string{"sg-2", "vpc-2"})
	unseen := groupWith("default", nil, []ec2.Rule{from("0.0.0.0/0", allTraffic)})
	unseen.Interfaces = resource.HiddenFor[[]ec2.Interface](catalogtest.Denied)
	unseen.References = resource.HiddenFor[[]string](catalogtest.Denied)
	for name, g := range map[string]ec2.SecurityGroup{
		"used":    used,
		"unseen":  unseen,
		"already": groupWith("default", nil, nil),
		"other":   groupWith("web", everyPeer(), nil),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			walk(t, g, catalogtest.Golden(t, removeDefaultRules, name, g, nil))
		})
	}
}

func TestRemoveDefaultRulesAnyGroup(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"default", "default", "web"}).Draw(t, "name")
		g := groupWith(name, drawRules(t, "ingress"), drawRules(t, "egress"))
		d := removeDefaultRules.Derive(g, catalog.None{}, catalogtest.Now)
		want := control.Passed
		if name != "default" {
			want = control.NotApplicable
			if len(d.Moves) > 0 || d.Refused.IsZero() {
				t.Fatalf("a group named %s is emptied", name)
			}
		}
		if v := control2.Evaluate(d.After, catalog.None{}, catalogtest.Now); v.Status != want {
			t.Fatalf("EC2.2: %s", v.Reason)
		}
		if again := removeDefaultRules.Derive(d.After, catalog.None{}, catalogtest.Now); len(again.Moves) > 0 {
			t.Fatalf("planning again finds more to do")
		}
		walk(t, g, d)
	})
}
