package cloudtrail

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/standard"
)

var (
	logged7 = catalog.Text(Service, "CloudTrail.7/logged",
		"access to the trail's bucket is logged to bucket {target}", "証跡のバケットへのアクセスはバケット {target} に記録されています")
	none7 = catalog.Text(Service, "CloudTrail.7/none",
		"access to the bucket, which trail {trail} writes to, is not logged", "証跡 {trail} の書き込み先であるこのバケットへのアクセスが記録されていません")
)

var control7 = catalog.Control(Service, catalog.ControlSpec[s3.Bucket, catalog.None]{
	ID:       "CloudTrail.7",
	Title:    "Ensure S3 bucket access logging is enabled on the CloudTrail S3 bucket",
	TitleJA:  "CloudTrail の S3 バケットで S3 バケットアクセスログ記録を有効にしてください",
	Severity: control.Low,
	Standards: standard.In{
		standard.CIS120: "2.6",
		standard.CIS140: "3.6",
		standard.CIS300: "3.4",
		standard.CIS500: "3.4",
		standard.PCI401: "10.2.1",
	},
	Reads: []string{"Logging"},
	Needs: []catalog.Need{catalog.Needs[cloudtrail.Trail]("Settings")},
	Picks: isTrailBucket,
	Joined: func(b s3.Bucket, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
		if to, ok := b.Logging.Get(); ok {
			return control.Pass(logged7.With("target", to.TargetBucket))
		}
		t, _ := trailInto(w, b)
		return control.Fail(none7.With("trail", t.Name))
	},
})

// isTrailBucket tells whether a trail writes to a bucket.
func isTrailBucket(b s3.Bucket, w catalog.World) bool {
	_, is := trailInto(w, b)
	return is
}

func trailInto(w catalog.World, b s3.Bucket) (cloudtrail.Trail, bool) {
	return catalog.Find(w, func(t cloudtrail.Trail) bool { return t.Settings.Value().Bucket == b.Name })
}
