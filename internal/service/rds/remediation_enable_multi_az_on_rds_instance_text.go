package rds

import "github.com/mantenhq/manten/internal/catalog"

var (
	multiAZSummary = catalog.Text(Service, "EnableMultiAZOnRDSInstance/summary",
		"Gives the DB instance a standby in another Availability Zone, to which RDS fails over by itself.",
		"DB インスタンスのスタンバイを別のアベイラビリティーゾーンに作り、RDS が自動でフェイルオーバーできるようにします。")
	multiAZMember = catalog.Text(Service, "EnableMultiAZOnRDSInstance/member",
		"the instance belongs to the DB cluster {cluster}, which has no standby but other instances",
		"DB クラスター {cluster} に属するインスタンスです。クラスターではスタンバイではなく他のインスタンスが役割を引き継ぎます")
	multiAZEngine = catalog.Text(Service, "EnableMultiAZOnRDSInstance/engine",
		"RDS makes no standby of the engine {engine} by this setting",
		"エンジン {engine} では、この設定でスタンバイを作れません")
	multiAZZones = catalog.Text(Service, "EnableMultiAZOnRDSInstance/zones",
		"the subnet group has subnets in too few Availability Zones ({zones}); add one in another zone first",
		"サブネットグループのアベイラビリティーゾーンが足りません ({zones})。先に別のゾーンのサブネットを追加してください")
	multiAZPending = catalog.Text(Service, "EnableMultiAZOnRDSInstance/pending",
		"a change of MultiAZ waits already, for the maintenance window {window} UTC",
		"MultiAZ の変更はすでに予約されており、メンテナンスウィンドウ {window} (UTC) に適用されます")
	multiAZSlow = catalog.Text(Service, "EnableMultiAZOnRDSInstance/slow",
		"reads and writes are slower while the standby is made and for a time afterwards",
		"スタンバイの作成中とその後しばらく、読み書きが遅くなります")
	multiAZBack = catalog.Text(Service, "EnableMultiAZOnRDSInstance/back",
		"undoing this waits for the maintenance window {window} UTC",
		"元に戻す操作は、メンテナンスウィンドウ {window} (UTC) まで適用されません")
	multiAZLater = catalog.Text(Service, "EnableMultiAZOnRDSInstance/later",
		"the control fails until the maintenance window {window} UTC",
		"メンテナンスウィンドウ {window} (UTC) までコントロールは失敗のままです")
	multiAZHeld = catalog.Text(Service, "EnableMultiAZOnRDSInstance/held",
		"other changes wait ({settings}), which applying at once would release; so this waits, too, and the control fails until the maintenance window {window} UTC",
		"保留中の変更 ({settings}) まで即時に適用されないよう、この変更も保留にします。メンテナンスウィンドウ {window} (UTC) までコントロールは失敗のままです")
	multiAZWaits = catalog.Text(Service, "EnableMultiAZOnRDSInstance/waits",
		"RDS makes the standby in the maintenance window {window} UTC",
		"RDS はメンテナンスウィンドウ {window} (UTC) にスタンバイを作成します")
	multiAZGoes = catalog.Text(Service, "EnableMultiAZOnRDSInstance/goes",
		"RDS removes the standby in the maintenance window {window} UTC",
		"RDS はメンテナンスウィンドウ {window} (UTC) にスタンバイを削除します")
	multiAZCost = catalog.Text(Service, "EnableMultiAZOnRDSInstance/cost",
		"a standby about doubles the price of the instance ({class}) and of its storage, which depends on engine, licence and region",
		"スタンバイによりインスタンス ({class}) とストレージの料金がほぼ 2 倍になります。金額はエンジン、ライセンス、リージョンによって異なります")
)
