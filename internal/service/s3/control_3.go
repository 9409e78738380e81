package s3

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	closed3 = catalog.Text(Service, "S3.3/closed", "nobody outside can write to it", "外部の誰も書き込めません")
	open3   = catalog.Text(Service, "S3.3/open", "anybody can write to it: {ways}", "誰でも書き込めます: {ways}")
	broken3 = catalog.Text(Service, "S3.3/broken", "the bucket policy cannot be judged: {error}", "バケットポリシーを判定できません: {error}")
)

var control3 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, catalog.None]{
	ID:       "S3.3",
	Title:    "S3 general purpose buckets should block public write access",
	TitleJA:  "S3 汎用バケットは公開書き込みアクセスをブロックする必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "S3.3",
		standard.PCI321:  "PCI.S3.1:1.2.1;1.3.1;1.3.2;1.3.4;1.3.6;7.2.1",
		standard.NIST800: "S3.3",
	},
	Reads:   []string{"PublicAccessBlock", "Policy", "Grants"},
	Partial: true,
	Evaluate: func(b s3.Bucket, _ catalog.None, _ time.Time) control.Verdict {
		return judge(s3.Writing, b, closed3, open3, broken3)
	},
})
