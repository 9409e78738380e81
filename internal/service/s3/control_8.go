package s3

import (
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	blocked8  = catalog.Text(Service, "S3.8/blocked", "the bucket blocks all public access", "バケットはすべての公開アクセスをブロックしています")
	off8      = catalog.Text(Service, "S3.8/off", "the bucket's public access block leaves off: {settings}", "バケットのパブリックアクセスブロックで無効な設定: {settings}")
	none8     = catalog.Text(Service, "S3.8/none", "the bucket has no public access block", "バケットにパブリックアクセスブロックがありません")
	excluded8 = catalog.Text(Service, "S3.8/excluded", "the bucket stands in excludedPublicBuckets", "バケットは excludedPublicBuckets に含まれています")
)

type params8 struct {
	// ExcludedPublicBuckets are names of buckets that may be public.
	ExcludedPublicBuckets []string `json:"excludedPublicBuckets"`
}

var control8 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, params8]{
	ID:       "S3.8",
	Title:    "S3 general purpose buckets should block public access",
	TitleJA:  "S3 汎用バケットはパブリックアクセスをブロックする必要があります",
	Severity: control.High,
	Standards: standard.In{
		standard.FSBP:    "S3.8",
		standard.CIS140:  "2.1.5",
		standard.CIS300:  "2.1.4",
		standard.CIS500:  "2.1.4",
		standard.PCI401:  "1.4.4",
		standard.NIST800: "S3.8",
	},
	Reads: []string{"PublicAccessBlock"},
	Evaluate: func(b s3.Bucket, p params8, _ time.Time) control.Verdict {
		block, ok := b.PublicAccessBlock.Get()
		switch {
		case slices.Contains(p.ExcludedPublicBuckets, b.Name):
			return control.Pass(excluded8.With())
		case !ok:
			return control.Fail(none8.With())
		}
		return control.PassIf(block.All(), blocked8.With(), off8.With("settings", strings.Join(block.Off(), ", ")))
	},
})
