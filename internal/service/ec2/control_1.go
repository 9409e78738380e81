package ec2

import (
	"strconv"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	private1 = catalog.Text(Service, "EC2.1/private",
		"none of the account's EBS snapshots in {region} can be restored by everybody",
		"{region} には、誰でも復元できるアカウントの EBS スナップショットはありません")
	public1 = catalog.Text(Service, "EC2.1/public",
		"everybody can restore EBS snapshots of the account in {region}, {count} in all: {snapshots}",
		"{region} にあるアカウントの EBS スナップショット {count} 件を誰でも復元できます: {snapshots}")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[ec2.Account, catalog.None]{
	ID:       "EC2.1",
	Title:    "Amazon EBS snapshots should not be configured to be publicly restorable",
	TitleJA:  "Amazon EBS スナップショットは、誰でも復元できる設定にしないようにする必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "EC2.1",
		standard.PCI321:  "PCI.EC2.1:1.2.1;1.3.1;1.3.4;7.2.1",
		standard.NIST800: "EC2.1",
	},
	Reads: []string{"PublicSnapshots"},
	Evaluate: func(a ec2.Account, _ catalog.None, _ time.Time) control.Verdict {
		public := a.PublicSnapshots.Value()
		return control.PassIf(len(public) == 0, private1.With("region", a.Region),
			public1.With("region", a.Region, "count", strconv.Itoa(len(public)), "snapshots", listed(public)))
	},
})
