package ec2

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on7  = catalog.Text(Service, "EC2.7/on", "EBS encryption by default is on in {region}", "{region} では EBS のデフォルト暗号化が有効です")
	off7 = catalog.Text(Service, "EC2.7/off", "EBS encryption by default is off in {region}", "{region} では EBS のデフォルト暗号化が無効です")
)

var control7 = catalog.Control(Service, catalog.ControlSpec[ec2.Account, catalog.None]{
	ID:       "EC2.7",
	Title:    "EBS default encryption should be enabled",
	TitleJA:  "EBS のデフォルト暗号化を有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "EC2.7",
		standard.CIS140:  "2.2.1",
		standard.CIS300:  "2.2.1",
		standard.CIS500:  "5.1.1",
		standard.NIST800: "EC2.7",
	},
	Reads: []string{"EBSEncryption"},
	Evaluate: func(a ec2.Account, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(a.EBSEncryption.Value(), on7.With("region", a.Region), off7.With("region", a.Region))
	},
})
