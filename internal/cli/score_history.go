package cli

import (
	"context"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

// scoreHistory shows how the score of an account went.
func (a *App) scoreHistory(ctx context.Context, f *flags, limit int) error {
	names, err := f.standardNames()
	if err != nil {
		return err
	}
	doc := view.ScoreHistory{Schema: view.ScoreHistorySchema, Standard: standard.All}
	if len(names) > 0 {
		doc.Standard = names[0]
	}
	recorded, err := a.history(ctx, f, limit, &doc)
	if err != nil {
		return err
	}
	doc.Scans = view.ScoresOf(recorded, doc.Standard)
	if limit > 0 {
		doc.Scans = doc.Scans[:min(limit, len(doc.Scans))]
	}
	return a.show(f, doc, anys(doc.Scans), func(p *view.Printer) error { return p.ScoreHistory(doc) })
}

// history reads the scores on record, one more than is asked for: the oldest that is shown is compared with it.
func (a *App) history(ctx context.Context, f *flags, limit int, doc *view.ScoreHistory) ([]store.Scores, error) {
	db, err := a.open(ctx, f)
	if err != nil {
		return nil, err
	}
	defer db.Shut() //nolint:errcheck // only read from
	filter := store.ScanFilter{Account: f.access.account, Snapshot: new(string)}
	if f.access.snapshot != "" {
		x, err := a.offline(f)
		if err != nil {
			return nil, err
		}
		filter.Snapshot = new(x.origin())
	}
	s, err := db.Scan(ctx, filter)
	if fault.CodeOf(err) == fault.NotFound {
		return nil, fault.New(fault.Invalid, "there is no scan yet").Do("manten scan")
	}
	if err != nil {
		return nil, err
	}
	doc.Account, doc.Snapshot = s.Account, s.Snapshot
	if limit > 0 {
		limit++
	}
	return db.History(ctx, s.Account, s.Snapshot, limit)
}
