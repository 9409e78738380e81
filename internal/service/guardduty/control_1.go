package guardduty

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/guardduty"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on1 = catalog.Text(Service, "GuardDuty.1/on",
		"GuardDuty is enabled, by detector {detector}", "GuardDuty はディテクター {detector} で有効です")
	none1 = catalog.Text(Service, "GuardDuty.1/none",
		"GuardDuty has no detector here", "GuardDuty のディテクターがありません")
	off1 = catalog.Text(Service, "GuardDuty.1/off",
		"GuardDuty is suspended: {detectors}", "GuardDuty は停止しています: {detectors}")
	advice1 = catalog.Text(Service, "GuardDuty.1/advice",
		"Look at the price first: after a trial of 30 days GuardDuty charges for the events and logs that it analyses. "+
			"Then open GuardDuty in this Region and enable it; where it is suspended, enable it again under Settings. "+
			"In an organization, let the delegated administrator enable it for all accounts, those to come included. "+
			"Enable it in Regions that you do not use, too: that is where nobody looks.",
		"まず料金を確かめます。GuardDuty は 30 日間の試用後、分析したイベントとログの量に応じて課金されます。"+
			"次にこのリージョンで GuardDuty を開いて有効にします。停止している場合は「設定」から再び有効にします。"+
			"組織では、委任管理者が今後追加されるアカウントも含めてすべてのアカウントで有効にします。"+
			"使っていないリージョンこそ目が届かないので、そこでも有効にします。")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[guardduty.Account, catalog.None]{
	ID:       "GuardDuty.1",
	Title:    "GuardDuty should be enabled",
	TitleJA:  "GuardDuty を有効にする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "GuardDuty.1",
		standard.PCI321:  "PCI.GuardDuty.1:11.4",
		standard.PCI401:  "GuardDuty.1",
		standard.NIST800: "GuardDuty.1",
	},
	Reads:  []string{"Detectors"},
	Advice: advice1,
	Evaluate: func(a guardduty.Account, _ catalog.None, _ time.Time) control.Verdict {
		var off []string
		for _, d := range a.Detectors.Value() {
			if d.Status == guardduty.Enabled {
				return control.Pass(on1.With("detector", d.ID))
			}
			off = append(off, d.String())
		}
		if len(off) == 0 {
			return control.Fail(none1.With())
		}
		return control.Fail(off1.With("detectors", strings.Join(off, ", ")))
	},
})
