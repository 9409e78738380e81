package ec2

import (
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/text"
)

var (
	defaultSummary = catalog.Text(Service, "RemoveVPCDefaultSecurityGroupRules/summary",
		"Removes all inbound and outbound rules of a VPC's default security group.",
		"VPC のデフォルトセキュリティグループのインバウンドルールとアウトバウンドルールをすべて削除します。")
	defaultOther = catalog.Text(Service, "RemoveVPCDefaultSecurityGroupRules/other",
		"group {name} is not the default group of a VPC; its rules are not touched",
		"グループ {name} は VPC のデフォルトグループではないため、ルールは変更しません")
	defaultReferenced = catalog.Text(Service, "RemoveVPCDefaultSecurityGroupRules/referenced",
		"rules elsewhere name this group ({references}); traffic between its members and theirs ends",
		"他の場所のルールがこのグループを参照しています ({references})。双方のメンバー間の通信は途絶えます")
	defaultUnseen = catalog.Text(Service, "RemoveVPCDefaultSecurityGroupRules/unseen",
		"which other groups name this one in their rules could not be read: {reason}",
		"このグループを参照する他のグループを読み取れませんでした: {reason}")
)

var removeDefaultRules = catalog.Remediation(Service, catalog.RemediationSpec[ec2.SecurityGroup, catalog.None]{
	Name:     "RemoveVPCDefaultSecurityGroupRules",
	File:     "remove_vpc_default_security_group_rules",
	Summary:  defaultSummary,
	Controls: []control.ID{"EC2.2"},
	Reads:    []string{"Group", "Ingress", "Egress"},
	Looks:    []string{"Interfaces", "References"},
	Writes:   []*awsop.Op{revokeIngress.Op, revokeEgress.Op, authorizeIngress.Op, authorizeEgress.Op},
	Plan: func(g ec2.SecurityGroup, _ catalog.None, _ time.Time) catalog.Edit[ec2.SecurityGroup] {
		ingress, egress := g.Ingress.Value(), g.Egress.Value()
		switch {
		case !g.Group.Value().Default():
			return catalog.Edit[ec2.SecurityGroup]{
				After: g, Effect: catalog.Effect{Refused: defaultOther.With("name", g.Group.Value().Name)},
			}
		case len(ingress)+len(egress) == 0:
			return catalog.Edit[ec2.SecurityGroup]{After: g}
		}
		e := catalog.Edit[ec2.SecurityGroup]{Effect: emptyEffect(g)}
		if len(ingress) > 0 {
			g.Ingress = resource.Is([]ec2.Rule{})
			e.Moves = append(e.Moves, catalog.Move{
				Do: takeInbound(g.Name, ingress), Undo: addInbound(g.Name, ingress), Leaves: g,
			})
		}
		if len(egress) > 0 {
			g.Egress = resource.Is([]ec2.Rule{})
			e.Moves = append(e.Moves, catalog.Move{Do: takeOutbound(g.Name, egress), Undo: addOutbound(g.Name, egress)})
		}
		e.Moves[len(e.Moves)-1].Leaves = nil
		e.After = g
		return e
	},
})

func emptyEffect(g ec2.SecurityGroup) catalog.Effect {
	e := catalog.Effect{Risk: []text.Message{rulesAnew.With()}}
	if g.References.State() == resource.Hidden {
		e.Risk = append(e.Risk, defaultUnseen.With("reason", g.References.Why().String()))
	}
	if all := g.References.Value(); len(all) > 0 {
		e.Risk = append(e.Risk, defaultReferenced.With("references", listed(all)))
	}
	return onInterfaces(e, g)
}
