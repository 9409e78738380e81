package ec2

import (
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/text"
)

var (
	closeSummary = catalog.Text(Service, "DisablePublicAccessForSecurityGroup/summary",
		"Takes the inbound rules by which everybody can reach SSH or RDP out of the security group; all other rules stay as they are.",
		"誰でも SSH または RDP に到達できるインバウンドルールをセキュリティグループから取り除きます。他のルールは変わりません。")
	closeRisk = catalog.Text(Service, "DisablePublicAccessForSecurityGroup/risk",
		"everybody can reach port {ports} today by {rules}; whoever relies on that, administrators included, no longer can. AWS Systems Manager Session Manager needs no open port",
		"現在 {rules} により誰でもポート {ports} に到達できます。管理者を含め、それに頼る利用者は接続できなくなります。AWS Systems Manager Session Manager なら開いたポートは不要です")
	closeOthers = catalog.Text(Service, "DisablePublicAccessForSecurityGroup/others",
		"rule {rule} goes whole, and with it public access to {others}; with the parameter split that stays",
		"ルール {rule} 全体が削除され、{others} への公開アクセスも失われます。パラメーター split を指定すると残せます")
	closeProtocols = catalog.Text(Service, "DisablePublicAccessForSecurityGroup/protocols",
		"rule {rule} lets every IP protocol through; those other than TCP, UDP and ICMP, such as GRE and ESP, lose public access",
		"ルール {rule} はすべての IP プロトコルを許可しています。GRE や ESP など TCP、UDP、ICMP 以外は公開アクセスを失います")
)

type closeParams struct {
	// Ports are those that not everybody shall reach, by TCP or by UDP.
	Ports []int32 `json:"ports"`
	// Split keeps the rest of a wider rule open, by rules for the remaining ports.
	Split bool `json:"split"`
}

// Validate wants at least one port, and only ports.
func (p closeParams) Validate() error { return validPorts(p.Ports) }

var disablePublicAccess = catalog.Remediation(Service, catalog.RemediationSpec[ec2.SecurityGroup, closeParams]{
	Name:     "DisablePublicAccessForSecurityGroup",
	File:     "disable_public_access_for_security_group",
	Summary:  closeSummary,
	Controls: []control.ID{"EC2.13", "EC2.14", "EC2.53", "EC2.54"},
	Reads:    []string{"Ingress"},
	Looks:    []string{"Interfaces"},
	Defaults: closeParams{Ports: []int32{22, 3389}},
	Writes:   []*awsop.Op{revokeIngress.Op, authorizeIngress.Op},
	Plan: func(g ec2.SecurityGroup, p closeParams, _ time.Time) catalog.Edit[ec2.SecurityGroup] {
		before := g.Ingress.Value()
		open := letting(before, exposes(p.Ports))
		if len(open) == 0 {
			return catalog.Edit[ec2.SecurityGroup]{After: g}
		}
		others := slices.DeleteFunc(slices.Clone(before), exposes(p.Ports))
		e := catalog.Edit[ec2.SecurityGroup]{Effect: closeEffect(g, open, others, p)}
		var parts []ec2.Rule
		if p.Split {
			parts = partsOf(open, others, p.Ports)
		}
		if len(parts) > 0 { // first what stays open, so that it is open all the time
			g.Ingress = resource.Is(sorted(before, parts))
			e.Moves = append(e.Moves, catalog.Move{Do: addInbound(g.Name, parts), Undo: takeInbound(g.Name, parts), Leaves: g})
		}
		g.Ingress = resource.Is(sorted(others, parts))
		e.Moves = append(e.Moves, catalog.Move{Do: takeInbound(g.Name, open), Undo: addInbound(g.Name, open)})
		e.After = g
		return e
	},
})

// partsOf are the rules that keep the rest of the open ones, as far as the others do not have it already.
func partsOf(open, others []ec2.Rule, ports []int32) []ec2.Rule {
	var wanted []ec2.Rule
	for _, r := range open {
		wanted = append(wanted, remainder(r, ports)...)
	}
	return missing(wanted, others)
}

func sorted(rules ...[]ec2.Rule) []ec2.Rule {
	all := append([]ec2.Rule{}, slices.Concat(rules...)...)
	slices.SortFunc(all, ec2.Rule.Compare)
	return all
}

func closeEffect(g ec2.SecurityGroup, open, others []ec2.Rule, p closeParams) catalog.Effect {
	e := catalog.Effect{Risk: []text.Message{
		closeRisk.With("ports", listPorts(reached(open, p.Ports)), "rules", list(open)),
	}}
	for _, r := range open {
		if lost := onlyBy(r, p.Ports, others); !p.Split && len(lost) > 0 {
			e.Risk = append(e.Risk, closeOthers.With("rule", r.String(), "others", list(lost)))
		}
		if r.Kind() == ec2.AllTraffic {
			e.Risk = append(e.Risk, closeProtocols.With("rule", r.String()))
		}
	}
	e.Risk = append(e.Risk, rulesAnew.With())
	return onInterfaces(e, g)
}
