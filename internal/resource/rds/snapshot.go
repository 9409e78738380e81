package rds

import (
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/resource"
)

// Snapshot is a snapshot of a DB instance or of a DB cluster.
type Snapshot struct {
	resource.Ref
	Description resource.Fact[Description]
	// Status is "available", "creating", "failed", ….
	Status    resource.Fact[string]
	Encrypted resource.Fact[bool]
	// Taken is when the data were taken, which a copy has in common with its original. It is absent where RDS does not say:
	// of clusters, and of a snapshot that is being made.
	Taken resource.Fact[time.Time]
	// Restore lists who may copy and restore the snapshot besides its account: account ids and [Everybody], sorted. It is
	// absent where the snapshot cannot be public: it is not manual, or it is encrypted.
	Restore resource.Fact[[]string]
	Tags    resource.Fact[map[string]string]
}

// Description is what a snapshot is.
type Description struct {
	// Kind is [OfInstance] or [OfCluster].
	Kind string
	// Type is [Manual], [Automated] or [Backup].
	Type string
	// Source is the identifier of the instance or cluster that it was taken of.
	Source string
	Engine string
}

// The kinds and types of snapshots.
const (
	OfInstance = "DBSnapshot"
	OfCluster  = "DBClusterSnapshot"

	Manual    = "manual"
	Automated = "automated"
	Backup    = "awsbackup"
)

// Everybody stands in [Snapshot.Restore] for every AWS account.
const Everybody = "all"

// KindOf is the kind of the snapshot with an ARN, empty where it is no ARN of a snapshot.
func KindOf(arn string) string {
	parts := strings.SplitN(arn, ":", 7)
	switch {
	case len(parts) < 7:
		return ""
	case parts[5] == "snapshot":
		return OfInstance
	case parts[5] == "cluster-snapshot":
		return OfCluster
	}
	return ""
}

// TypeOf is the type that the name of a snapshot gives away: nobody but AWS can take a name with a colon.
func TypeOf(name string) string {
	switch {
	case strings.HasPrefix(name, "rds:"):
		return Automated
	case strings.HasPrefix(name, "awsbackup:"):
		return Backup
	}
	return Manual
}

// Public tells whether every AWS account may copy and restore the snapshot.
func (s Snapshot) Public() bool { return slices.Contains(s.Restore.Value(), Everybody) }
