package cli

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

// Changes implements [store.Store].
func (r *records) Changes(ctx context.Context, since time.Time, account, snapshot string) iter.Seq2[store.Change, error] {
	return func(yield func(store.Change, error) bool) {
		l, err := r.layer(ctx, store.FindingFilter{Snapshot: snapshot}, time.Time{})
		if err != nil {
			yield(store.Change{}, err)
			return
		}
		for c, err := range r.Store.Changes(ctx, since, account, snapshot) {
			if err == nil {
				c.Finding, err = l.lay(ctx, c.Finding)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// findingsSince shows what differs between the findings of an earlier moment and those on record.
func (a *App) findingsSince(ctx context.Context, f *flags, db store.Store, s store.Scan, since string) error {
	wants, err := f.matcher(a.Catalog)
	if err != nil {
		return err
	}
	doc := view.FindingsDiff{Schema: view.FindingsDiffSchema, Scan: s.ID, Finished: s.Finished, Changes: []view.FindingChange{}}
	if doc.Since, doc.SinceScan, err = a.since(ctx, db, s, since); err != nil {
		return err
	}
	for c, err := range db.Changes(ctx, doc.Since, s.Account, s.Snapshot) {
		if err != nil {
			return err
		}
		if c.Kind() != store.Same && wants(c.Finding) {
			doc.Changes = append(doc.Changes, a.changeOf(c))
		}
	}
	slices.SortStableFunc(doc.Changes, func(a, b view.FindingChange) int {
		return cmp.Or(cmp.Compare(slices.Index(store.Kinds(), a.Change), slices.Index(store.Kinds(), b.Change)),
			cmp.Compare(b.Finding.Severity.Rank(), a.Finding.Severity.Rank()), catalog.CompareIDs(a.Finding.Control, b.Finding.Control))
	})
	return a.show(f, doc, anys(doc.Changes), func(p *view.Printer) error { return p.FindingsDiff(doc) })
}

func (a *App) changeOf(c store.Change) view.FindingChange {
	at := c.Changed
	if c.Archived {
		at = c.ArchivedAt
	}
	return view.FindingChange{Change: c.Kind(), Was: c.Was, Is: c.Is(), At: at, Finding: view.FindingOf(a.Catalog, c.Finding)}
}

// since is the moment that a scan's id, a day, a moment or a duration means, and the scan if it was one.
func (a *App) since(ctx context.Context, db store.Store, latest store.Scan, s string) (at time.Time, scan string, err error) {
	if at, err = scanEnd(ctx, db, latest, s); err != nil || !at.IsZero() {
		return at, s, err
	}
	if at, err = parseDay(s); err == nil {
		return at, "", nil
	}
	if age, err := config.ParseAge(s); err == nil {
		return a.Now().Add(-age).UTC(), "", nil
	}
	return at, "", fault.New(fault.Invalid, "--since %q is neither a scan nor a day nor a duration", s).
		Do("write it as 2027-01-31, as 7d, or as a scan of: manten score --history")
}

// scanEnd is when a scan ended, zero if there is none with the id; one that was pruned is known by its scores.
func scanEnd(ctx context.Context, db store.Store, latest store.Scan, id string) (time.Time, error) {
	s, err := db.Scan(ctx, store.ScanFilter{ID: id})
	switch {
	case err == nil && (s.Account != latest.Account || s.Snapshot != latest.Snapshot):
		return time.Time{}, fault.New(fault.Invalid, "scan %s is of another account or snapshot than the latest one, %s", id, latest.ID).
			Do("name its account with --account, or its snapshot with --snapshot")
	case err == nil:
		return s.Finished, nil
	case fault.CodeOf(err) != fault.NotFound:
		return time.Time{}, err
	}
	history, err := db.History(ctx, latest.Account, latest.Snapshot, 0)
	for _, h := range history {
		if h.Scan == id {
			return h.Finished, nil
		}
	}
	return time.Time{}, err
}
