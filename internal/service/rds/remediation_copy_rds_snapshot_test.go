package rds

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/rds"
)

// aCopy is the available copy of the snapshot of tests, with one change.
func aCopy(change func(*rds.Snapshot)) rds.Snapshot {
	return aSnapshot(func(s *rds.Snapshot) {
		s.Ref, s.Encrypted, s.Restore = copyOf(s.Ref), resource.Is(true), resource.None[[]string]()
		if change != nil {
			change(s)
		}
	})
}

func TestCopySnapshot(t *testing.T) {
	t.Parallel()
	missing := catalogtest.As[rds.Snapshot](t, snapshots.Missing(copyOf(aSnapshot(func(*rds.Snapshot) {}).Ref)))
	with := func(change func(map[string]any)) map[string]any {
		set := map[string]any{
			"original": "before", "instance": "orders", "engine": "postgres", "taken": taken, "replaces": true,
			"tags": map[string]string{"team": "a", "aws:cloudformation:stack-name": "shop"},
		}
		if change != nil {
			change(set)
		}
		return set
	}
	for name, c := range map[string]struct {
		r   rds.Snapshot
		set map[string]any
	}{
		"missing": {missing, with(nil)},
		"kept": {missing, with(func(set map[string]any) {
			set["replaces"], set["kmsKeyId"] = false, "arn:aws:kms:eu-west-1:111122223333:key/1"
		})},
		"untimed":       {missing, with(func(set map[string]any) { delete(set, "taken") })},
		"there":         {aCopy(nil), with(nil)},
		"there-plain":   {aCopy(func(s *rds.Snapshot) { s.Encrypted = resource.Is(false) }), with(nil)},
		"there-later":   {aCopy(func(s *rds.Snapshot) { s.Taken = resource.Is(taken.Add(time.Hour)) }), with(nil)},
		"there-untimed": {aCopy(func(s *rds.Snapshot) { s.Taken = resource.None[time.Time]() }), with(nil)},
		"there-of-other": {aCopy(func(s *rds.Snapshot) {
			s.Description = resource.Is(rds.Description{Kind: rds.OfInstance, Type: rds.Manual, Source: "stock", Engine: "postgres"})
		}), with(nil)},
		"creating": {aCopy(func(s *rds.Snapshot) { s.Status = resource.Is("creating") }), with(nil)},
		"unread":   {aCopy(func(s *rds.Snapshot) { s.Taken = resource.HiddenFor[time.Time](catalogtest.Denied) }), with(nil)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := catalogtest.Golden(t, copyEncrypted, name, c.r, c.set)
			if !d.Refused.IsZero() {
				return
			}
			for _, f := range []control.Status{
				control1.Evaluate(d.After, control1.Params.Defaults, catalogtest.Now).Status,
				control4.Evaluate(d.After, control4.Params.Defaults, catalogtest.Now).Status,
			} {
				if f != control.Passed {
					t.Errorf("the copy is %s", f)
				}
			}
		})
	}
}

// Copying is allowed on both snapshots.
func TestCopySnapshotARNs(t *testing.T) {
	t.Parallel()
	got, err := copySnapshot.Resources(json.RawMessage(`{"SourceDBSnapshotIdentifier":"before","TargetDBSnapshotIdentifier":"before-encrypted"}`),
		awsop.Site{Partition: "aws", Region: region, Account: "111122223333"})
	want := []string{"arn:aws:rds:eu-west-1:111122223333:snapshot:before", "arn:aws:rds:eu-west-1:111122223333:snapshot:before-encrypted"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v (%v)", got, err)
	}
}
