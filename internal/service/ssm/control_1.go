package ssm

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ssm"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	managed1 = catalog.Text(Service, "SSM.1/managed",
		"the running instance is a managed node", "実行中のインスタンスはマネージドノードです")
	unmanaged1 = catalog.Text(Service, "SSM.1/unmanaged",
		"the running instance is no managed node", "実行中のインスタンスはマネージドノードではありません")
	advice1 = catalog.Text(Service, "SSM.1/advice",
		"See that SSM Agent is installed on the instance and runs; many images of AWS bring it along. "+
			"Give it permission: by Default Host Management Configuration for the whole Region, or by an instance profile whose role has the policy AmazonSSMManagedInstanceCore. "+
			"Let it reach ssm, ssmmessages and ec2messages by HTTPS, over the internet or by VPC endpoints. "+
			"Where the instance does not appear in Fleet Manager after some minutes, run the runbook AWSSupport-TroubleshootManagedInstance on it.",
		"インスタンスに SSM Agent がインストールされて動いていることを確かめます。"+
			"AWS のイメージの多くには含まれています。"+
			"リージョン全体の「デフォルトのホスト管理設定」、またはポリシー AmazonSSMManagedInstanceCore を付けたロールのインスタンスプロファイルで権限を与えます。"+
			"インターネット経由または VPC エンドポイントで、ssm、ssmmessages、ec2messages に HTTPS で届くようにします。"+
			"数分たっても Fleet Manager に表示されないときは、ランブック AWSSupport-TroubleshootManagedInstance を実行します。")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[ssm.Instance, catalog.None]{
	ID:       "SSM.1",
	Title:    "EC2 instances should be managed by AWS Systems Manager",
	TitleJA:  "EC2 インスタンスは AWS Systems Manager で管理する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "SSM.1",
		standard.PCI321:  "PCI.SSM.3:2.4",
		standard.NIST800: "SSM.1",
	},
	Reads:  []string{"Managed"},
	Advice: advice1,
	Evaluate: func(i ssm.Instance, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(i.Managed.Value(), managed1.With(), unmanaged1.With())
	},
})
