package redshift

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/redshift"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	closed1 = catalog.Text(Service, "Redshift.1/closed",
		"PubliclyAccessible is false", "PubliclyAccessible は false です")
	open1 = catalog.Text(Service, "Redshift.1/open",
		"PubliclyAccessible is true: the cluster has an address on the internet",
		"PubliclyAccessible が true のため、クラスターはインターネット側のアドレスを持っています")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[redshift.Cluster, catalog.None]{
	ID:       "Redshift.1",
	Title:    "Amazon Redshift clusters should prohibit public access",
	TitleJA:  "Amazon Redshift クラスターはパブリックアクセスを禁止する必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "Redshift.1",
		standard.PCI321:  "PCI.Redshift.1:1.2.1;1.3.1;1.3.2;1.3.4;1.3.6",
		standard.PCI401:  "1.4.4",
		standard.NIST800: "Redshift.1",
	},
	Reads: []string{"PubliclyAccessible"},
	Evaluate: func(c redshift.Cluster, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(!c.PubliclyAccessible.Value(), closed1.With(), open1.With())
	},
})
