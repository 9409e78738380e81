package ec2

import (
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	default21 = catalog.Text(Service, "EC2.21/default", "not evaluated, it is the default network ACL of {vpc}", "{vpc} のデフォルトネットワーク ACL のため評価しません")
	closed21  = catalog.Text(Service, "EC2.21/closed", "no inbound entry allows everybody TCP port 22 or 3389", "誰にでも TCP ポート 22 または 3389 を許可するインバウンドエントリはありません")
	open21    = catalog.Text(Service, "EC2.21/open", "everybody is allowed TCP port 22 or 3389 by inbound entries: {entries}", "次のインバウンドエントリが誰にでも TCP ポート 22 または 3389 を許可しています: {entries}")
	advice21  = catalog.Text(Service, "EC2.21/advice",
		"See which subnets the network ACL belongs to, and from where people log in there; Systems Manager Session Manager needs no open port. Network ACLs keep no state: the ports that answers come in by (1024-65535) stay open. "+
			"Replace each entry named in the finding by entries that leave out ports 22 and 3389, or by one for the addresses that need them: aws ec2 replace-network-acl-entry. "+
			"A deny entry with a lower number shuts the port as well, but the control does not weigh it.",
		"ネットワーク ACL がどのサブネットに付いているか、そこへどこからログインしているかを確認します。Systems Manager Session Manager なら開いたポートは不要です。ネットワーク ACL はステートレスなので、応答を受けるポート (1024-65535) は開けたままにします。"+
			"検出結果に示されたエントリを、ポート 22 と 3389 を含まないエントリ、または必要なアドレスだけのエントリに置き換えます (aws ec2 replace-network-acl-entry)。"+
			"より小さい番号の拒否エントリでもポートは閉じますが、このコントロールでは考慮されません。")
)

// ports21 are SSH and RDP; Security Hub has no parameter for them.
var ports21 = []int32{22, 3389}

var control21 = catalog.Control(Service, catalog.ControlSpec[ec2.NetworkACL, catalog.None]{
	ID:       "EC2.21",
	Title:    "Network ACLs should not allow ingress from 0.0.0.0/0 to port 22 or port 3389",
	TitleJA:  "ネットワーク ACL では、0.0.0.0/0 からポート 22 またはポート 3389 へのインバウンドを許可しないようにする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "EC2.21",
		standard.CIS140:  "5.1",
		standard.CIS300:  "5.1",
		standard.CIS500:  "5.2",
		standard.PCI401:  "1.3.1",
		standard.NIST800: "EC2.21",
	},
	Reads:  []string{"IsDefault", "VPC", "Entries"},
	Advice: advice21,
	Evaluate: func(a ec2.NetworkACL, _ catalog.None, _ time.Time) control.Verdict {
		if a.IsDefault.Value() {
			return control.Skip(default21.With("vpc", a.VPC.Value()))
		}
		var open []ec2.Entry
		for _, e := range a.Entries.Value() {
			if slices.ContainsFunc(ports21, e.Opens) {
				open = append(open, e)
			}
		}
		return control.PassIf(len(open) == 0, closed21.With(), open21.With("entries", list(open)))
	},
})
