package ssm

import (
	"strconv"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ssm"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	compliant2 = catalog.Text(Service, "SSM.2/compliant",
		"all {count} patches are compliant", "パッチ {count} 件はすべて準拠しています")
	failing2 = catalog.Text(Service, "SSM.2/failing",
		"the status is {status}: {count} of {all} patches are not compliant", "ステータスは {status} です。パッチ {all} 件のうち {count} 件が準拠していません")
	none2 = catalog.Text(Service, "SSM.2/none",
		"not evaluated, there are no data about patches", "パッチのデータがないため評価しません")
	advice2 = catalog.Text(Service, "SSM.2/advice",
		"Open Compliance in Systems Manager and see which patches are missing or failed on the node. "+
			"Install them with Patch Manager: run AWS-RunPatchBaseline with the operation Install, in a maintenance window, because it may restart the node. "+
			"Where a patch must not be installed, put it on the list of rejected patches of the node's patch baseline, and scan again. "+
			"Have a patch policy or a maintenance window do this regularly.",
		"Systems Manager の「コンプライアンス」で、ノードに不足しているパッチや失敗したパッチを確認します。"+
			"Patch Manager で、AWS-RunPatchBaseline を Install で実行して適用します。"+
			"再起動することがあるので、メンテナンスウィンドウの中で行います。"+
			"適用してはいけないパッチは、パッチベースラインの拒否リストに入れて再スキャンします。"+
			"以後はパッチポリシーかメンテナンスウィンドウで定期的に実行します。")
)

var control2 = catalog.Control(Service, catalog.ControlSpec[ssm.PatchCompliance, catalog.None]{
	ID:       "SSM.2",
	Title:    "EC2 instances managed by Systems Manager should have a patch compliance status of COMPLIANT after a patch installation",
	TitleJA:  "Systems Manager で管理される EC2 インスタンスは、パッチの適用後にパッチコンプライアンスのステータスが COMPLIANT である必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "SSM.2",
		standard.PCI321:  "PCI.SSM.1:6.2",
		standard.PCI401:  "SSM.2",
		standard.NIST800: "SSM.2",
	},
	Reads:  []string{"Items"},
	Advice: advice2,
	Evaluate: func(c ssm.PatchCompliance, _ catalog.None, _ time.Time) control.Verdict {
		items, ok := c.Items.Get()
		if !ok {
			return control.Skip(none2.With())
		}
		bad, all := strconv.Itoa(int(items.NonCompliant)), strconv.Itoa(int(items.Compliant+items.NonCompliant))
		return control.PassIf(items.Status == ssm.Compliant, compliant2.With("count", all),
			failing2.With("status", items.Status, "count", bad, "all", all))
	},
})
