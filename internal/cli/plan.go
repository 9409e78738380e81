package cli

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

type planOptions struct {
	scan     string
	sets     []string
	exclude  []string
	maxSteps int
	maxAge   time.Duration
	// from is a file with findings of Security Hub, and hub asks Security Hub itself.
	from string
	hub  bool
	// to is the score to reach, in percent; 0 goes as far as there is something to do.
	to int
}

func newPlan(a *App, f *flags) *cobra.Command {
	var o planOptions
	c := &cobra.Command{
		Use:     "plan",
		Short:   "Propose what to change, without changing anything",
		Long:    "Takes the latest scan, reads each resource that would be changed again, and proposes a plan: AWS API calls as data, with\nbefore, after, cost, risk and undo. Nothing is changed. The plan is shown, and written to a file with -o.",
		Example: "  manten plan -o plan.json\n  manten plan --standard cis-1.2.0 --exclude 'arn:aws:s3:::public-*' -o plan.json\n  manten plan --to 90 -o plan.json\n  manten plan --remediation SetIAMPasswordPolicy --set SetIAMPasswordPolicy.maxPasswordAge=60\n  aws securityhub get-findings --output json | manten plan --from -",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.plan(c.Context(), f, o) },
	}
	f.addAccess(c)
	f.addFilter(c)
	p := c.Flags()
	p.StringSliceVar(&f.access.regions, "region", nil, "only findings in this region, may be repeated")
	p.StringSliceVar(&f.filter.remediations, "remediation", nil, "remediation, may be repeated")
	p.StringArrayVar(&o.sets, "set", nil, "parameter of a remediation: NAME.param=value")
	p.StringArrayVar(&o.exclude, "exclude", nil, "resources to leave alone: a pattern of ARN or name, or tag:Key=value")
	p.IntVar(&o.maxSteps, "max-steps", 0, "end the plan after so many steps (0: no end)")
	p.StringVar(&o.scan, "scan", "", "id of the scan to plan from (default: the latest)")
	p.DurationVar(&o.maxAge, "max-age", 24*time.Hour, "how old the scan may be")
	p.StringVar(&o.from, "from", "", "plan for the findings of Security Hub in this file (ASFF, OCSF, events), - for standard input")
	p.BoolVar(&o.hub, "from-securityhub", false, "plan for the failed findings that Security Hub has")
	o.addTo(c)
	f.addFormat(c, "table", "json", "cli")
	c.Flags().Lookup("output").Usage = "write the plan to this file, and show it"
	return c
}

func (a *App) plan(ctx context.Context, f *flags, o planOptions) error {
	if o.maxSteps < 0 || o.maxAge < 0 {
		return fault.New(fault.Invalid, "--max-steps and --max-age cannot be negative").Do("manten plan --help")
	}
	if o.from != "" || o.hub {
		return a.planFrom(ctx, f, o)
	}
	cfg, err := a.config(f)
	if err != nil {
		return err
	}
	options, err := a.proposing(f, cfg, o)
	if err != nil {
		return err
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // everything was committed
	acct, err := a.reach(ctx, f, nil, false)
	if err != nil {
		return err
	}
	scan, err := a.scanFor(ctx, db, acct, cfg, o)
	if err != nil {
		return err
	}
	if err := a.wasEvaluated(f, scan); err != nil {
		return err
	}
	acct.over(scan.Regions)
	p := &propose.Proposer{Catalog: a.Catalog, Source: acct.source, Caller: acct.caller, Options: options}
	made, short, err := a.proposed(ctx, f, p, scan, o)
	if err != nil {
		return err
	}
	if err := a.planned(ctx, f, db, made); err != nil {
		return err
	}
	return short
}

// proposing turns flags and configuration into the options of a plan.
func (a *App) proposing(f *flags, cfg config.Config, o planOptions) (propose.Options, error) {
	wants, err := f.matcher(a.Catalog)
	if err != nil {
		return propose.Options{}, err
	}
	names, err := f.remediationNames(a.Catalog)
	if err != nil {
		return propose.Options{}, err
	}
	params, err := cfg.Params(a.Catalog, o.sets)
	if err != nil {
		return propose.Options{}, err
	}
	counts := counting(a.Catalog, cfg.Choice(a.Catalog))
	return propose.Options{
		Wants:        func(x control.Finding) bool { return wants(x) && counts(x) },
		Remediations: names, Params: params, Exclude: slices.Concat(cfg.Exclude, o.exclude),
		Protected: cfg.ProtectedPrincipals, MaxSteps: o.maxSteps,
	}, nil
}

// scanFor loads the scan to plan from and refuses one that is too old or was imagined.
func (a *App) scanFor(ctx context.Context, db *records, acct *account, cfg config.Config, o planOptions) (propose.Scan, error) {
	id := acct.source.Account()
	s, err := db.Scan(ctx, store.ScanFilter{ID: o.scan, Account: id, Snapshot: new(acct.origin()), Imagined: o.scan != ""})
	if fault.CodeOf(err) == fault.NotFound {
		return propose.Scan{}, fault.New(fault.Invalid, "there is no scan of account %s to plan from", id).Do("run manten scan first")
	}
	if err != nil {
		return propose.Scan{}, err
	}
	if !s.AsOf.IsZero() {
		return propose.Scan{}, fault.New(fault.Refused, "scan %s was imagined for %s: nothing can be planned from it", s.ID, s.AsOf.Format(time.DateOnly)).
			Do("run manten scan first")
	}
	if age := a.Now().Sub(s.Finished); age > o.maxAge {
		return propose.Scan{}, fault.New(fault.Stale, "the latest scan of account %s is %s old, more than --max-age %s", id, age.Round(time.Minute), o.maxAge).
			Do("run manten scan first")
	}
	return a.load(ctx, db, cfg, s)
}

// wasEvaluated refuses to plan for a control that is named and that the scan did not evaluate: it would look as if nothing
// were to do.
func (a *App) wasEvaluated(f *flags, scan propose.Scan) error {
	named, err := f.controlIDs(a.Catalog)
	if err != nil {
		return err
	}
	for _, id := range named {
		if !slices.ContainsFunc(scan.Controls, func(c evaluate.Selected) bool { return c.Unit.ID == id }) {
			return fault.New(fault.Invalid, "the scan %s did not evaluate %s", scan.ID, id).Do("manten scan --control %s", id)
		}
	}
	return nil
}

func (a *App) load(ctx context.Context, db *records, cfg config.Config, s store.Scan) (propose.Scan, error) {
	var units []*catalog.ControlUnit
	choice := cfg.Choice(a.Catalog)
	off := offEverywhere(a.Catalog, choice)
	for _, id := range s.Controls {
		if u, ok := a.Catalog.Control(id); ok && !slices.Contains(off, id) {
			units = append(units, u)
		}
	}
	out := propose.Scan{ID: s.ID, Regions: s.Regions, Finished: s.Finished, Choice: choice, Offline: s.Snapshot != ""}
	var err error
	if out.Controls, err = cfg.Select(units); err != nil {
		return out, err
	}
	if out.Findings, err = findingsOf(ctx, db, s.ID); err != nil {
		return out, err
	}
	if out.Exceptions, err = db.active(ctx); err != nil {
		return out, err
	}
	for stored, err := range db.Resources(ctx, s.ID) {
		if err != nil {
			return out, err
		}
		var r resource.Resource
		if r, err = collect.Decode(a.Catalog, stored.Version, stored.Data); err != nil {
			return out, fault.New(fault.Invalid, "scan %s: %w", s.ID, err).Do("run manten scan first")
		}
		out.Resources = append(out.Resources, r)
	}
	return out, nil
}

// planned stores the plan, writes its file and shows it.
func (a *App) planned(ctx context.Context, f *flags, db store.Store, p *plan.Plan) error {
	data, err := plan.Encode(p)
	if err != nil {
		return err
	}
	if err := db.SavePlan(ctx, p, data); err != nil {
		return err
	}
	if f.output != "" {
		if err := writeFile(f.output, data); err != nil {
			return err
		}
	}
	return a.showPlan(f, p, data, f.output, a.Streams.Out)
}

func (a *App) showPlan(f *flags, p *plan.Plan, data []byte, file string, w io.Writer) error {
	printer := a.printer(f, w, a.Streams.Terminal)
	switch f.format {
	case "json":
		_, err := w.Write(data)
		return err
	case "cli":
		return printer.PlanCLI(p)
	}
	return printer.Plan(p, view.PlanOptions{Now: a.Now(), File: file})
}

// statusOf is how a resource's control stands among verdicts, for the score after a run.
func statusOf(findings []control.Finding, s plan.Step, v plan.VerdictRecord) {
	for i := range findings {
		if findings[i].Control == v.Control && v.Of(&s, findings[i].Resource) {
			findings[i].Status = v.Status
			if v.Status == control.Passed && findings[i].Exception != "" {
				findings[i].Workflow, findings[i].Exception = control.Resolved, "" // an exception suppresses nothing that passes
			}
		}
	}
}
