package rds

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on3     = catalog.Text(Service, "RDS.3/on", "StorageEncrypted is true", "StorageEncrypted は true です")
	off3    = catalog.Text(Service, "RDS.3/off", "StorageEncrypted is false: data, backups and replicas lie on disk in the clear", "StorageEncrypted が false で、データ、バックアップ、レプリカが平文で保存されています")
	advice3 = catalog.Text(Service, "RDS.3/advice",
		"Encryption is chosen when a database is made and cannot be switched on afterwards. "+
			"For an instance of its own: take a snapshot, copy it with a KMS key, restore the copy as a new instance with the same parameter group, option group, subnet group and security groups. "+
			"For a member of an Aurora, Neptune or DocumentDB cluster: take a snapshot of the cluster and restore it with a KMS key into a new cluster, then add instances. "+
			"Stop writing before the last snapshot, or carry later changes over by replication. "+
			"Let the clients use the new endpoint, or give the old name to the new database after renaming the old one. Keep the old database until the new one has proved itself, then delete it with its unencrypted snapshots.",
		"暗号化はデータベースの作成時にしか選べず、後から有効にはできません。"+
			"単独のインスタンスでは、スナップショットを取得し、KMS キーを指定してコピーし、そのコピーから、パラメータグループ、オプショングループ、サブネットグループ、セキュリティグループを揃えた新しいインスタンスを復元します。"+
			"Aurora、Neptune、DocumentDB のクラスターに属する場合は、クラスターのスナップショットを取得し、KMS キーを指定して新しいクラスターに復元してから、インスタンスを追加します。"+
			"最後のスナップショットの前に書き込みを止めるか、その後の変更をレプリケーションで反映します。"+
			"クライアントの接続先を新しいエンドポイントに変えるか、元のデータベースの名前を変えてから同じ名前を新しいほうに付けます。問題がないと確かめるまで元のデータベースを残し、その後、暗号化されていないスナップショットとともに削除します。")
)

var control3 = catalog.Control(Service, catalog.ControlSpec[rds.DBInstance, catalog.None]{
	ID:       "RDS.3",
	Title:    "RDS DB instances should have encryption at-rest enabled",
	TitleJA:  "RDS DB インスタンスでは保管時の暗号化を有効にする必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "RDS.3",
		standard.CIS140:  "2.3.1",
		standard.CIS300:  "2.3.1",
		standard.CIS500:  "2.2.1",
		standard.NIST800: "RDS.3",
	},
	Reads:  []string{"StorageEncrypted"},
	Advice: advice3,
	Evaluate: func(i rds.DBInstance, _ catalog.None, _ time.Time) control.Verdict {
		return control.PassIf(i.StorageEncrypted.Value(), on3.With(), off3.With())
	},
})
