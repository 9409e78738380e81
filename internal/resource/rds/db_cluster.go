package rds

import "github.com/mantenhq/manten/internal/resource"

// DBCluster is a DB cluster: Aurora or Multi-AZ. RDS lists those of Neptune and DocumentDB with its own.
type DBCluster struct {
	resource.Ref
	// Status is "available", "backing-up", "stopped", ….
	Status resource.Fact[string]
	// Engine is "aurora-postgresql", "mysql", "neptune", ….
	Engine             resource.Fact[string]
	MultiAZ            resource.Fact[bool]
	DeletionProtection resource.Fact[bool]
	CopyTagsToSnapshot resource.Fact[bool]
	Tags               resource.Fact[map[string]string]
}
