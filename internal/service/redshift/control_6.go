package redshift

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on6 = catalog.Text(Service, "Redshift.6/on",
		"AllowVersionUpgrade is true", "AllowVersionUpgrade は true です")
	off6 = catalog.Text(Service, "Redshift.6/off",
		"AllowVersionUpgrade is false: major versions are not upgraded to",
		"AllowVersionUpgrade が false のため、メジャーバージョンにアップグレードされません")
)

var control6 = catalog.Control(Service, catalog.ControlSpec[redshift.Cluster, catalog.None]{
	ID:       "Redshift.6",
	Title:    "Amazon Redshift should have automatic upgrades to major versions enabled",
	TitleJA:  "Amazon Redshift ではメジャーバージョンへの自動アップグレードを有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "Redshift.6",
		standard.NIST800: "Redshift.6",
	},
	Reads: []string{"AllowVersionUpgrade"},
	Evaluate: func(c redshift.Cluster, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(c.AllowVersionUpgrade.Value(), on6.With(), off6.With())
	},
})
