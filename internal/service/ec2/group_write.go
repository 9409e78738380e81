package ec2

import (
	"strconv"

	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/ec2"
)

// AWS refuses a rule that is there already and, but for default VPCs, revoking one that is not: repeating one of these
// calls never does more than the first.
var (
	authorizeIngress = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).AuthorizeSecurityGroupIngress,
		"ec2:AuthorizeSecurityGroupIngress").Repeatable())
	revokeIngress = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).RevokeSecurityGroupIngress,
		"ec2:RevokeSecurityGroupIngress").Repeatable())
	authorizeEgress = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).AuthorizeSecurityGroupEgress,
		"ec2:AuthorizeSecurityGroupEgress").Repeatable())
	revokeEgress = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).RevokeSecurityGroupEgress,
		"ec2:RevokeSecurityGroupEgress").Repeatable())
)

var (
	interfacesCut = catalog.Text(Service, "ec2/interfaces",
		"{count} network interfaces carry {group} and lose this traffic at once, unless another of their groups lets it through: {interfaces}",
		"{group} は {count} 個のネットワークインターフェイスに付いており、他のグループが許可していなければ、この通信は直ちに途絶えます: {interfaces}")
	interfacesUnseen = catalog.Text(Service, "ec2/interfaces-unseen",
		"which network interfaces carry {group} could not be read: {reason}",
		"{group} が付いたネットワークインターフェイスを読み取れませんでした: {reason}")
	rulesAnew = catalog.Text(Service, "ec2/rules-anew",
		"undo makes the rules anew: with their descriptions, but with other rule ids and without tags of the rules, and only while the groups and prefix lists that they name exist",
		"元に戻すとルールは作り直されます。説明は復元されますが、ルール ID は変わり、ルールのタグは失われます。参照先のグループやプレフィックスリストが存在する必要があります")
)

func addInbound(group string, rules []ec2.Rule) awsop.Bound {
	return authorizeIngress.With(&sdk.AuthorizeSecurityGroupIngressInput{GroupId: &group, IpPermissions: permissions(rules)})
}

func takeInbound(group string, rules []ec2.Rule) awsop.Bound {
	return revokeIngress.With(&sdk.RevokeSecurityGroupIngressInput{GroupId: &group, IpPermissions: permissions(rules)})
}

func addOutbound(group string, rules []ec2.Rule) awsop.Bound {
	return authorizeEgress.With(&sdk.AuthorizeSecurityGroupEgressInput{GroupId: &group, IpPermissions: permissions(rules)})
}

func takeOutbound(group string, rules []ec2.Rule) awsop.Bound {
	return revokeEgress.With(&sdk.RevokeSecurityGroupEgressInput{GroupId: &group, IpPermissions: permissions(rules)})
}

// onInterfaces adds to an effect who carries the group today.
func onInterfaces(e catalog.Effect, g ec2.SecurityGroup) catalog.Effect {
	if g.Interfaces.State() == resource.Hidden {
		e.Risk = append(e.Risk, interfacesUnseen.With("group", g.Name, "reason", g.Interfaces.Why().String()))
	}
	if all := g.Interfaces.Value(); len(all) > 0 {
		e.Interrupts = append(e.Interrupts,
			interfacesCut.With("count", strconv.Itoa(len(all)), "group", g.Name, "interfaces", list(all)))
	}
	return e
}
