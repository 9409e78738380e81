package ec2

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	closed54 = catalog.Text(Service, "EC2.54/closed", "no inbound rule lets ::/0 reach TCP or UDP port {ports}", "::/0 から TCP または UDP のポート {ports} に到達できるインバウンドルールはありません")
	open54   = catalog.Text(Service, "EC2.54/open", "::/0 can reach port {ports} by: {rules}", "次のルールにより ::/0 からポート {ports} に到達できます: {rules}")
)

type params54 struct {
	// RestrictPorts are the ports of TCP and UDP that must not be open to ::/0. Ports beyond the default must stand
	// among those of the remediation, too.
	RestrictPorts []int32 `json:"restrictPorts"`
}

// Validate wants at least one port, and only ports.
func (p params54) Validate() error { return validPorts(p.RestrictPorts) }

// control54 counts UDP, too, as AWS's managed rule vpc-sg-port-restriction-check does by default.
var control54 = catalog.Control(Service, catalog.ControlSpec[ec2.SecurityGroup, params54]{
	ID:       "EC2.54",
	Title:    "EC2 security groups should not allow ingress from ::/0 to remote server administration ports",
	TitleJA:  "EC2 セキュリティグループでは、::/0 からリモートサーバー管理ポートへのインバウンドを許可しないようにする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.CIS300: "5.3",
		standard.CIS500: "5.4",
		standard.PCI401: "EC2.54",
	},
	Reads:    []string{"Ingress"},
	Defaults: params54{RestrictPorts: []int32{22, 3389}},
	Evaluate: func(g ec2.SecurityGroup, p params54, _ time.Time) control.Verdict {
		open := letting(g.Ingress.Value(), func(r ec2.Rule) bool { return r.CIDR6 != "" && exposes(p.RestrictPorts)(r) })
		return control.PassIf(len(open) == 0, closed54.With("ports", listPorts(p.RestrictPorts)),
			open54.With("ports", listPorts(reached(open, p.RestrictPorts)), "rules", list(open)))
	},
})
