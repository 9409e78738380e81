package dms

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/dms"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	private1 = catalog.Text(Service, "DMS.1/private",
		"replication instance {identifier} is not publicly accessible", "レプリケーションインスタンス {identifier} はパブリックアクセス可能ではありません")
	public1 = catalog.Text(Service, "DMS.1/public",
		"replication instance {identifier} is publicly accessible", "レプリケーションインスタンス {identifier} はパブリックアクセス可能です")
	advice1 = catalog.Text(Service, "DMS.1/advice",
		"The setting of a replication instance cannot be changed. "+
			"Create another, with the same engine version or a later one, that is not publicly accessible, in a subnet group from which sources and targets are reached by peering, VPN or Direct Connect. "+
			"Test the connections of the endpoints from it, stop the tasks, move them with dms:MoveReplicationTask, and resume them. "+
			"Delete the old replication instance when all tasks run on the new one.",
		"既存のレプリケーションインスタンスの設定は変更できません。"+
			"同じかそれ以降のエンジンバージョンで、パブリックアクセス可能ではないインスタンスを新たに作成します。"+
			"サブネットグループは、ピアリング、VPN、Direct Connect でソースとターゲットに届くものを選びます。"+
			"新しいインスタンスからエンドポイントの接続をテストし、タスクを停止して dms:MoveReplicationTask で移し、再開します。"+
			"すべてのタスクが新しいインスタンスで動いてから、古いインスタンスを削除します。")
)

var control1 = catalog.Control(Service, catalog.ControlSpec[dms.ReplicationInstance, catalog.None]{
	ID:       "DMS.1",
	Title:    "Database Migration Service replication instances should not be public",
	TitleJA:  "Database Migration Service のレプリケーションインスタンスをパブリックにしてはいけません",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "DMS.1",
		standard.PCI321:  "PCI.DMS.1:1.2.1;1.3.1;1.3.4;1.3.2;1.3.6",
		standard.PCI401:  "DMS.1",
		standard.NIST800: "DMS.1",
	},
	Reads:  []string{"Identifier", "PubliclyAccessible"},
	Advice: advice1,
	Evaluate: func(r dms.ReplicationInstance, _ catalog.None, _ time.Time) control.Verdict {
		id := r.Identifier.Value()
		return control.PassIf(!r.PubliclyAccessible.Value(), private1.With("identifier", id), public1.With("identifier", id))
	},
})
