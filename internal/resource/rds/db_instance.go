// Package rds has the resource types of Amazon RDS as controls and remediations see them: pure data.
package rds

import (
	"strings"

	"github.com/mantenhq/manten/internal/resource"
)

// DBInstance is a DB instance. RDS lists those of Neptune and DocumentDB with its own.
type DBInstance struct {
	resource.Ref
	// Status is "available", "modifying", "stopped", ….
	Status resource.Fact[string]
	// Engine is "postgres", "aurora-mysql", "neptune", ….
	Engine resource.Fact[string]
	// Cluster is the identifier of the DB cluster that the instance belongs to, empty where it stands alone.
	Cluster resource.Fact[string]
	// Class is the size, "db.r6g.large".
	Class                   resource.Fact[string]
	PubliclyAccessible      resource.Fact[bool]
	StorageEncrypted        resource.Fact[bool]
	MultiAZ                 resource.Fact[bool]
	DeletionProtection      resource.Fact[bool]
	AutoMinorVersionUpgrade resource.Fact[bool]
	// MonitoringInterval is how often, in seconds, enhanced monitoring collects metrics of the operating system; 0 is off.
	// It is absent where RDS names no interval.
	MonitoringInterval resource.Fact[int32]
	// MonitoringRole is the ARN of the role that sends these metrics to CloudWatch Logs, absent where there is none. RDS may
	// name one also while monitoring is off.
	MonitoringRole resource.Fact[string]
	// PendingModifiedValues names the settings whose change waits for the maintenance window, sorted.
	PendingModifiedValues resource.Fact[[]string]
	// Endpoint is the host name that clients connect to, absent while there is none.
	Endpoint resource.Fact[string]
	// SubnetZones are the Availability Zones of the subnet group, sorted; absent where there is no group.
	SubnetZones resource.Fact[[]string]
	// MaintenanceWindow is "sun:05:00-sun:06:00", in UTC.
	MaintenanceWindow resource.Fact[string]
	Tags              resource.Fact[map[string]string]
}

// MultiAZCluster is the DB cluster that alone can change settings of the instance, empty where the instance itself can be
// changed. Of the clusters that RDS has, only Multi-AZ DB clusters are so, and they have the engine of plain instances.
func (i DBInstance) MultiAZCluster() string {
	if e := i.Engine.Value(); Aurora(e) || e == "neptune" || e == "docdb" {
		return ""
	}
	return i.Cluster.Value()
}

// Available is the status in which RDS takes changes, of instances, clusters and snapshots alike.
const Available = "available"

// Aurora tells whether an engine is one of Aurora's.
func Aurora(engine string) bool { return engine == "aurora" || strings.HasPrefix(engine, "aurora-") }

// Custom tells whether an engine is one of RDS Custom.
func Custom(engine string) bool { return strings.HasPrefix(engine, "custom-") }

// Stuck tells whether an instance or a cluster can be changed only after a person has done something: no waiting ends the
// status.
func Stuck(status string) bool {
	switch status {
	case "stopped", "failed", "storage-full", "insufficient-capacity", "restore-error", "deleting",
		"inaccessible-encryption-credentials", "inaccessible-encryption-credentials-recoverable",
		"cloning-failed", "migration-failed":
		return true
	}
	return strings.HasPrefix(status, "incompatible-")
}
