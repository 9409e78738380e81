package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// errDry ends the transaction of a dry run, so that nothing of it stays.
var errDry = errors.New("only counted")

// Prune implements [store.Store]. The file shrinks at once, unless that would need more room than the disk has.
func (s *DB) Prune(ctx context.Context, before time.Time, dry bool) (p store.Pruned, err error) {
	p.Before = s.size()
	err = s.write(ctx, func(q *db.Queries) error {
		if err := prune(ctx, q, before, &p); err != nil {
			return err
		}
		if dry {
			return errDry
		}
		return nil
	})
	if err == nil && p.Scans+p.Findings > 0 {
		err = s.shrink(ctx)
	}
	p.After = s.size()
	if err != nil && !errors.Is(err, errDry) {
		return p, fmt.Errorf("prune the database: %w", err)
	}
	return p, nil
}

func prune(ctx context.Context, q *db.Queries, before time.Time, p *store.Pruned) error {
	kept, err := referred(ctx, q)
	if err != nil {
		return err
	}
	until := stamp(before)
	scans, err := q.PrunableScans(ctx, db.PrunableScansParams{Before: until, Kept: list(kept.scans)})
	if err != nil {
		return err
	}
	resources, err1 := q.DeleteResources(ctx, list(scans))
	gone, err2 := q.DeleteScans(ctx, list(scans))
	err3 := q.DeletePast(ctx, db.DeletePastParams{Before: until, Kept: list(kept.findings)})
	findings, err4 := q.DeleteFindings(ctx, db.DeleteFindingsParams{Before: until, Kept: list(kept.findings)})
	p.Scans, p.Resources, p.Findings = int(gone), int(resources), int(findings)
	return errors.Join(err1, err2, err3, err4)
}

// references are what the plans of runs refer to.
type references struct{ scans, findings []string }

// referred reads the plans of all runs: who looks at a run's record wants to find what it was for.
func referred(ctx context.Context, q *db.Queries) (r references, err error) {
	plans, err := q.PlansOfRuns(ctx)
	if err != nil {
		return r, err
	}
	for _, data := range plans {
		var p plan.Plan
		if err := json.Unmarshal(data, &p); err != nil {
			return r, fault.New(fault.Invalid, "the stored plan of a run is damaged: %w", err).Do("%s", damaged)
		}
		r.scans = append(r.scans, p.Scan)
		for _, step := range p.Steps {
			for _, id := range step.Controls {
				r.findings = append(r.findings, control.FindingID(id, step.Resource))
			}
			for _, j := range step.Elsewhere {
				r.findings = append(r.findings, control.FindingID(j.Control, j.Resource))
			}
		}
	}
	return r, nil
}

// shrink gives what was pruned back to the disk. SQLite writes the database anew for that, beside readers, and then empties
// its log.
func (s *DB) shrink(ctx context.Context) error {
	for _, statement := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		err := s.patiently(ctx, func() error {
			_, err := s.writer.ExecContext(ctx, statement)
			return err
		})
		if err != nil {
			return fmt.Errorf("everything was pruned, but the file did not shrink: %w", s.explain(ctx, err))
		}
	}
	return nil
}

// size is what the database takes on the disk, with its log.
func (s *DB) size() (n int64) {
	for _, name := range []string{s.path, s.path + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			n += info.Size()
		}
	}
	return n
}
