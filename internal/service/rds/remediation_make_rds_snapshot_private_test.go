package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestMakeSnapshotPrivate(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]rds.Snapshot{
		"public":            aSnapshot(func(s *rds.Snapshot) { s.Restore = resource.Is([]string{"all"}) }),
		"public-and-shared": aSnapshot(func(s *rds.Snapshot) { s.Restore = resource.Is([]string{"222233334444", "all"}) }),
		"cluster": aSnapshot(func(s *rds.Snapshot) {
			s.Restore = resource.Is([]string{"222233334444", "all"})
			s.Description = resource.Is(rds.Description{Kind: rds.OfCluster, Type: rds.Manual, Source: "shop"})
		}),
		"shared": aSnapshot(func(s *rds.Snapshot) { s.Restore = resource.Is([]string{"222233334444"}) }),
		"failed": aSnapshot(func(s *rds.Snapshot) {
			s.Restore = resource.Is([]string{"222233334444", "all"})
			s.Status = resource.Is("failed")
		}),
		"unread": aSnapshot(func(s *rds.Snapshot) { s.Restore = resource.HiddenFor[[]string](catalogtest.Denied) }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, makeSnapshotPrivate, name, r, nil)
			wellAfter(t, makeSnapshotPrivate, control1, d)
		})
	}
}

func TestMakeSnapshotPrivateLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: makeSnapshotPrivate.Name, Controls: []control.ID{"RDS.1"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newInstance(t, a, "us-east-1", "orders", nil)
			newSnapshot(t, a, "us-east-1", "orders", "before", "all", "222233334444")
		},
	})
}

func TestMakeSnapshotPrivateLoopOfCluster(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: makeSnapshotPrivate.Name, Controls: []control.ID{"RDS.1"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			newCluster(t, a, "us-east-1", "shop", nil)
			newClusterSnapshot(t, a, "us-east-1", "shop", "before", "all", "222233334444")
		},
	})
}
