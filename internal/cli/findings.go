package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

// findingsOptions are the flags of findings besides those that narrow them.
type findingsOptions struct {
	since, after string
	limit        int
}

func newFindings(a *App, f *flags) *cobra.Command {
	var o findingsOptions
	c := &cobra.Command{
		Use:     "findings",
		Short:   "List the findings of the latest scan",
		Example: "  manten findings --control EC2.13\n  manten findings --status FAILED --severity HIGH --format json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.findings(c.Context(), f, o) },
	}
	f.addFilter(c)
	f.addRecorded(c)
	c.Flags().StringSliceVar(&f.filter.status, "status", nil, "status: PASSED, FAILED, WARNING, NOT_AVAILABLE")
	c.Flags().StringSliceVar(&f.access.regions, "region", nil, "region, may be repeated")
	p := c.Flags()
	p.StringVar(&o.since, "since", "", "only what differs since a scan (its id), a day (2027-01-31) or a time (7d)")
	p.IntVar(&o.limit, "limit", 0, "how many findings at most, 0 for all; the JSON document says under next where to go on")
	p.StringVar(&o.after, "after", "", "only those that come after the finding with this id, as next said")
	f.addFormat(c, "table", "json", "jsonl", formatASFF, formatASFFLines)
	return c
}

// addRecorded adds the flags that say which account's latest scan is meant.
func (f *flags) addRecorded(c *cobra.Command) {
	c.Flags().StringVar(&f.access.account, "account", "", "account (default: that of the latest scan)")
	c.Flags().StringVar(&f.access.snapshot, "snapshot", "", "the scans of a snapshot instead of those of AWS")
}

var errNoScan = errors.New("there is no scan yet")

// head finds the latest scan that the flags mean.
func (a *App) head(ctx context.Context, f *flags, db store.Store) (store.Scan, error) {
	filter := store.ScanFilter{Account: f.access.account, Snapshot: new(string)}
	if f.access.snapshot != "" {
		x, err := a.offline(f)
		if err != nil {
			return store.Scan{}, err
		}
		filter.Snapshot = new(x.origin())
	}
	s, err := db.Scan(ctx, filter)
	if fault.CodeOf(err) == fault.NotFound {
		return s, fault.New(fault.Invalid, "%w", errNoScan).Do("manten scan")
	}
	return s, err
}

// recorded finds the latest scan that the flags mean, with its findings.
func (a *App) recorded(ctx context.Context, f *flags, db store.Store) (store.Scan, []control.Finding, error) {
	s, err := a.head(ctx, f, db)
	if err != nil {
		return s, nil, err
	}
	findings, err := findingsOf(ctx, db, s.ID)
	return s, findings, err
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

// check refuses options that do not go together.
func (o *findingsOptions) check(f *flags) error {
	switch {
	case o.since != "" && f.isASFF():
		return fault.New(fault.Invalid, "--since shows what differs, which --format %s has no words for", f.format).
			Do("--format json")
	case o.limit < 0:
		return fault.New(fault.Invalid, "--limit %d is negative", o.limit).Do("--limit 0 lists all")
	case o.since != "" && (o.limit > 0 || o.after != ""):
		return fault.New(fault.Invalid, "--since has no pages").Do("leave --limit and --after out")
	}
	return nil
}

func (a *App) findings(ctx context.Context, f *flags, o findingsOptions) error {
	if err := o.check(f); err != nil {
		return err
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // only read from
	s, err := a.head(ctx, f, db)
	if err != nil {
		return err
	}
	if o.since != "" {
		return a.findingsSince(ctx, f, db, s, o.since)
	}
	l, err := a.listing(f, s, o)
	if err != nil {
		return err
	}
	if f.isASFF() {
		findings, err := l.all(ctx, db)
		if err != nil {
			return err
		}
		return a.asff(f, findings, l.wants)
	}
	if f.format == "jsonl" {
		return a.lines(ctx, f, db, l)
	}
	doc, err := a.page(ctx, db, s, l)
	if err != nil {
		return err
	}
	return a.show(f, doc, nil, func(p *view.Printer) error { return p.Findings(doc) })
}
