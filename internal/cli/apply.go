package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/view"
)

type applyOptions struct {
	consent
	role string
}

func newApply(a *App, f *flags) *cobra.Command {
	var o applyOptions
	c := &cobra.Command{
		Use:   "apply PLAN",
		Short: "Apply an approved plan, and verify it",
		Long: `Applies the approved steps of a plan: reads each resource again, refuses what is no longer as planned, calls, and
verifies by the control that failed. A run that was cut off goes on where it stopped when the same command is given
again. Steps that interrupt or cannot be undone are skipped unless each is approved by its own word.`,
		Example: "  manten apply plan.json --approve\n  manten apply plan.json --approve --approve-interrupting 3\n  manten apply plan.json --step 2",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.applyPlan(c.Context(), f, o, args[0]) },
	}
	f.addAccess(c)
	o.add(c)
	f.addFormat(c, "table", "json")
	return c
}

func (o *applyOptions) add(c *cobra.Command) {
	o.consent.add(c)
	c.Flags().BoolVar(&o.approve, "approve", false, "approve the plan and apply it in one go")
	c.Flags().StringVar(&o.role, "apply-role", "", "ARN of a role to assume for writing (default: the one for reading)")
}

func (a *App) applyPlan(ctx context.Context, f *flags, o applyOptions, name string) error {
	p, data, err := a.readPlan(ctx, f, name)
	if err != nil {
		return err
	}
	if len(p.Steps) == 0 {
		return fault.New(fault.Invalid, "plan %s has no steps: there is nothing to apply", p.ID).Do("manten scan")
	}
	acct, err := a.writable(ctx, f, o.role)
	if err != nil {
		return err
	}
	if err := sameTarget(p, acct); err != nil {
		return err
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // everything was committed
	acct.over(p.Regions)
	x := &applying{App: a, f: f, db: db, account: acct, file: name}
	return x.run(ctx, p, data, o.consent)
}

// writable opens the account with the role for writing in the place of writes.
func (a *App) writable(ctx context.Context, f *flags, role string) (*account, error) {
	acct, err := a.reach(ctx, f, nil, false)
	if err != nil || role == "" || acct.session == nil {
		return acct, err
	}
	writer, err := a.session(ctx, f, role, acct.session.Chain)
	if err != nil {
		return nil, err
	}
	if writer.Account != acct.session.Account {
		return nil, fault.New(fault.Invalid, "--apply-role is in account %s, the account read is %s", writer.Account, acct.session.Account).
			Do("name a role of account %s", acct.session.Account)
	}
	acct.target = apply.Live{Catalog: a.Catalog, Reader: acct.source, Writer: writer}
	acct.caller = writer.Caller
	return acct, nil
}

// applying is a plan being applied, or a run being undone.
type applying struct {
	*App
	f       *flags
	db      *records
	account *account
	file    string
}

func (x *applying) run(ctx context.Context, p *plan.Plan, data []byte, w consent) error {
	if err := w.check(p); err != nil {
		return err
	}
	if w.given() {
		if _, err := x.record(ctx, x.db, p, data, x.account, w); err != nil {
			return err
		}
	}
	digest, err := plan.Digest(p)
	if err != nil {
		return err
	}
	approvals, err := x.db.Approvals(ctx, digest)
	if err != nil {
		return err
	}
	if len(approvals) == 0 {
		return x.unapproved(p)
	}
	applier, err := x.applier(p)
	if err != nil {
		return err
	}
	since, err := x.sinceAccepted(ctx, p)
	if err != nil {
		return err
	}
	run, err := applier.Apply(ctx, p, apply.Opening{
		RunID: newID(), Plan: p.ID, Digest: digest, Account: p.Account, UndoOf: p.UndoOf, By: x.account.by(), Holder: holder(),
	}, since.but(w.permit(approvals)))
	if err != nil {
		return err
	}
	return x.ended(ctx, p, run)
}

func (x *applying) unapproved(p *plan.Plan) error {
	file, on := awsop.Quote(x.file), ""
	if x.account.offline != nil {
		on = " --snapshot " + awsop.Quote(x.f.access.snapshot)
	}
	next := "review it: manten show " + file + ", then: manten apply " + file + " --approve" + on
	if p.UndoOf != "" {
		next = "manten undo " + p.UndoOf + " --approve" + on
	}
	return fault.New(fault.Refused, "plan %s is not approved, or was changed since: nothing was done", p.ID).Do("%s", next)
}

// applier makes the engine that applies, with every control of the catalog to verify by.
func (x *applying) applier(p *plan.Plan) (*apply.Applier, error) {
	cfg, err := x.config(x.f)
	if err != nil {
		return nil, err
	}
	selected, err := cfg.Select(live(x.Catalog, p.Steps...))
	if err != nil {
		return nil, err
	}
	waits := x.Waits
	if waits == (apply.Waits{}) {
		waits = apply.DefaultWaits
	}
	return &apply.Applier{
		Catalog: x.Catalog, Account: x.account.target, Journal: x.db, Controls: selected, Clock: apply.RealClock(x.Now),
		Waits: waits, Caller: x.account.caller, Progress: x.step,
	}, nil
}

// live are the controls that AWS has today, and retired ones that the steps are for: somebody has named those.
func live(cat *catalog.Catalog, steps ...plan.Step) []*catalog.ControlUnit {
	return slices.DeleteFunc(slices.Clone(cat.Controls()), func(u *catalog.ControlUnit) bool {
		return u.Retired != "" && !slices.ContainsFunc(steps, func(s plan.Step) bool { return slices.Contains(s.Controls, u.ID) })
	})
}

// step shows a step as it ends: on standard output as part of the table, else as progress on a terminal.
func (x *applying) step(s *plan.Step, rs plan.RunStep) {
	switch {
	case x.f.format == "table" && x.f.output == "":
		_ = x.printer(x.f, x.Streams.Out, x.Streams.Terminal).StepLine(s, rs) // what cannot be shown is in the journal
	case x.Streams.TerminalErr && !x.f.quiet:
		_ = x.printer(x.f, x.Streams.Err, true).StepLine(s, rs)
	}
}

// ended shows the end of the run and gives the exit status for it.
func (x *applying) ended(ctx context.Context, p *plan.Plan, run *plan.Run) error {
	run, err := x.db.Run(ctx, run.ID)
	if err != nil {
		return err
	}
	before, after, err := x.scores(ctx, p, run)
	if err != nil {
		return err
	}
	err = x.show(x.f, run, nil, func(v *view.Printer) error {
		return v.RunEnd(run, p, view.RunEndOptions{ScoreBefore: before, ScoreAfter: after, File: x.file})
	})
	if err != nil {
		return err
	}
	return runStatus(run)
}

// scores are the score of the plan's scan, before the run and with what verifying has read.
func (x *applying) scores(ctx context.Context, p *plan.Plan, run *plan.Run) (before, after *int, err error) {
	if p.Scan == "" && p.UndoOf == "" {
		return nil, nil, nil // it comes from findings alone, which tell no score
	}
	findings, err := findingsOf(ctx, x.db, p.Scan)
	if err != nil || len(findings) == 0 {
		return nil, nil, err
	}
	cfg, err := x.config(x.f)
	if err != nil {
		return nil, nil, err
	}
	choice := cfg.Choice(x.Catalog)
	var selected []evaluate.Selected
	for _, u := range live(x.Catalog, p.Steps...) {
		if slices.ContainsFunc(findings, func(f control.Finding) bool { return f.Control == u.ID }) {
			selected = append(selected, evaluate.Selected{Unit: u})
		}
	}
	score := func() *int {
		return evaluate.Score(choice, selected, findings).Scores[0].Score
	}
	before = score()
	for _, rs := range run.Steps {
		for _, v := range rs.Verdicts {
			statusOf(findings, *p.Find(rs.Step), v)
		}
	}
	return before, score(), nil
}

// runStatus gives the exit status of a run: refused if nothing was written because everything had become stale.
func runStatus(run *plan.Run) error {
	var bad, stale, wrote bool
	for _, s := range run.Steps {
		wrote = wrote || len(s.Calls) > 0
		stale = stale || s.State == plan.StaleStep || s.State == plan.Drifted
		bad = bad || (!s.State.Well() && s.State != plan.Planned)
	}
	switch {
	case stale && !wrote:
		return exit(exitRefused)
	case bad:
		return exit(exitPart)
	}
	return nil
}
