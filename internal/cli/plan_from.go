package cli

import (
	"context"
	"slices"
	"strconv"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/securityhub"
	"github.com/mantenhq/manten/internal/text"
)

// planningFrom makes a plan from findings of Security Hub: for what they name and what fails still, and for nothing else.
type planningFrom struct {
	*App
	f       *flags
	o       planOptions
	cfg     config.Config
	options propose.Options
	db      *records
	account *account
}

// planFrom plans from the findings of a file, of standard input, or of Security Hub.
func (a *App) planFrom(ctx context.Context, f *flags, o planOptions) error {
	if o.from != "" && o.hub {
		return fault.New(fault.Invalid, "--from and --from-securityhub are two sources").Do("give one of them")
	}
	if o.hub && f.access.snapshot != "" {
		return fault.New(fault.Invalid, "a snapshot has no Security Hub to ask").Do("save the findings in a file: --from findings.json")
	}
	var found securityhub.Findings
	var err error
	if !o.hub {
		if found, err = a.readHubFindings(o.from); err != nil {
			return err
		}
	}
	x := &planningFrom{App: a, f: f, o: o}
	if x.cfg, err = a.config(f); err != nil {
		return err
	}
	if x.options, err = a.proposing(f, x.cfg, o); err != nil {
		return err
	}
	if x.db, err = a.open(ctx, f); err != nil {
		return err
	}
	defer x.db.Shut() //nolint:errcheck // everything was committed
	if x.account, err = a.reach(ctx, f, nil, false); err != nil {
		return err
	}
	p, err := x.plan(ctx, found)
	if err != nil {
		return err
	}
	return a.planned(ctx, f, x.db, p)
}

func (x *planningFrom) plan(ctx context.Context, found securityhub.Findings) (*plan.Plan, error) {
	scan, regions, err := x.ground(ctx)
	if err != nil {
		return nil, err
	}
	var notes []text.Message
	if x.o.hub {
		if found, notes, err = x.ask(ctx, regions); err != nil {
			return nil, err
		}
	}
	x.account.over(union(scan.Regions, regions))
	resolver := &securityhub.Resolver{Catalog: x.Catalog, Source: x.account.source, Regions: regions, Known: scan.Resources}
	targets, left, err := resolver.Resolve(ctx, found)
	if err != nil {
		return nil, err
	}
	verdicts, err := x.judge(ctx, targets)
	if err != nil {
		return nil, err
	}
	p, err := x.propose(ctx, scan, targets, verdicts)
	if err != nil {
		return nil, err
	}
	p.Left = slices.Concat(p.Left, rest(p, verdicts.Failed), verdicts.Left, left)
	p.Notes = slices.Concat([]text.Message{textFrom.With(
		"seen", strconv.Itoa(found.Seen()), "evaluated", strconv.Itoa(len(targets)), "failed", strconv.Itoa(len(verdicts.Failed)),
	)}, notes, p.Notes)
	return p, nil
}

// ground is what is known before: the latest scan, where there is one that is not too old, and the regions to work in. A
// scan is no condition: what the findings name is read in any case.
func (x *planningFrom) ground(ctx context.Context) (propose.Scan, []string, error) {
	scan, err := x.scanFor(ctx, x.db, x.account, x.cfg, x.o)
	if code := fault.CodeOf(err); x.o.scan == "" && (code == fault.Invalid || code == fault.Stale) {
		scan, err = propose.Scan{Offline: x.account.offline != nil, Choice: x.cfg.Choice(x.Catalog)}, nil
	}
	if err != nil {
		return scan, nil, err
	}
	named := x.f.access.regions
	switch {
	case x.account.session == nil:
		return scan, x.account.source.Regions(), nil
	case len(named) == 0 && scan.ID != "":
		return scan, scan.Regions, nil
	case len(named) == 0:
		named = x.cfg.Regions
	}
	regions, err := x.regions(ctx, x.account.session, named)
	return scan, regions, err
}

func union(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

// judge evaluates the targets anew.
func (x *planningFrom) judge(ctx context.Context, targets []securityhub.Target) (securityhub.Verdicts, error) {
	selected, err := x.selected(targets)
	if err != nil {
		return securityhub.Verdicts{}, err
	}
	j := &securityhub.Judge{Catalog: x.Catalog, Source: x.account.source, Controls: selected, Now: x.Now().UTC()}
	return j.Targets(ctx, targets)
}

// selected are the controls of the targets with their parameters.
func (x *planningFrom) selected(targets []securityhub.Target) ([]evaluate.Selected, error) {
	var units []*catalog.ControlUnit
	for _, u := range x.Catalog.Controls() {
		if slices.ContainsFunc(targets, func(t securityhub.Target) bool { return t.Control == u }) {
			units = append(units, u)
		}
	}
	return x.cfg.Select(units)
}

// propose makes the plan for what fails, on the scan as it looks with what has just been read.
func (x *planningFrom) propose(ctx context.Context, scan propose.Scan, targets []securityhub.Target, v securityhub.Verdicts) (*plan.Plan, error) {
	selected, err := x.selected(targets)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, f := range v.Failed {
		asked[f.ID] = true
	}
	wants, options := x.options.Wants, x.options
	options.Wants = func(f control.Finding) bool { return asked[f.ID] && wants(f) }
	scored := scan.ID != "" && covers(scan, selected)
	if scan.ID == "" {
		alone, err := x.alone()
		if err != nil {
			return nil, err
		}
		selected = append(selected, alone...)
	}
	if scan, err = x.db.except(ctx, with(scan, selected, v)); err != nil {
		return nil, err
	}
	if len(scan.Regions) == 0 {
		scan.Regions = x.account.source.Regions()
	}
	p := &propose.Proposer{Catalog: x.Catalog, Source: x.account.source, Caller: x.account.caller, Options: options}
	made, err := p.Plan(ctx, newID(), scan, x.Now().UTC())
	if err == nil && !scored {
		made.Score = []plan.ScoreChange{} // a score over what the findings name alone would say nothing of the account
	}
	return made, err
}
