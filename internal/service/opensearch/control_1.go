package opensearch

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/opensearch"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on1 = catalog.Text(Service, "Opensearch.1/on",
		"data at rest are encrypted", "保管中のデータは暗号化されています")
	off1 = catalog.Text(Service, "Opensearch.1/off",
		"data at rest are not encrypted", "保管中のデータは暗号化されていません")
	advice1 = catalog.Text(Service, "Opensearch.1/advice",
		"Take a snapshot of the domain by hand. "+
			"Edit its security configuration, switch encryption of data at rest on, and choose a KMS key that will stay: without it the data are lost. "+
			"The domain gets new nodes by a blue/green deployment, so do it when it has little to do. Encryption cannot be switched off again.",
		"ドメインの手動スナップショットを取ります。"+
			"セキュリティ設定を編集して保管中のデータの暗号化を有効にし、今後も残す KMS キーを選びます。"+
			"キーがなくなるとデータは失われます。Blue/Green デプロイでノードが入れ替わるため、負荷の低いときに行います。"+
			"暗号化は後から無効にできません。")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[opensearch.Domain, catalog.None]{
	ID:       "Opensearch.1",
	Title:    "OpenSearch domains should have encryption at rest enabled",
	TitleJA:  "OpenSearch ドメインでは保管時の暗号化を有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "Opensearch.1",
		standard.PCI321:  "PCI.Opensearch.2:1.2.1;1.3.1;1.3.4;7.2.1",
		standard.NIST800: "Opensearch.1",
	},
	Reads:  []string{"EncryptionAtRest"},
	Advice: advice1,
	Evaluate: func(d opensearch.Domain, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(d.EncryptionAtRest.Value(), on1.With(), off1.With())
	},
})
