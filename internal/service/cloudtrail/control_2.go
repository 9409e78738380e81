package cloudtrail

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	key2  = catalog.Text(Service, "CloudTrail.2/key", "log files are encrypted with a KMS key", "ログファイルは KMS キーで暗号化されています")
	none2 = catalog.Text(Service, "CloudTrail.2/none",
		"log files are not encrypted with a KMS key", "ログファイルが KMS キーで暗号化されていません")
)

var control2 = catalog.Control(Service, catalog.ControlSpec[cloudtrail.Trail, catalog.None]{
	ID:       "CloudTrail.2",
	Title:    "CloudTrail should have encryption at-rest enabled",
	TitleJA:  "CloudTrail は保管時の暗号化を有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "CloudTrail.2",
		standard.CIS120:  "2.7",
		standard.CIS140:  "3.7",
		standard.CIS300:  "3.5",
		standard.CIS500:  "3.5",
		standard.PCI321:  "PCI.CloudTrail.1:3.4",
		standard.PCI401:  "10.3.2",
		standard.NIST800: "CloudTrail.2",
	},
	Reads: []string{"Encrypted"},
	Evaluate: func(t cloudtrail.Trail, _ catalog.None, _ time.Time) control.Verdict {
		if t.Foreign() {
			return control.Skip(foreign.With("account", t.Owner()))
		}
		return control.PassIf(t.Encrypted.Value(), key2.With(), none2.With())
	},
})
