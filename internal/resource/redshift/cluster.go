// Package redshift has the resource types of Amazon Redshift as controls and remediations see them: pure data.
package redshift

import (
	"slices"

	"github.com/mantenhq/manten/internal/resource"
)

// Cluster is a provisioned cluster.
type Cluster struct {
	resource.Ref
	PubliclyAccessible resource.Fact[bool]
	// AutomatedSnapshotRetentionPeriod is for how many days automated snapshots are kept; 0 takes none.
	AutomatedSnapshotRetentionPeriod resource.Fact[int32]
	AllowVersionUpgrade              resource.Fact[bool]
	Logging                          resource.Fact[Logging]
	// ClusterStatus is "available", "modifying", "paused", …; it changes by itself.
	ClusterStatus resource.Fact[string]
	// Endpoint is absent while the cluster has none: before it is first available, and while it is paused.
	Endpoint resource.Fact[Endpoint]
	// ElasticIP is the address that was given to the cluster, absent where it has none of the account's own.
	ElasticIP   resource.Fact[string]
	Maintenance resource.Fact[Maintenance]
	Tags        resource.Fact[map[string]string]
}

// Logging is the audit log of connections and users.
type Logging struct {
	Enabled bool
	// Bucket and Prefix are where the log goes in S3; both empty where it is off or goes elsewhere.
	Bucket string `json:",omitempty"`
	Prefix string `json:",omitempty"`
	// Destination is [ToBucket] or "cloudwatch", empty where logging is off.
	Destination string `json:",omitempty"`
	// Exports are the logs that go to CloudWatch, sorted: "connectionlog", "useractivitylog", "userlog".
	Exports []string `json:",omitempty"`
}

// ToBucket is the destination of a log that goes to S3.
const ToBucket = "s3"

// Endpoint is where clients connect.
type Endpoint struct {
	Address string
	Port    int32
}

// Maintenance is when and to which versions Redshift upgrades the cluster.
type Maintenance struct {
	// Window is the weekly range in UTC, "sun:23:15-mon:03:15".
	Window string
	// Track is "current", "trailing", ….
	Track string
}

// stuck are the states that end only when a person acts. Redshift changes settings of available clusters only.
var stuck = []string{
	"hardware-failure", "incompatible-hsm", "incompatible-network", "incompatible-parameters", "incompatible-restore",
	"paused", "storage-full",
}

// ending are the states of a cluster that is being deleted.
var ending = []string{"deleting", "final-snapshot"}

// Stuck tells whether a cluster in this state waits for a person, so that no setting can be changed.
func Stuck(status string) bool { return slices.Contains(stuck, status) }

// Ending tells whether a cluster in this state is being deleted.
func Ending(status string) bool { return slices.Contains(ending, status) }
