package cloudtrail

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	closed6 = catalog.Text(Service, "CloudTrail.6/closed",
		"nobody outside can read or write the trail's bucket", "外部の誰も証跡のバケットを読み書きできません")
	open6 = catalog.Text(Service, "CloudTrail.6/open",
		"anybody can read or write the bucket, which trail {trail} writes to: {ways}", "証跡 {trail} の書き込み先であるこのバケットを誰でも読み書きできます: {ways}")
	broken6 = catalog.Text(Service, "CloudTrail.6/broken", "the bucket policy cannot be judged: {error}", "バケットポリシーを判定できません: {error}")
)

// control6 judges a trail's bucket as S3.2 and S3.3 judge every bucket.
var control6 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, catalog.None]{
	ID:       "CloudTrail.6",
	Title:    "Ensure the S3 bucket used to store CloudTrail logs is not publicly accessible",
	TitleJA:  "CloudTrail のログの保存に使用する S3 バケットが公開されていないことを確認します",
	Severity: control.Critical,
	Standards: standard.In{
		standard.CIS120: "2.3",
		standard.CIS140: "3.3",
		standard.PCI401: "1.4.4",
	},
	Reads:   []string{"PublicAccessBlock", "Policy", "Grants"},
	Partial: true,
	Needs:   []catalog.Need{catalog.Needs[cloudtrail.Trail]("Settings")},
	Picks:   isTrailBucket,
	Joined: func(b s3.Bucket, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		t, _ := trailInto(w, b)
		if ways := append(s3.Reading.Ways(b), s3.Writing.Ways(b)...); len(ways) > 0 && b.PublicAccessBlock.Sure() {
			return control.Fail(open6.With("trail", t.Name, "ways", strings.Join(ways, ", ")))
		}
		if v, no := catalog.Unsure(b, s3.Needed(b)...); no {
			return v
		}
		if err := s3.PolicyError(b); err != nil {
			return control.Unknown(broken6.With("error", err.Error()))
		}
		return control.Pass(closed6.With())
	},
})
