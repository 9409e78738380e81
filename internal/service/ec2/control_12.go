package ec2

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/ec2"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	used12   = catalog.Text(Service, "EC2.12/used", "address {address} is associated with {with}", "アドレス {address} は {with} に関連付けられています")
	unused12 = catalog.Text(Service, "EC2.12/unused", "address {address} is associated with nothing", "アドレス {address} は何にも関連付けられていません")
	advice12 = catalog.Text(Service, "EC2.12/advice",
		"Find out whether anybody still needs the address: it may stand in DNS records, in allow lists of partners, or be kept for a failover. An address that was released is as good as lost. "+
			"If it is needed, associate it with its instance or network interface. If not, release it: aws ec2 release-address --allocation-id ID.",
		"そのアドレスがまだ必要かどうかを確認します。DNS レコードや取引先の許可リストに載っている場合や、フェイルオーバー用の場合があります。解放したアドレスはほぼ取り戻せません。"+
			"必要であれば、インスタンスまたはネットワークインターフェイスに関連付けます。不要であれば aws ec2 release-address --allocation-id ID で解放します。")
)

var control12 = catalog.Control(Service, catalog.ControlSpec[ec2.EIP, catalog.None]{
	ID:       "EC2.12",
	Title:    "Unused EC2 EIPs should be removed",
	TitleJA:  "使用されていない EC2 EIP は削除する必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.PCI321:  "PCI.EC2.4:2.4",
		standard.NIST800: "EC2.12",
	},
	Reads:  []string{"Association", "PublicIP"},
	Advice: advice12,
	Evaluate: func(e ec2.EIP, _ catalog.None, _ time.Time) control.Verdict {
		to, used := e.Association.Get()
		return control.PassIf(used, used12.With("address", e.PublicIP.Value(), "with", to.String()), unused12.With("address", e.PublicIP.Value()))
	},
})
