package rds

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on13  = catalog.Text(Service, "RDS.13/on", "AutoMinorVersionUpgrade is true", "AutoMinorVersionUpgrade は true です")
	off13 = catalog.Text(Service, "RDS.13/off", "AutoMinorVersionUpgrade is false: minor versions with security patches are not taken over", "AutoMinorVersionUpgrade が false で、セキュリティパッチを含むマイナーバージョンが適用されません")
)

var control13 = catalog.Control(Service, catalog.ControlSpec[rds.DBInstance, catalog.None]{
	ID:       "RDS.13",
	Title:    "RDS automatic minor version upgrades should be enabled",
	TitleJA:  "RDS の自動マイナーバージョンアップグレードを有効にする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "RDS.13",
		standard.CIS300:  "2.3.2",
		standard.CIS500:  "2.2.2",
		standard.PCI401:  "6.3.3",
		standard.NIST800: "RDS.13",
	},
	Reads: []string{"AutoMinorVersionUpgrade"},
	Evaluate: func(i rds.DBInstance, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(i.AutoMinorVersionUpgrade.Value(), on13.With(), off13.With())
	},
})
