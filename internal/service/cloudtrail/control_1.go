package cloudtrail

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	recorded1 = catalog.Text(Service, "CloudTrail.1/recorded",
		"trail {trail} records all management events of all regions", "証跡 {trail} がすべてのリージョンの管理イベントをすべて記録しています")
	none1  = catalog.Text(Service, "CloudTrail.1/none", "there is no trail", "証跡がありません")
	short1 = catalog.Text(Service, "CloudTrail.1/short",
		"no trail records all management events of all regions; trail {trail}: {what}",
		"すべてのリージョンの管理イベントをすべて記録する証跡がありません。証跡 {trail}: {what}")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[cloudtrail.Account, catalog.None]{
	ID:       "CloudTrail.1",
	Title:    "CloudTrail should be enabled and configured with at least one multi-Region trail that includes read and write management events",
	TitleJA:  "CloudTrail を有効にし、読み取りと書き込みの管理イベントを含むマルチリージョンの証跡を少なくとも 1 つ設定する必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "CloudTrail.1",
		standard.CIS120:  "2.1",
		standard.CIS140:  "3.1",
		standard.CIS300:  "3.1",
		standard.CIS500:  "3.1",
		standard.NIST800: "CloudTrail.1",
	},
	Needs: []catalog.Need{catalog.Needs[cloudtrail.Trail]("Settings", "Logging", "Selectors")},
	Joined: func(_ cloudtrail.Account, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		all := catalog.All[cloudtrail.Trail](w)
		for _, t := range all {
			if t.RecordsAll() {
				return control.Pass(recorded1.With("trail", t.Name))
			}
		}
		if v, no := catalog.Unseen[cloudtrail.Trail](w, "Settings", "Logging", "Selectors"); no {
			return v
		}
		if len(all) == 0 {
			return control.Fail(none1.With())
		}
		t := cloudtrail.Nearest(all)
		return control.Fail(short1.With("trail", t.Name, "what", t.Lacks()))
	},
})
