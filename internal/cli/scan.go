package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

type scanOptions struct {
	failOn, asOf string
}

func newScan(a *App, f *flags) *cobra.Command {
	var o scanOptions
	c := &cobra.Command{
		Use:     "scan",
		Short:   "Read the account, evaluate the controls, show the score",
		Long:    "Reads the account with as few calls as the selected controls need, evaluates them, and stores the scan.\nNothing is changed. What could not be read is shown as not available, with the missing permission (exit status 3).",
		Example: "  manten scan\n  manten scan --region eu-west-1 --standard cis-1.2.0\n  manten scan --as-of 2027-01-01\n  manten scan --format json --fail-on HIGH",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.scan(c.Context(), f, o) },
	}
	f.addReach(c)
	f.addControls(c)
	c.Flags().StringVar(&o.failOn, "fail-on", "", "exit with status 1 if a finding of this severity or above failed")
	c.Flags().StringVar(&o.asOf, "as-of", "", "imagine it were this day (2027-01-31): which keys and credentials will fail by then; kept apart, nothing can be planned from it")
	f.addFormat(c, "table", "json", "jsonl")
	return c
}

func (a *App) scan(ctx context.Context, f *flags, o scanOptions) error {
	failOn, err := words("severity", nonEmpty(o.failOn), "CRITICAL", "HIGH", "MEDIUM", "LOW")
	if err != nil {
		return err
	}
	asOf, err := parseDay(o.asOf)
	if err != nil {
		return err
	}
	s, err := a.scanning(ctx, f)
	if err != nil {
		return err
	}
	defer s.db.Shut() //nolint:errcheck // everything was committed
	doc, err := s.run(ctx, asOf)
	if err != nil {
		return err
	}
	if err := a.show(f, doc, anys(doc.Findings), func(p *view.Printer) error { return p.Scan(*doc) }); err != nil {
		return err
	}
	return scanStatus(doc, failOn)
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// parseDay reads a day or a moment.
func parseDay(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "--as-of %q is no day", s).Do("write it as 2027-01-31")
}

// scanStatus gives the exit status: something not read counts more than findings.
func scanStatus(doc *view.Scan, failOn []string) error {
	if len(doc.Coverage) > 0 {
		return exit(exitPart)
	}
	for _, x := range doc.Findings {
		if len(failOn) > 0 && x.Status == control.Failed && x.Workflow != control.Suppressed && x.Severity.Rank() >= control.Severity(failOn[0]).Rank() {
			return exit(exitFindings)
		}
	}
	return nil
}

// scanning is a scan about to be made.
type scanning struct {
	*App
	f        *flags
	db       *records
	account  *account
	selected []evaluate.Selected
	choice   standard.Choice
	// off are selected controls that are not evaluated because they are disabled.
	off []*catalog.ControlUnit
}

func (a *App) scanning(ctx context.Context, f *flags) (*scanning, error) {
	cfg, err := a.config(f)
	if err != nil {
		return nil, err
	}
	units, err := f.units(a.Catalog)
	if err != nil {
		return nil, err
	}
	choice := cfg.Choice(a.Catalog)
	units, off, err := f.evaluated(units, choice)
	if err != nil {
		return nil, err
	}
	selected, err := cfg.Select(units)
	if err != nil {
		return nil, err
	}
	regions := f.access.regions
	if len(regions) == 0 {
		regions = cfg.Regions
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return nil, err
	}
	acct, err := a.reach(ctx, f, regions, true)
	if err != nil {
		_ = db.Shut() // the error that matters is the other one
		return nil, err
	}
	return &scanning{App: a, f: f, db: db, account: acct, selected: selected, choice: choice, off: off}, nil
}

func (a *App) config(f *flags) (config.Config, error) {
	if f.config.read != nil {
		return *f.config.read, nil
	}
	cfg, err := config.Find(f.config.path)
	if err != nil {
		return cfg, err
	}
	if err := cfg.Validate(a.Catalog); err != nil {
		return cfg, err
	}
	f.config.read = &cfg
	return cfg, nil
}

func (s *scanning) run(ctx context.Context, asOf time.Time) (*view.Scan, error) {
	head := store.Scan{
		ID: newID(), Account: s.account.source.Account(), Regions: s.account.source.Regions(), Started: s.Now().UTC(),
		AsOf: asOf, Snapshot: s.account.origin(), Complete: true, Disabled: offEverywhere(s.Catalog, s.choice),
	}
	var units []*catalog.ControlUnit
	for _, c := range s.selected {
		units = append(units, c.Unit)
		head.Controls = append(head.Controls, c.Unit.ID)
		if everywhere(s.Catalog, c.Unit) {
			head.Globals = append(head.Globals, c.Unit.ID)
		}
	}
	wishes, err := s.db.wishes(ctx, collect.Wishes(s.Catalog, units))
	if err != nil {
		return nil, err
	}
	stop := s.progress()
	res, err := collect.Collect(ctx, s.account.source, wishes, s.f.access.concurrency)
	stop()
	if err != nil {
		return nil, err
	}
	now := head.Started
	if !asOf.IsZero() {
		now = asOf
	}
	findings := evaluate.New(s.Catalog, s.selected, now).All(res)
	head.Finished, head.Resources, head.Coverage = s.Now().UTC(), len(res.Resources), gaps(head.Account, res)
	if s.account.session != nil {
		head.Calls = s.account.session.Calls()
	}
	stored, err := stored(s.Catalog, res.Resources)
	if err != nil {
		return nil, err
	}
	findings, err = s.db.SaveScan(ctx, head, stored, findings)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(findings, func(a, b control.Finding) int { // those that could not be read again stand behind
		return cmp.Or(catalog.CompareIDs(a.Control, b.Control), a.Resource.Compare(b.Resource))
	})
	doc := s.document(head, findings)
	if doc.Exceptions, err = s.db.reported(ctx, []store.Scan{head}, findings); err != nil {
		return nil, err
	}
	return doc, s.db.SaveScores(ctx, head.ID, doc.Scores)
}

func stored(cat *catalog.Catalog, resources []resource.Resource) ([]store.StoredResource, error) {
	out := make([]store.StoredResource, 0, len(resources))
	for _, r := range resources {
		data, err := json.Marshal(r)
		if err != nil {
			return nil, fault.New(fault.Internal, "encode %s: %w", r.Reference(), err)
		}
		u, _ := cat.Collector(r.Reference().Type)
		out = append(out, store.StoredResource{Ref: r.Reference(), Version: u.Version, Data: data})
	}
	return out, nil
}

func (s *scanning) document(head store.Scan, findings []control.Finding) *view.Scan {
	doc := &view.Scan{
		Schema: view.ScanSchema, ID: head.ID, Started: head.Started, Finished: head.Finished, Accounts: []string{head.Account},
		Regions: head.Regions, AsOf: head.AsOf, Snapshot: head.Snapshot, Calls: head.Calls, Resources: head.Resources,
		Coverage: head.Coverage, Findings: []view.Finding{},
		Scores: s.scores(findings),
	}
	for _, x := range findings {
		doc.Findings = append(doc.Findings, view.FindingOf(s.Catalog, x))
	}
	for _, c := range s.selected {
		if c.Unit.Retired != "" {
			doc.Retired = append(doc.Retired, view.RetiredControl{ID: c.Unit.ID, Since: c.Unit.Retired})
		}
	}
	return doc
}

// scores are over what was evaluated and what is disabled, so that they are those that the command score shows.
func (s *scanning) scores(findings []control.Finding) []standard.Score {
	return evaluate.Score(s.choice, slices.Concat(s.selected, asSelected(s.off)), findings).Scores
}
