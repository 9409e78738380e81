package cloudtrail

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on3   = catalog.Text(Service, "CloudTrail.3/on", "trail {trail} is logging", "証跡 {trail} が記録しています")
	none3 = catalog.Text(Service, "CloudTrail.3/none", "there is no trail", "証跡がありません")
	off3  = catalog.Text(Service, "CloudTrail.3/off", "no trail of this region is logging", "このリージョンで記録している証跡がありません")
)

var control3 = catalog.Control(Service, catalog.ControlSpec[cloudtrail.Account, catalog.None]{
	ID:       "CloudTrail.3",
	Title:    "At least one CloudTrail trail should be enabled",
	TitleJA:  "少なくとも 1 つの CloudTrail 証跡を有効にする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.PCI321: "PCI.CloudTrail.2:10.1;10.2.1;10.2.2;10.2.3;10.2.4;10.2.5;10.2.6;10.2.7;10.3.1;10.3.2;10.3.3;10.3.4;10.3.5;10.3.6",
		standard.PCI401: "10.2.1",
	},
	Needs: []catalog.Need{catalog.Needs[cloudtrail.Trail]("Settings", "Logging")},
	Joined: func(a cloudtrail.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		on, is := catalog.Find(w, func(t cloudtrail.Trail) bool {
			return t.Logging.Value() && (t.Settings.Value().MultiRegion || t.Region == a.Region)
		})
		if is {
			return control.Pass(on3.With("trail", on.Name))
		}
		if v, no := catalog.Unseen[cloudtrail.Trail](w, "Settings", "Logging"); no {
			return v
		}
		if len(catalog.All[cloudtrail.Trail](w)) == 0 {
			return control.Fail(none3.With())
		}
		return control.Fail(off3.With())
	},
})
