package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

func newFindings(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:     "findings",
		Short:   "List the findings of the latest scan",
		Example: "  manten findings --control EC2.13\n  manten findings --status FAILED --severity HIGH --format json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.findings(c.Context(), f) },
	}
	f.addFilter(c)
	f.addRecorded(c)
	c.Flags().StringSliceVar(&f.filter.status, "status", nil, "status: PASSED, FAILED, WARNING, NOT_AVAILABLE")
	c.Flags().StringSliceVar(&f.access.regions, "region", nil, "region, may be repeated")
	f.addFormat(c, "table", "json", "jsonl")
	return c
}

// addRecorded adds the flags that say which account's latest scan is meant.
func (f *flags) addRecorded(c *cobra.Command) {
	c.Flags().StringVar(&f.access.account, "account", "", "account (default: that of the latest scan)")
	c.Flags().StringVar(&f.access.snapshot, "snapshot", "", "the scans of a snapshot instead of those of AWS")
}

// recorded finds the latest scan that the flags mean, with its findings.
func (a *App) recorded(ctx context.Context, f *flags, db store.Store) (store.Scan, []control.Finding, error) {
	filter := store.ScanFilter{Account: f.access.account, Snapshot: new(string)}
	if f.access.snapshot != "" {
		x, err := a.offline(f)
		if err != nil {
			return store.Scan{}, nil, err
		}
		filter.Snapshot = new(x.origin())
	}
	s, err := db.Scan(ctx, filter)
	if fault.CodeOf(err) == fault.NotFound {
		return s, nil, fault.New(fault.Invalid, "there is no scan yet").Do("manten scan")
	}
	if err != nil {
		return s, nil, err
	}
	findings, err := findingsOf(ctx, db, s.ID)
	return s, findings, err
}

// latest opens the database for just that.
func (a *App) latest(ctx context.Context, f *flags) (store.Scan, []control.Finding, error) {
	db, err := a.open(ctx, f)
	if err != nil {
		return store.Scan{}, nil, err
	}
	defer db.Shut() //nolint:errcheck // only read from
	return a.recorded(ctx, f, db)
}

func findingsOf(ctx context.Context, db store.Store, scan string) ([]control.Finding, error) {
	var out []control.Finding
	for x, err := range db.Findings(ctx, store.FindingFilter{Scan: scan}) {
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func (a *App) findings(ctx context.Context, f *flags) error {
	wants, err := f.matcher(a.Catalog)
	if err != nil {
		return err
	}
	s, findings, err := a.latest(ctx, f)
	if err != nil {
		return err
	}
	doc := view.Findings{Schema: view.FindingsSchema, Scan: s.ID, Finished: s.Finished, Findings: []view.Finding{}}
	for _, x := range findings {
		if wants(x) {
			doc.Findings = append(doc.Findings, view.FindingOf(a.Catalog, x))
		}
	}
	return a.show(f, doc, anys(doc.Findings), func(p *view.Printer) error { return p.Findings(doc) })
}
