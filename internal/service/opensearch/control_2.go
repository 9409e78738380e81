package opensearch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/opensearch"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	inside2 = catalog.Text(Service, "Opensearch.2/inside",
		"the endpoint is inside of {vpc}", "エンドポイントは {vpc} の中にあります")
	public2 = catalog.Text(Service, "Opensearch.2/public",
		"the endpoint is public, the domain is in no VPC", "ドメインが VPC の中になく、エンドポイントがパブリックです")
	advice2 = catalog.Text(Service, "Opensearch.2/advice",
		"A domain with a public endpoint cannot be moved into a VPC. "+
			"Until there is another, narrow its access policy down to the principals and addresses that need it. "+
			"Create a domain inside of a VPC, in private subnets, with a security group that lets in the clients only. "+
			"Take a snapshot of the old domain by hand, restore it into the new one, and move the clients; they must reach the VPC. "+
			"Delete the old domain when nothing uses it any more.",
		"パブリックエンドポイントを持つドメインは VPC の中へ移せません。"+
			"代わりができるまでは、アクセスポリシーを必要なプリンシパルとアドレスに絞ります。"+
			"VPC のプライベートサブネットに新しいドメインを作成し、セキュリティグループではクライアントだけを許可します。"+
			"古いドメインの手動スナップショットを新しいドメインに復元し、クライアントを移します。"+
			"クライアントから VPC に到達できる必要があります。使われなくなってから古いドメインを削除します。")
)

var control2 = catalog.Control(Service, catalog.ControlSpec[opensearch.Domain, catalog.None]{
	ID:       "Opensearch.2",
	Title:    "OpenSearch domains should not be publicly accessible",
	TitleJA:  "OpenSearch ドメインをパブリックにアクセス可能にしてはいけません",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "Opensearch.2",
		standard.PCI321:  "PCI.Opensearch.1:1.2.1;1.3.1;1.3.2;1.3.4;1.3.6",
		standard.NIST800: "Opensearch.2",
	},
	Reads:  []string{"VPC"},
	Advice: advice2,
	Evaluate: func(d opensearch.Domain, _ catalog.None, _ time.Time) control.Verdict {
		vpc, inside := d.VPC.Get()
		return control.PassIf(inside, inside2.With("vpc", vpc.ID), public2.With())
	},
})
