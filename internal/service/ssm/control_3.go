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
	compliant3 = catalog.Text(Service, "SSM.3/compliant",
		"all {count} associations are compliant", "関連付け {count} 件はすべて準拠しています")
	failing3 = catalog.Text(Service, "SSM.3/failing",
		"the status is {status}: {count} of {all} associations are not compliant", "ステータスは {status} です。関連付け {all} 件のうち {count} 件が準拠していません")
	none3 = catalog.Text(Service, "SSM.3/none",
		"not evaluated, there are no data about associations", "関連付けのデータがないため評価しません")
	advice3 = catalog.Text(Service, "SSM.3/advice",
		"Open Compliance in Systems Manager and see which associations of the node are not compliant. "+
			"Open each in State Manager and read the output of its last execution: usually a parameter is wrong, a permission is missing, or the agent is too old. "+
			"Repair the cause and apply the association now; delete one that is no longer needed. The status follows after the next execution.",
		"Systems Manager の「コンプライアンス」で、ノードの準拠していない関連付けを確認します。"+
			"それぞれをステートマネージャーで開き、最後の実行の出力を読みます。"+
			"多くはパラメータの誤り、権限の不足、古いエージェントが原因です。原因を直して関連付けをすぐに適用します。"+
			"不要になった関連付けは削除します。ステータスは次の実行の後に変わります。")
)

var control3 = catalog.Control(Service, catalog.ControlSpec[ssm.AssociationCompliance, catalog.None]{
	ID:       "SSM.3",
	Title:    "EC2 instances managed by Systems Manager should have an association compliance status of COMPLIANT",
	TitleJA:  "Systems Manager で管理される EC2 インスタンスは、関連付けコンプライアンスのステータスが COMPLIANT である必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.FSBP:    "SSM.3",
		standard.PCI321:  "PCI.SSM.2:2.4",
		standard.PCI401:  "SSM.3",
		standard.NIST800: "SSM.3",
	},
	Reads:  []string{"Items"},
	Advice: advice3,
	Evaluate: func(c ssm.AssociationCompliance, _ catalog.None, _ time.Time) control.Verdict {
		items, ok := c.Items.Get()
		if !ok {
			return control.Skip(none3.With())
		}
		bad, all := strconv.Itoa(int(items.NonCompliant)), strconv.Itoa(int(items.Compliant+items.NonCompliant))
		return control.PassIf(items.Status == ssm.Compliant, compliant3.With("count", all),
			failing3.With("status", items.Status, "count", bad, "all", all))
	},
})
