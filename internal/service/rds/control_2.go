package rds

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	off2 = catalog.Text(Service, "RDS.2/off", "PubliclyAccessible is false: the host name leads to a private address", "PubliclyAccessible は false で、ホスト名はプライベートアドレスに解決されます")
	on2  = catalog.Text(Service, "RDS.2/on", "PubliclyAccessible is true: outside of its VPC the host name leads to a public address", "PubliclyAccessible が true で、VPC の外ではホスト名がパブリックアドレスに解決されます")
)

var control2 = catalog.Control(Service, catalog.ControlSpec[rds.DBInstance, catalog.None]{
	ID:       "RDS.2",
	Title:    "RDS DB Instances should prohibit public access, as determined by the PubliclyAccessible configuration",
	TitleJA:  "RDS DB インスタンスは PubliclyAccessible 設定によるパブリックアクセスを禁止する必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "RDS.2",
		standard.CIS300:  "2.3.3",
		standard.CIS500:  "2.2.3",
		standard.PCI321:  "PCI.RDS.2:1.2.1;1.3.1;1.3.2;1.3.4;1.3.6;7.2.1",
		standard.PCI401:  "1.4.4",
		standard.NIST800: "RDS.2",
	},
	Reads: []string{"PubliclyAccessible"},
	Evaluate: func(i rds.DBInstance, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(!i.PubliclyAccessible.Value(), off2.With(), on2.With())
	},
})
