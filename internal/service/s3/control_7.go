package s3

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	none7     = catalog.Text(Service, "S3.7/none", "the bucket has no replication configuration", "バケットにレプリケーション設定がありません")
	disabled7 = catalog.Text(Service, "S3.7/disabled", "no replication rule of the bucket is enabled", "バケットの有効なレプリケーションルールがありません")
	copied7   = catalog.Text(Service, "S3.7/copied", "objects are replicated to another Region: {buckets}", "オブジェクトは別のリージョンにレプリケートされます: {buckets}")
	near7     = catalog.Text(Service, "S3.7/near", "objects are replicated to no other Region than {region}; the destinations are: {buckets}", "オブジェクトは {region} 以外のリージョンにレプリケートされません。レプリケート先: {buckets}")
	advice7   = catalog.Text(Service, "S3.7/advice",
		"Decide whether the data must survive the loss of a Region; replication costs storage, requests and transfer. Make a bucket in another Region, and switch on versioning on both buckets. "+
			"Make an IAM role that s3.amazonaws.com may assume, that may read the versions here and replicate there, and that may use the KMS keys of both sides. "+
			"Then add a replication rule in the S3 console: Management, Replication rules. Objects that are there already need S3 Batch Replication.",
		"リージョンの障害に備える必要があるデータかどうかを判断します。レプリケーションにはストレージ、リクエスト、転送の料金がかかります。別のリージョンにバケットを作り、両方のバケットでバージョニングを有効にします。"+
			"s3.amazonaws.com が引き受けられ、こちらのバージョンの読み取りと先方へのレプリケート、両方の KMS キーの使用ができる IAM ロールを作ります。"+
			"次に S3 コンソールの「管理」でレプリケーションルールを追加します。既存のオブジェクトには S3 バッチレプリケーションが必要です。")
)

var control7 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, catalog.None]{
	ID:       "S3.7",
	Title:    "S3 general purpose buckets should use cross-Region replication",
	TitleJA:  "S3 汎用バケットではクロスリージョンレプリケーションを使用する必要があります",
	Severity: control.Low,
	Standards: standard.In{
		standard.PCI321:  "PCI.S3.3:2.2",
		standard.NIST800: "S3.7",
	},
	Reads:   []string{"Replication", "ReplicaRegions"},
	Partial: true, // where nothing is replicated, no region matters
	Advice:  advice7,
	Evaluate: func(b s3.Bucket, _ catalog.None, _ time.Time) control.Verdict {
		if v, unsure := catalog.Unsure(b, "Replication"); unsure {
			return v
		}
		r, ok := b.Replication.Get()
		enabled := slices.DeleteFunc(slices.Clone(r.Rules), func(r s3.ReplicationRule) bool { return r.Status != s3.On })
		switch {
		case !ok:
			return control.Fail(none7.With())
		case len(enabled) == 0:
			return control.Fail(disabled7.With())
		}
		if v, unsure := catalog.Unsure(b, "ReplicaRegions"); unsure {
			return v
		}
		far, all := replicas(b, enabled)
		return control.PassIf(len(far) > 0, copied7.With("buckets", strings.Join(far, ", ")),
			near7.With("region", b.Region, "buckets", strings.Join(all, ", ")))
	},
})

// replicas names the buckets that rules copy to with their regions: those in other regions, and all.
func replicas(b s3.Bucket, rules []s3.ReplicationRule) (far, all []string) {
	for _, r := range rules {
		region := b.ReplicaRegions.Value()[r.Bucket]
		name := r.Bucket + " (" + cmp.Or(region, "-") + ")"
		all = append(all, name)
		if region != "" && region != b.Region {
			far = append(far, name)
		}
	}
	slices.Sort(far)
	slices.Sort(all)
	return slices.Compact(far), slices.Compact(all)
}
