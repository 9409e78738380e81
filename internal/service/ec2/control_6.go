package ec2

import (
	"fmt"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	logged6 = catalog.Text(Service, "EC2.6/logged", "an active flow log records {traffic} traffic of the VPC", "VPC の {traffic} トラフィックを記録する有効なフローログがあります")
	none6   = catalog.Text(Service, "EC2.6/none", "the VPC has no flow log", "VPC にフローログがありません")
	other6  = catalog.Text(Service, "EC2.6/other", "no active flow log of the VPC records {traffic} traffic; there are: {logs}", "VPC の {traffic} トラフィックを記録する有効なフローログがありません。現在のフローログ: {logs}")
)

type params6 struct {
	// TrafficType is what must be recorded at least: "REJECT", "ACCEPT" or "ALL".
	TrafficType string `json:"trafficType"`
}

// Validate wants one of AWS's traffic types.
func (p params6) Validate() error {
	if !slices.Contains([]string{"ACCEPT", "REJECT", ec2.AllFlowTraffic}, p.TrafficType) {
		return fmt.Errorf("%q is not ACCEPT, REJECT or ALL", p.TrafficType)
	}
	return nil
}

var control6 = catalog.Control(Service, catalog.ControlSpec[ec2.VPC, params6]{
	ID:       "EC2.6",
	Title:    "VPC flow logging should be enabled in all VPCs",
	TitleJA:  "すべての VPC で VPC フローログを有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "EC2.6",
		standard.CIS120:  "2.9",
		standard.CIS140:  "3.9",
		standard.CIS300:  "3.7",
		standard.CIS500:  "3.7",
		standard.PCI321:  "PCI.EC2.6:10.3.3;10.3.4;10.3.5;10.3.6",
		standard.NIST800: "EC2.6",
	},
	Reads:    []string{"FlowLogs"},
	Defaults: params6{TrafficType: "REJECT"},
	Evaluate: func(v ec2.VPC, p params6, _ time.Time) control.Verdict {
		logs := v.FlowLogs.Value()
		if len(logs) == 0 {
			return control.Fail(none6.With())
		}
		enough := slices.ContainsFunc(logs, func(f ec2.FlowLog) bool { return f.Records(p.TrafficType) })
		return control.PassIf(enough, logged6.With("traffic", p.TrafficType),
			other6.With("traffic", p.TrafficType, "logs", list(logs)))
	},
})
