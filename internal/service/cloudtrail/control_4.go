package cloudtrail

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on4  = catalog.Text(Service, "CloudTrail.4/on", "log file validation is on", "ログファイルの検証が有効です")
	off4 = catalog.Text(Service, "CloudTrail.4/off", "log file validation is off", "ログファイルの検証が無効です")
)

var control4 = catalog.Control(Service, catalog.ControlSpec[cloudtrail.Trail, catalog.None]{
	ID:       "CloudTrail.4",
	Title:    "CloudTrail log file validation should be enabled",
	TitleJA:  "CloudTrail のログファイル検証を有効にする必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.FSBP:    "CloudTrail.4",
		standard.CIS120:  "2.2",
		standard.CIS140:  "3.2",
		standard.CIS300:  "3.2",
		standard.CIS500:  "3.2",
		standard.PCI321:  "PCI.CloudTrail.3:10.5.2;10.5.5",
		standard.PCI401:  "10.3.2",
		standard.NIST800: "CloudTrail.4",
	},
	Reads: []string{"Validation"},
	Evaluate: func(t cloudtrail.Trail, _ catalog.None, _ time.Time) control.Verdict {
		if t.Foreign() {
			return control.Skip(foreign.With("account", t.Owner()))
		}
		return control.PassIf(t.Validation.Value(), on4.With(), off4.With())
	},
})
