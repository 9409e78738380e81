package rds

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/rds"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	on4     = catalog.Text(Service, "RDS.4/on", "the {type} snapshot of {source} is encrypted", "{source} の {type} スナップショットは暗号化されています")
	off4    = catalog.Text(Service, "RDS.4/off", "the {type} snapshot of {source} is not encrypted", "{source} の {type} スナップショットは暗号化されていません")
	advice4 = catalog.Text(Service, "RDS.4/advice",
		"An unencrypted snapshot stays so; only a copy can be encrypted. "+
			"Snapshot of an instance: copy it with a KMS key (choose a key of your own if another account shall restore it), wait until the copy is available, restore it once to be sure, and delete the original. "+
			"Snapshot of a cluster: RDS refuses a key on the copy, so restore the snapshot into a new cluster with a KMS key, take a snapshot of that, and delete the cluster and the original. "+
			"Automated snapshots go away by themselves after the retention period, those of AWS Backup by its lifecycle. "+
			"New ones are encrypted only when their database is: see RDS.3.",
		"暗号化されていないスナップショットを後から暗号化することはできず、暗号化できるのはコピーだけです。"+
			"インスタンスのスナップショットは、KMS キーを指定してコピーします (別のアカウントで復元するなら自分で管理するキーを選びます)。コピーが利用可能になったら一度復元して確かめ、元のスナップショットを削除します。"+
			"クラスターのスナップショットは、コピー時にキーを指定できません。KMS キーを指定して新しいクラスターに復元し、そのスナップショットを取得してから、クラスターと元のスナップショットを削除します。"+
			"自動スナップショットは保持期間が過ぎると、AWS Backup のスナップショットはライフサイクルに従って、削除されます。"+
			"今後のスナップショットが暗号化されるのは、元のデータベースが暗号化されている場合だけです。RDS.3 を参照してください。")
)

var control4 = catalog.Control(Service, catalog.ControlSpec[rds.Snapshot, catalog.None]{
	ID:       "RDS.4",
	Title:    "RDS cluster snapshots and database snapshots should be encrypted at rest",
	TitleJA:  "RDS クラスタースナップショットとデータベーススナップショットは保管時に暗号化する必要があります",
	Severity: control.Medium,
	Standards: standard.In{
		standard.FSBP:    "RDS.4",
		standard.NIST800: "RDS.4",
	},
	Reads:  []string{"Description", "Encrypted"},
	Advice: advice4, // for what the remediation leaves
	Evaluate: func(s rds.Snapshot, _ catalog.None, _ time.Time) control.Verdict {
		d := s.Description.Value()
		return control.PassIf(s.Encrypted.Value(), on4.With("type", d.Type, "source", d.Source), off4.With("type", d.Type, "source", d.Source))
	},
})
