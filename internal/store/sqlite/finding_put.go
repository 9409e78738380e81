package sqlite

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// recording is a scan whose findings are being put on record.
type recording struct {
	q    *db.Queries
	scan store.Scan
	// covers are what the scan looked at.
	covers map[store.Cover]bool
	// had is what is on record of its findings, by id.
	had map[string]store.Record
}

// putFindings puts the findings of a scan on record, and says of those that it should have seen and did not what has become
// of them. Only what has changed is written.
func putFindings(
	ctx context.Context, q *db.Queries, scan store.Scan, findings []control.Finding,
) ([]control.Finding, error) {
	p := recording{q: q, scan: scan, covers: scan.Covers(findings)}
	if err := p.read(ctx, findings); err != nil {
		return nil, err
	}
	missed, err := p.missed(ctx, findings)
	if err != nil {
		return nil, err
	}
	stored := make([]control.Finding, len(findings))
	for i, f := range findings {
		if stored[i], err = p.seen(ctx, f); err != nil {
			return nil, err
		}
	}
	unread, err := p.follow(ctx, missed)
	if err != nil {
		return nil, err
	}
	return append(stored, unread...), p.cover(ctx)
}

// read reads what is on record of the findings.
func (p *recording) read(ctx context.Context, findings []control.Finding) error {
	rows, err := p.q.FindingsBefore(ctx, db.FindingsBeforeParams{Source: p.scan.Snapshot, Ids: list(ids(findings))})
	if err != nil {
		return fmt.Errorf("get findings: %w", err)
	}
	p.had = make(map[string]store.Record, len(rows))
	for _, row := range rows {
		if p.had[row.Finding.ID], err = recordOf(row.Finding, row.Finished); err != nil {
			return err
		}
	}
	return nil
}

// missed reads what the scan looked for and did not see.
func (p *recording) missed(ctx context.Context, findings []control.Finding) (missed []store.Record, err error) {
	regions := map[string]bool{}
	for c := range p.covers {
		regions[c.Region] = true
	}
	rows, err := p.q.FindingsMissed(ctx, db.FindingsMissedParams{
		Source: p.scan.Snapshot, Account: p.scan.Account, Controls: list(slices.Concat(p.scan.Controls, p.scan.Disabled)),
		Regions: list(slices.Collect(maps.Keys(regions))), Globals: list(slices.Concat(p.scan.Globals, p.scan.Disabled)),
		Seen: list(ids(findings)),
	})
	if err != nil {
		return nil, fmt.Errorf("get findings: %w", err)
	}
	for _, row := range rows {
		r, err := recordOf(row.Finding, row.Finished)
		if err != nil {
			return nil, err
		}
		at := store.CoverOf(r.Finding)
		if slices.Contains(p.scan.Globals, r.Control) {
			p.covers[at] = true
		}
		if p.covers[at] || p.disabled(r) {
			missed = append(missed, r)
		}
	}
	return missed, nil
}

// seen puts a finding on record.
func (p *recording) seen(ctx context.Context, f control.Finding) (control.Finding, error) {
	had := p.had[f.ID]
	if had.Says(f) {
		had.LastSeen = p.scan.Finished // as covered says
		return had.Finding, nil
	}
	next := had.Seen(f, p.scan.Finished)
	p.had[f.ID] = next
	return next.Finding, p.put(ctx, had, next)
}

// follow archives what is gone, and gives those that could not be read.
func (p *recording) follow(ctx context.Context, missed []store.Record) (unread []control.Finding, err error) {
	for _, had := range missed {
		next := had.Gone(p.scan.Finished)
		if !p.scan.Whole(had.Resource.Region) && !p.disabled(had) {
			next = had.Missed(p.scan.Finished)
			unread = append(unread, next.Finding)
			if had.Unread {
				continue
			}
		}
		if err := p.put(ctx, had, next); err != nil {
			return nil, err
		}
	}
	return unread, nil
}

// disabled tells whether somebody switched the control off. Source: Security Hub User Guide, "Disabling controls": its
// findings are archived.
func (p *recording) disabled(r store.Record) bool { return slices.Contains(p.scan.Disabled, r.Control) }

// cover notes what the scan looked at.
func (p *recording) cover(ctx context.Context) error {
	for c := range p.covers {
		err := p.q.Cover(ctx, db.CoverParams{
			Source: p.scan.Snapshot, Account: c.Account, Control: c.Control, Region: c.Region, Scan: p.scan.ID,
			Finished: stamp(p.scan.Finished),
		})
		if err != nil {
			return fmt.Errorf("note what was covered: %w", err)
		}
	}
	return nil
}

// imagined is the findings of a scan that leaves no trace on record.
func imagined(scan store.Scan, findings []control.Finding) []control.Finding {
	seen := make([]control.Finding, len(findings))
	for i, f := range findings {
		seen[i] = store.Record{}.Seen(f, scan.Finished).Finding
	}
	return seen
}

func ids(findings []control.Finding) []string {
	out := make([]string, len(findings))
	for i, f := range findings {
		out[i] = f.ID
	}
	return out
}
