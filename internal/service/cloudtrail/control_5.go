package cloudtrail

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	group5 = catalog.Text(Service, "CloudTrail.5/group", "events go to log group {group}", "イベントはロググループ {group} に送られています")
	none5  = catalog.Text(Service, "CloudTrail.5/none", "events do not go to CloudWatch Logs", "イベントが CloudWatch Logs に送られていません")
)

var control5 = catalog.Control(Service, catalog.ControlSpec[cloudtrail.Trail, catalog.None]{
	ID:       "CloudTrail.5",
	Title:    "CloudTrail trails should be integrated with Amazon CloudWatch Logs",
	TitleJA:  "CloudTrail の証跡は Amazon CloudWatch Logs と統合する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "CloudTrail.5",
		standard.CIS120:  "2.4",
		standard.CIS140:  "3.4",
		standard.PCI321:  "PCI.CloudTrail.4:10.5.3",
		standard.NIST800: "CloudTrail.5",
	},
	Reads: []string{"Delivery"},
	Evaluate: func(t cloudtrail.Trail, _ catalog.None, _ time.Time) control.Verdict {
		if t.Foreign() {
			return control.Skip(foreign.With("account", t.Owner()))
		}
		d, ok := t.Delivery.Get()
		return control.PassIf(ok, group5.With("group", cloudtrail.GroupName(d.LogGroup)), none5.With())
	},
})
