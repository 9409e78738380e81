package awstest

import (
	"cmp"
	"slices"
)

// A StandIn takes the place of an operation that moto lacks or gets wrong, or changes moto's
// answer to what AWS would say. It follows the published API, never what this program expects.
type StandIn struct {
	Always    bool // in force for every account; otherwise a test asks for it
	Operation string
	Service   string
	Why       string // what moto does, and what AWS does

	do Action
}

// StandIns lists them all, by service and operation.
func StandIns() []StandIn { return standIns(newRoots(), &settings{}) }

func standIns(r *roots, s *settings) []StandIn {
	all := slices.Concat(clusterMemberStandIns(), boundaryStandIns(), encryptionStandIns(), referenceStandIns(), r.standIns(), rotationStandIns(), pagingStandIns(), permissionStandIns(),
		s.analyzerStandIns(), s.flowLogStandIns(), logGroupStandIns(), newBucketStandIns(), s.nodeStandIns(), s.pendingStandIns(), replicationStandIns(), trailStandIns(), versioningStandIns(),
		linkedRoleStandIns(), eventSelectorStandIns(), hubStandIns(), s.subscriptionStandIns(), projectStandIns(), recorderStandIns())
	slices.SortFunc(all, func(a, b StandIn) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Why, b.Why))
	})
	return all
}
