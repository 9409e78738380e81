package ec2

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	closed13 = catalog.Text(Service, "EC2.13/closed", "no inbound rule lets everybody reach TCP port 22", "誰でも TCP ポート 22 に到達できるインバウンドルールはありません")
	open13   = catalog.Text(Service, "EC2.13/open", "everybody can reach TCP port 22 by: {rules}", "次のルールにより誰でも TCP ポート 22 に到達できます: {rules}")
)

var control13 = catalog.Control(Service, catalog.ControlSpec[ec2.SecurityGroup, catalog.None]{
	ID:       "EC2.13",
	Title:    "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22",
	TitleJA:  "セキュリティグループでは、0.0.0.0/0 または ::/0 からポート 22 へのインバウンドを許可しないようにする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.CIS120:  "4.1",
		standard.PCI321:  "PCI.EC2.5:1.2.1;1.3.1;2.2.2",
		standard.PCI401:  "1.3.1",
		standard.NIST800: "EC2.13",
	},
	Reads: []string{"Ingress"},
	Evaluate: func(g ec2.SecurityGroup, _ catalog.None, _ time.Time) control.Verdict {
		open := letting(g.Ingress.Value(), opens([]int32{22}))
		return control.PassIf(len(open) == 0, closed13.With(), open13.With("rules", list(open)))
	},
})
