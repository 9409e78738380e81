package ec2

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	closed14 = catalog.Text(Service, "EC2.14/closed", "no inbound rule lets everybody reach TCP {ports}", "誰でも TCP {ports} に到達できるインバウンドルールはありません")
	open14   = catalog.Text(Service, "EC2.14/open", "everybody can reach TCP {ports} by: {rules}", "次のルールにより誰でも TCP {ports} に到達できます: {rules}")
)

type params14 struct {
	// BlockedPorts are the TCP ports that must not be open to everybody. Ports beyond the default must stand among
	// those of the remediation, too.
	BlockedPorts []int32 `json:"blockedPorts"`
}

// Validate wants at least one port, and only ports.
func (p params14) Validate() error { return validPorts(p.BlockedPorts) }

var control14 = catalog.Control(Service, catalog.ControlSpec[ec2.SecurityGroup, params14]{
	ID:       "EC2.14",
	Title:    "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 3389",
	TitleJA:  "セキュリティグループでは、0.0.0.0/0 または ::/0 からポート 3389 へのインバウンドを許可しないようにする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.CIS120: "4.2",
		standard.PCI401: "1.3.1",
	},
	Reads:    []string{"Ingress"},
	Defaults: params14{BlockedPorts: []int32{3389}},
	Evaluate: func(g ec2.SecurityGroup, p params14, _ time.Time) control.Verdict {
		open := letting(g.Ingress.Value(), opens(p.BlockedPorts))
		ports := listPorts(reached(open, p.BlockedPorts))
		return control.PassIf(len(open) == 0,
			closed14.With("ports", listPorts(p.BlockedPorts)), open14.With("ports", ports, "rules", list(open)))
	},
})
