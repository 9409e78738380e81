package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/store"
)

func newUndo(a *App, f *flags) *cobra.Command {
	var o applyOptions
	c := &cobra.Command{
		Use:   "undo RUN",
		Short: "Take a run back",
		Long: `Shows the plan that takes a run back, and with --approve applies it: the steps in reverse order, each guarded by what
it changes. What somebody has changed since is left alone and shown as drifted.`,
		Example: "  manten undo 7f3a\n  manten undo 7f3a --approve\n  manten undo 7f3a --step 2 --approve",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.undo(c.Context(), f, o, args[0]) },
	}
	f.addAccess(c)
	o.add(c)
	f.addFormat(c, "table", "json", "cli")
	return c
}

func (a *App) undo(ctx context.Context, f *flags, o applyOptions, id string) error {
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // everything was committed
	run, err := finishedRun(ctx, db, id)
	if err != nil {
		return err
	}
	p, data, err := a.inverse(ctx, db, run)
	if err != nil {
		return err
	}
	if len(p.Steps) == 0 || !o.given() {
		return a.showUndo(f, p, data)
	}
	acct, err := a.writable(ctx, f, o.role)
	if err != nil {
		return err
	}
	if err := sameTarget(p, acct); err != nil {
		return err
	}
	acct.over(p.Regions)
	x := &applying{App: a, f: f, db: db, account: acct, file: p.ID}
	if err := x.giveUp(ctx, run); err != nil {
		return err
	}
	return x.run(ctx, p, data, o.consent)
}

// giveUp ends a run that waits for what is pending: it is taken back instead. A process that is still at it keeps it.
func (x *applying) giveUp(ctx context.Context, run *plan.Run) error {
	if !run.Finished.IsZero() {
		return nil
	}
	now, by := x.Now().UTC(), holder()
	o := apply.Opening{
		RunID: run.ID, Plan: run.Plan, Digest: run.Digest, Account: run.Account, By: x.account.by(), Holder: by,
		Now: now, Until: now.Add(apply.DefaultWaits.Lease),
	}
	for _, s := range run.Steps {
		o.Steps = append(o.Steps, s.Step)
	}
	if _, err := x.db.Open(ctx, o); err != nil {
		return err
	}
	return x.db.Close(ctx, run.ID, by, now)
}

// halted tells whether nothing of an unfinished run is under way: what is left of it comes after something pending.
func halted(run *plan.Run) bool {
	pending := slices.ContainsFunc(run.Steps, func(s plan.RunStep) bool { return s.State == plan.Pending })
	return pending && !slices.ContainsFunc(run.Steps, func(s plan.RunStep) bool { return s.State == plan.Started })
}

// finishedRun finds a run that has ended, or waits for what is pending. Another one may still write.
func finishedRun(ctx context.Context, db store.Store, id string) (*plan.Run, error) {
	run, err := db.Run(ctx, id)
	if fault.CodeOf(err) == fault.NotFound {
		return nil, fault.New(fault.Invalid, "there is no run %q", id).Do("manten runs")
	}
	if err != nil {
		return nil, err
	}
	if run.Finished.IsZero() && !halted(run) {
		return nil, fault.New(fault.Refused, "run %s has not ended", run.ID).
			Do("bring it to its end first: manten apply %s", run.Plan)
	}
	return run, nil
}

// inverse makes the plan that takes the run back, or finds the one of an undo that was cut off.
func (a *App) inverse(ctx context.Context, db store.Store, run *plan.Run) (*plan.Plan, []byte, error) {
	earlier, err := db.UndoneBy(ctx, run.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range earlier {
		if u.Finished.IsZero() {
			return storedPlan(ctx, db, u.Plan)
		}
	}
	original, _, err := storedPlan(ctx, db, run.Plan)
	if err != nil {
		return nil, nil, err
	}
	p, err := propose.Undo(newID(), original, run, earlier, a.Now().UTC())
	if err != nil {
		return nil, nil, err
	}
	data, err := plan.Encode(p)
	if err != nil {
		return nil, nil, err
	}
	p, err = plan.Decode(data)
	return p, data, err
}

func storedPlan(ctx context.Context, db store.Store, id string) (*plan.Plan, []byte, error) {
	data, err := db.Plan(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	p, err := plan.Decode(data)
	return p, data, err
}

// showUndo shows what undoing would do. Without an approval nothing is done; with nothing to undo, all is well.
func (a *App) showUndo(f *flags, p *plan.Plan, data []byte) error {
	if err := a.showPlan(f, p, data, "", a.Streams.Out); err != nil {
		return err
	}
	if len(p.Steps) == 0 {
		return nil
	}
	return exit(exitRefused)
}
