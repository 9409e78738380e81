package es

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/elasticsearch"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on1 = catalog.Text(Service, "ES.1/on",
		"data at rest are encrypted", "保管中のデータは暗号化されています")
	off1 = catalog.Text(Service, "ES.1/off",
		"data at rest are not encrypted", "保管中のデータは暗号化されていません")
	advice1 = catalog.Text(Service, "ES.1/advice",
		"Take a snapshot of the domain by hand. "+
			"Edit its security configuration, switch encryption of data at rest on, and choose a KMS key that will stay: without it the data are lost. "+
			"The domain gets new nodes by a blue/green deployment, so do it when it has little to do. Encryption cannot be switched off again. "+
			"Versions before 6.7 take the setting at creation only: create another domain, restore the snapshot into it, and move the clients.",
		"ドメインの手動スナップショットを取ります。"+
			"セキュリティ設定を編集して保管中のデータの暗号化を有効にし、今後も残す KMS キーを選びます。"+
			"キーがなくなるとデータは失われます。Blue/Green デプロイでノードが入れ替わるため、負荷の低いときに行います。"+
			"暗号化は後から無効にできません。"+
			"6.7 より前のバージョンでは作成時にしか設定できないので、新しいドメインを作成してスナップショットを復元し、クライアントを移します。")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[elasticsearch.Domain, catalog.None]{
	ID:       "ES.1",
	Title:    "Elasticsearch domains should have encryption at-rest enabled",
	TitleJA:  "Elasticsearch ドメインでは保管時の暗号化を有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "ES.1",
		standard.PCI321:  "PCI.ES.2:3.4",
		standard.NIST800: "ES.1",
	},
	Reads:  []string{"EncryptionAtRest"},
	Advice: advice1,
	Evaluate: func(d elasticsearch.Domain, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(d.EncryptionAtRest.Value(), on1.With(), off1.With())
	},
})
