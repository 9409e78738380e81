package storetest

import (
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
)

func exercisePrune(t *testing.T, create func(*testing.T) Opener) {
	t.Run("scans", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		kept := pruneScans(t, s)
		for id, want := range map[string]bool{
			"old": false, "run": true, "planned": false, "other": true, "cut off": false, "imagined": false, "snapshot": true,
			"latest": true, "new": true,
		} {
			_, err := s.Scan(t.Context(), store.ScanFilter{ID: id})
			if want != (err == nil) {
				t.Errorf("scan %q is kept: %t, want %t (%v)", id, err == nil, want, err)
			}
		}
		same(t, kept, store.Pruned{Scans: 4, Resources: 8})
		same(t, len(all(t, s.Resources(t.Context(), "old"))), 0)
		same(t, len(all(t, s.Resources(t.Context(), "latest"))), 2)
		history, err := s.History(t.Context(), account, "", 0)
		check(t, err)
		same(t, len(history), 1)
		same(t, history[0].Scan, "old")
	})
	t.Run("findings", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		save(t, s, scanAt("scan-1", 1), finding("S3.8", bucket(tokyo, "old"), control.Failed),
			finding("S3.8", bucket(tokyo, "step"), control.Failed), finding("S3.9", bucket(tokyo, "judged"), control.Failed),
			finding("S3.8", bucket(tokyo, "late"), control.Failed), finding("S3.8", bucket(tokyo, "here"), control.Failed))
		late, here := finding("S3.8", bucket(tokyo, "late"), control.Failed), finding("S3.8", bucket(tokyo, "here"), control.Passed)
		save(t, s, scanAt("scan-2", 2), late, here)
		save(t, s, scanAt("scan-3", 3), here)
		runOf(t, s, "scan-3", plan.Step{
			ID: "1", Resource: bucket(tokyo, "step"), Controls: []control.ID{"S3.8"},
			Elsewhere: []plan.Judged{{Control: "S3.9", Resource: bucket(tokyo, "judged")}},
		})
		dry, err := s.Prune(t.Context(), at(3), true)
		check(t, err)
		same(t, len(names(t, s, store.FindingFilter{Archived: true})), 5)
		got, err := s.Prune(t.Context(), at(3), false)
		check(t, err)
		same(t, got.Findings, 1)
		same(t, dry.Findings, got.Findings)
		same(t, dry.Scans, got.Scans)
		same(t, names(t, s, store.FindingFilter{Archived: true}), []string{
			"S3.8 here RESOLVED", "S3.8 late NEW", "S3.8 step NEW", "S3.9 judged NEW",
		})
		// One that comes back is new, and nothing of what it was is left.
		save(t, s, scanAt("scan-4", 4), here, finding("S3.8", bucket(tokyo, "old"), control.Failed))
		changes := all(t, s.Changes(t.Context(), at(1), "", ""))
		for _, c := range changes {
			if c.Resource.Name == "old" {
				same(t, c.Was, "")
				same(t, c.FirstSeen, at(4))
			}
		}
	})
	t.Run("nothing", func(t *testing.T) {
		t.Parallel()
		got, err := fresh(t, create).Prune(t.Context(), at(9999), false)
		check(t, err)
		same(t, []int{got.Scans, got.Resources, got.Findings}, []int{0, 0, 0})
	})
	t.Run("a run whose plan nobody can read", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		check(t, s.SavePlan(t.Context(), &plan.Plan{ID: "plan-1"}, []byte("{")))
		open(t, s, opening("run-1", 1, me))
		_, err := s.Prune(t.Context(), at(9999), false)
		is(t, err, fault.Invalid)
	})
}

// pruneScans prunes scans of every kind, each with two resources.
func pruneScans(t *testing.T, s store.Store) store.Pruned {
	t.Helper()
	for minute, scan := range []struct {
		id     string
		change func(*store.Scan)
	}{
		{"old", func(*store.Scan) {}},
		{"run", func(*store.Scan) {}},
		{"planned", func(*store.Scan) {}},
		{"other", func(s *store.Scan) { s.Account = "444455556666" }},
		{"cut off", func(s *store.Scan) { s.Complete = false }},
		{"imagined", func(s *store.Scan) { s.AsOf = at(9999) }},
		{"snapshot", func(s *store.Scan) { s.Snapshot = "sha256:abc" }},
		{"latest", func(*store.Scan) {}},
		{"new", func(s *store.Scan) { s.Complete = false }},
	} {
		head := scanAt(scan.id, minute)
		scan.change(&head)
		_, err := s.SaveScan(t.Context(), head, resources(2), nil)
		check(t, err)
	}
	check(t, s.SaveScores(t.Context(), "old", []standard.Score{{Standard: standard.All}}))
	runOf(t, s, "run")
	got, err := s.Prune(t.Context(), at(8), false)
	check(t, err)
	got.Before, got.After = 0, 0
	return got
}

// runOf opens a run of a plan from a scan.
func runOf(t *testing.T, s store.Store, scan string, steps ...plan.Step) {
	t.Helper()
	p := &plan.Plan{ID: "plan-1", Account: account, Scan: scan, Steps: steps}
	data, err := plan.Encode(p)
	check(t, err)
	check(t, s.SavePlan(t.Context(), p, data))
	open(t, s, opening("run-1", 1, me))
}
