package cloudtrail

import (
	"fmt"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/resource/s3"
)

// trailName is the name of the trail that the established runbook makes.
const trailName = "multi-region-cloud-trail"

var (
	multiSummary = catalog.Text(Service, "CreateCloudTrailMultiRegionTrail/summary",
		"Has a trail record all management events of all regions: one that is there, or a new one with its buckets, key, log group and role.",
		"すべてのリージョンの管理イベントをすべて証跡に記録します。既存の証跡を使うか、バケット、キー、ロググループ、ロールとともに新しく作成します。")
	multiKey = catalog.Text(Service, "CreateCloudTrailMultiRegionTrail/key",
		"key {key} is not in {region}, where the trail and its bucket will be: the key of the established solution is used there",
		"キー {key} は証跡とバケットを置く {region} のものではないため、そこでは既定のソリューションのキーを使います")
	multiSecond = catalog.Text(Service, "CreateCloudTrailMultiRegionTrail/second",
		"trail {trail} records management events already, of less than all regions: a second copy of its events is charged",
		"証跡 {trail} がすでに一部のリージョンの管理イベントを記録しています。そのイベントの 2 本目の記録は課金されます")
)

type multiParams struct {
	// KMSKeyArn is the key that encrypts a new trail's log files; empty means the key of the established solution, which is
	// created where it is missing.
	KMSKeyArn string `json:"kmsKeyArn" ssm:"/Solutions/SO0111/CMK_REMEDIATION_ARN"`
	// HomeRegion is where a new trail stands; empty means the partition's global region if it is selected, else the first.
	HomeRegion string `json:"homeRegion"`
	// Namespace is what the names of roles end with.
	Namespace string `json:"namespace"`
	// RetentionInDays is how long the log group of a new trail keeps events; 0 keeps them for ever.
	RetentionInDays int `json:"retentionInDays"`
}

var createMultiRegionTrail = catalog.Bundle(Service, catalog.BundleSpec[cloudtrail.Account, multiParams]{
	Name:     "CreateCloudTrailMultiRegionTrail",
	File:     "create_cloud_trail_multi_region_trail",
	Summary:  multiSummary,
	Controls: []control.ID{"CloudTrail.1", "CloudTrail.3"},
	Needs:    []catalog.Need{catalog.Needs[cloudtrail.Trail]("Settings", "Logging", "Selectors")},
	Plan: func(a cloudtrail.Account, w catalog.World, p multiParams, _ time.Time) catalog.Bundled {
		if v, no := catalog.Unseen[cloudtrail.Trail](w, "Settings", "Logging", "Selectors"); no {
			return catalog.Bundled{Refused: v.Reason}
		}
		if t, ok := catalog.Find(w, cloudtrail.Trail.RecordsAll); ok {
			if t.Foreign() {
				return catalog.Bundled{}
			}
			return asked(t) // what has just been planned of it is for this finding, too
		}
		var own []cloudtrail.Trail
		for _, t := range catalog.All[cloudtrail.Trail](w) {
			if !t.Foreign() && (t.Settings.Value().MultiRegion || t.Name == trailName) {
				own = append(own, t)
			}
		}
		if len(own) > 0 { // what is there is made good: a further copy of the events would be charged
			return asked(cloudtrail.Nearest(own))
		}
		region := home(w, p.HomeRegion, a.Region)
		var b catalog.Bundled
		if in := regionOf(p.KMSKeyArn); in != "" && in != region {
			b.Notes = append(b.Notes, multiKey.With("key", p.KMSKeyArn, "region", region))
			p.KMSKeyArn = ""
		}
		b.Requests = wholeTrail(a, region, p)
		if t, ok := catalog.Find(w, func(t cloudtrail.Trail) bool { return t.Logging.Value() && t.Selectors.Value().Management() }); ok {
			b.Notes = append(b.Notes, multiSecond.With("trail", t.Name))
		}
		return b
	},
})

// asked asks that a trail which is there, or is planned, record everything.
func asked(t cloudtrail.Trail) catalog.Bundled {
	return catalog.Bundled{Requests: []catalog.Request{{Remediation: "CreateTrail", On: t.Ref, With: map[string]any{}}}}
}

// regionOf is the region of an ARN; empty for what is none.
func regionOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[3]
	}
	return ""
}

// home is the region in which a new trail stands.
func home(w catalog.World, wanted, here string) string {
	global := resource.GlobalRegion(here)
	for _, region := range w.Regions {
		if wanted == "" && region == global {
			return global
		}
	}
	switch {
	case wanted != "":
		return wanted
	case len(w.Regions) > 0:
		return w.Regions[0]
	}
	return here
}

// wholeTrail asks for a new trail and all that it delivers to.
func wholeTrail(a cloudtrail.Account, region string, p multiParams) []catalog.Request {
	trail := cloudtrail.TrailRef(a.Account, region, trailName)
	accessLogs := s3.BucketRef(a.Account, region, fmt.Sprintf("so0111-access-logs-%s-%s", region, a.Account))
	bucket := s3.BucketRef(a.Account, region, "so0111-aws-cloudtrail-"+a.Account)
	key, first := keyFor(p.KMSKeyArn, a.Account, region)
	return append(append(first, intoLogs(trail, false, p.Namespace, p.RetentionInDays)...),
		catalog.Request{Remediation: "CreateAccessLoggingBucket", On: accessLogs, With: map[string]any{}},
		catalog.Request{Remediation: "CreateServiceBucket", On: bucket, With: map[string]any{
			"service": "cloudtrail", "source": trail.ID, "accessLogBucket": accessLogs.Name, "accessLogPrefix": "cloudtrail-access-logs",
		}},
		catalog.Request{Remediation: "CreateTrail", On: trail, With: map[string]any{
			"bucket": bucket.Name, "kmsKeyId": key, "logGroup": groupName(trail.Name), "role": roleName(p.Namespace),
		}},
	)
}
