package ec2

import (
	"cmp"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	named2  = catalog.Text(Service, "EC2.2/named", "group {name} is not the default group of its VPC", "グループ {name} は VPC のデフォルトグループではありません")
	closed2 = catalog.Text(Service, "EC2.2/closed", "the default group of {vpc} has no rules", "{vpc} のデフォルトグループにルールはありません")
	open2   = catalog.Text(Service, "EC2.2/open",
		"the default group of {vpc} lets traffic through; inbound: {ingress}; outbound: {egress}",
		"{vpc} のデフォルトグループがトラフィックを許可しています。インバウンド: {ingress}、アウトバウンド: {egress}")
)

var control2 = catalog.Control(Service, catalog.ControlSpec[ec2.SecurityGroup, catalog.None]{
	ID:       "EC2.2",
	Title:    "VPC default security groups should not allow inbound or outbound traffic",
	TitleJA:  "VPC のデフォルトセキュリティグループでは、インバウンドとアウトバウンドのトラフィックを許可しないようにする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "EC2.2",
		standard.CIS120:  "4.3",
		standard.CIS140:  "5.3",
		standard.CIS300:  "5.4",
		standard.CIS500:  "5.5",
		standard.PCI321:  "PCI.EC2.2:1.2.1;1.3.4;2.1",
		standard.NIST800: "EC2.2",
	},
	Reads: []string{"Group", "Ingress", "Egress"},
	Evaluate: func(g ec2.SecurityGroup, _ catalog.None, _ time.Time) control.Verdict {
		group, ingress, egress := g.Group.Value(), g.Ingress.Value(), g.Egress.Value()
		if !group.Default() {
			return control.Skip(named2.With("name", group.Name))
		}
		return control.PassIf(len(ingress)+len(egress) == 0, closed2.With("vpc", group.VPC),
			open2.With("vpc", group.VPC, "ingress", cmp.Or(list(ingress), "-"), "egress", cmp.Or(list(egress), "-")))
	},
})
