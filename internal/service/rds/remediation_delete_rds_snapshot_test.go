package rds

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

func TestDeleteSnapshot(t *testing.T) {
	t.Parallel()
	described := func(kind, of string) func(*rds.Snapshot) {
		return func(s *rds.Snapshot) {
			s.Description = resource.Is(rds.Description{Kind: kind, Type: of, Source: "orders"})
		}
	}
	for name, r := range map[string]rds.Snapshot{
		"private":   aSnapshot(func(*rds.Snapshot) {}),
		"shared":    aSnapshot(func(s *rds.Snapshot) { s.Restore = resource.Is([]string{"222233334444", "333344445555", "all"}) }),
		"unseen":    aSnapshot(func(s *rds.Snapshot) { s.Restore = resource.HiddenFor[[]string](catalogtest.Denied) }),
		"encrypted": aCopy(nil),
		"automated": aSnapshot(described(rds.OfInstance, rds.Automated)),
		"backup":    aSnapshot(described(rds.OfInstance, rds.Backup)),
		"cluster":   aSnapshot(described(rds.OfCluster, rds.Manual)),
		"unread":    aSnapshot(func(s *rds.Snapshot) { s.Encrypted = resource.HiddenFor[bool](catalogtest.Denied) }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, deleteOriginal, name, r, map[string]any{"copy": "before-encrypted"})
			if len(d.Moves) > 0 && (!resource.IsMissing(d.After) || len(d.Behind) != 1 || d.Behind[0] != copyOf(r.Ref)) {
				t.Errorf("it leaves %+v, behind %v", d.After, d.Behind)
			}
		})
	}
}
