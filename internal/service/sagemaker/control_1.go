package sagemaker

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/sagemaker"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	off1 = catalog.Text(Service, "SageMaker.1/off",
		"direct internet access is disabled", "インターネットへの直接アクセスは無効です")
	on1 = catalog.Text(Service, "SageMaker.1/on",
		"direct internet access is enabled", "インターネットへの直接アクセスが有効です")
	advice1 = catalog.Text(Service, "SageMaker.1/advice",
		"The setting of a notebook instance cannot be changed. "+
			"Create another in a private subnet of a VPC with direct internet access disabled. "+
			"What the notebooks need outside must be reached from there: SageMaker, S3 and the like by VPC endpoints, package indexes by a NAT gateway or a mirror. "+
			"Copy what is on the old notebook instance, for example to S3 or a Git repository, and delete it.",
		"既存のノートブックインスタンスの設定は変更できません。"+
			"VPC のプライベートサブネットに、直接のインターネットアクセスを無効にしたノートブックインスタンスを新たに作成します。"+
			"ノートブックが外部に必要とするものへは、SageMaker や S3 などは VPC エンドポイント、パッケージの取得は NAT ゲートウェイやミラーで届くようにします。"+
			"古いノートブックインスタンスの内容を S3 や Git リポジトリにコピーしてから削除します。")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[sagemaker.NotebookInstance, catalog.None]{
	ID:       "SageMaker.1",
	Title:    "Amazon SageMaker notebook instances should not have direct internet access",
	TitleJA:  "Amazon SageMaker ノートブックインスタンスはインターネットに直接アクセスできないようにする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "SageMaker.1",
		standard.PCI321:  "PCI.SageMaker.1:1.2.1;1.3.1;1.3.2;1.3.4;1.3.6",
		standard.PCI401:  "SageMaker.1",
		standard.NIST800: "SageMaker.1",
	},
	Reads:  []string{"DirectInternetAccess"},
	Advice: advice1,
	Evaluate: func(n sagemaker.NotebookInstance, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(!n.DirectInternetAccess.Value(), off1.With(), on1.With())
	},
})
