// Package cloudtrail has the resource types of AWS CloudTrail as controls and remediations see them: pure data.
package cloudtrail

import (
	"strings"

	"github.com/mantenhq/manten/internal/resource"
)

// Account is what stands for an account in a region, for controls on all of its trails.
type Account struct {
	resource.Ref
}

// Trail is a trail, in its home region. Trails of an organization that another account owns are among them: their ARN
// names that account.
type Trail struct {
	resource.Ref
	Settings resource.Fact[Settings]
	// Validation is whether log files can be validated by digests.
	Validation resource.Fact[bool]
	// Encrypted is whether a KMS key encrypts the log files, and Key the key's ARN, absent where none does.
	Encrypted resource.Fact[bool]
	Key       resource.Fact[string]
	// Delivery is where events go besides the bucket, absent where nowhere.
	Delivery resource.Fact[Delivery]
	// Logging is whether the trail is switched on.
	Logging resource.Fact[bool]
	// Selectors say which events are recorded.
	Selectors resource.Fact[Selectors]
	Tags      resource.Fact[map[string]string]
}

// Settings are what a trail records into.
type Settings struct {
	Bucket string
	// Prefix of the objects, empty for none.
	Prefix string `json:",omitempty"`
	// Topic is the ARN of the SNS topic that hears of log files, empty for none.
	Topic string `json:",omitempty"`
	// MultiRegion trails record the events of all regions and are seen in all of them.
	MultiRegion bool
	// GlobalEvents are those of services such as IAM.
	GlobalEvents bool
	Organization bool `json:",omitempty"`
}

// Delivery is a CloudWatch Logs log group with the role that writes to it.
type Delivery struct {
	// LogGroup is the group's ARN, with ":*" at its end.
	LogGroup string
	Role     string
}

// Owner is the account that owns the trail.
func (t Trail) Owner() string {
	if parts := strings.SplitN(t.ID, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return t.Account
}

// Foreign tells whether another account owns the trail.
func (t Trail) Foreign() bool { return t.Owner() != t.Account }

// GroupName is the name of a log group by its ARN.
func GroupName(arn string) string {
	_, name, _ := strings.Cut(arn, ":log-group:")
	return strings.TrimSuffix(name, ":*")
}

// RecordsAll tells whether the trail is known to record all management events of all regions.
func (t Trail) RecordsAll() bool {
	return t.Settings.Value().MultiRegion && t.Logging.Value() && t.Selectors.Value().Management()
}

// Lacks names, in AWS's words, what keeps the trail from recording all management events of all regions; empty where
// nothing does.
func (t Trail) Lacks() string {
	var out []string
	if !t.Settings.Value().MultiRegion {
		out = append(out, "IsMultiRegionTrail false")
	}
	if !t.Logging.Value() {
		out = append(out, "IsLogging false")
	}
	if !t.Selectors.Value().Management() {
		out = append(out, "not all management events")
	}
	return strings.Join(out, ", ")
}

// Nearest is the trail that lacks least. There must be one.
func Nearest(all []Trail) Trail {
	best := all[0]
	for _, t := range all[1:] {
		if len(t.Lacks()) < len(best.Lacks()) {
			best = t
		}
	}
	return best
}

// TrailRef is the reference of a trail in its home region.
func TrailRef(account, region, name string) resource.Ref {
	return resource.Ref{
		Type: "AWS::CloudTrail::Trail", Account: account, Region: region, Name: name,
		ID: resource.ARN(region, "cloudtrail", region, account, "trail/"+name),
	}
}
