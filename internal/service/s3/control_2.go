package s3

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	closed2 = catalog.Text(Service, "S3.2/closed", "nobody outside can read it", "外部の誰も読み取れません")
	open2   = catalog.Text(Service, "S3.2/open", "anybody can read it: {ways}", "誰でも読み取れます: {ways}")
	broken2 = catalog.Text(Service, "S3.2/broken", "the bucket policy cannot be judged: {error}", "バケットポリシーを判定できません: {error}")
)

var control2 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, catalog.None]{
	ID:       "S3.2",
	Title:    "S3 general purpose buckets should block public read access",
	TitleJA:  "S3 汎用バケットは公開読み取りアクセスをブロックする必要があります",
	Severity: control.Critical,
	Standards: standard.In{
		standard.FSBP:    "S3.2",
		standard.PCI321:  "PCI.S3.2:1.2.1;1.3.1;1.3.2;1.3.6;7.2.1",
		standard.NIST800: "S3.2",
	},
	Reads:   []string{"PublicAccessBlock", "Policy", "Grants"},
	Partial: true,
	Evaluate: func(b s3.Bucket, _ catalog.None, _ time.Time) control.Verdict {
		return judge(s3.Reading, b, closed2, open2, broken2)
	},
})
