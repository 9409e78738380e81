package ec2

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	required8 = catalog.Text(Service, "EC2.8/required", "the instance answers IMDSv2 only (HttpTokens {tokens})", "インスタンスは IMDSv2 にのみ応答します (HttpTokens {tokens})")
	optional8 = catalog.Text(Service, "EC2.8/optional", "the instance answers IMDSv1, too: HttpTokens is {tokens}", "インスタンスは IMDSv1 にも応答します: HttpTokens は {tokens} です")
	advice8   = catalog.Text(Service, "EC2.8/advice",
		"First see in CloudWatch whether the instance's metric MetadataNoToken has been 0 for some weeks: what still uses IMDSv1 (old SDKs, agents, scripts with plain curl) stops working. Update that. "+
			"Then run: aws ec2 modify-instance-metadata-options --instance-id INSTANCE --http-tokens required. For containers on the instance set --http-put-response-hop-limit 2. "+
			"Set HttpTokens to required in the launch template, too, so that new instances have it.",
		"まず CloudWatch でインスタンスのメトリクス MetadataNoToken が数週間 0 であることを確認します。IMDSv1 を使う古い SDK、エージェント、スクリプトは動かなくなるため、先に更新してください。"+
			"次に aws ec2 modify-instance-metadata-options --instance-id INSTANCE --http-tokens required を実行します。インスタンス上でコンテナを使う場合は --http-put-response-hop-limit 2 も指定します。"+
			"新しいインスタンスにも適用されるよう、起動テンプレートの HttpTokens も required にします。")
)

var control8 = catalog.Control(Service, catalog.ControlSpec[ec2.Instance, catalog.None]{
	ID:       "EC2.8",
	Title:    "EC2 instances should use Instance Metadata Service Version 2 (IMDSv2)",
	TitleJA:  "EC2 インスタンスは、インスタンスメタデータサービスバージョン 2 (IMDSv2) を使用する必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "EC2.8",
		standard.CIS300:  "5.6",
		standard.CIS500:  "5.7",
		standard.PCI401:  "2.2.6",
		standard.NIST800: "EC2.8",
	},
	Reads:  []string{"MetadataOptions"},
	Advice: advice8,
	Evaluate: func(i ec2.Instance, _ catalog.None, _ time.Time) control.Verdict {
		tokens := i.MetadataOptions.Value().HTTPTokens
		return control.PassIf(tokens == ec2.TokensRequired, required8.With("tokens", tokens), optional8.With("tokens", tokens))
	},
})
