package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

func newRuns(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "runs",
		Short: "List the runs, newest first",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return a.runs(c.Context(), f) },
	}
	c.Flags().StringVar(&f.access.account, "account", "", "only those of this account")
	f.addFormat(c, "table", "json", "jsonl")
	c.AddCommand(newRunsShow(a, f), newRunsRefresh(a, f))
	return c
}

func (a *App) runs(ctx context.Context, f *flags) error {
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // only read from
	all, err := db.Runs(ctx, f.access.account)
	if err != nil {
		return err
	}
	doc := view.Runs{Schema: view.RunsSchema, Runs: append([]plan.Run{}, all...)}
	return a.show(f, doc, anys(doc.Runs), func(p *view.Printer) error { return p.Runs(doc) })
}

func newRunsShow(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:     "show RUN",
		Short:   "Show what a run did: the record to keep",
		Example: "  manten runs show 7f3a\n  manten runs show 7f3a --format markdown -o record.md",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			db, err := a.open(c.Context(), f)
			if err != nil {
				return err
			}
			defer db.Shut() //nolint:errcheck // only read from
			run, p, err := recordedRun(c.Context(), db, args[0])
			if err != nil {
				return err
			}
			return a.showRun(f, run, p)
		},
	}
	f.addFormat(c, "table", "json", "markdown")
	return c
}

func (a *App) showRun(f *flags, run *plan.Run, p *plan.Plan) error {
	if f.format == "markdown" {
		return a.write(f, func(w io.Writer, terminal bool) error { return a.printer(f, w, terminal).RunMarkdown(run, p) })
	}
	return a.show(f, run, nil, func(v *view.Printer) error { return v.Run(run, p) })
}

func recordedRun(ctx context.Context, db store.Store, id string) (*plan.Run, *plan.Plan, error) {
	run, err := db.Run(ctx, id)
	if fault.CodeOf(err) == fault.NotFound {
		return nil, nil, fault.New(fault.Invalid, "there is no run %q", id).Do("manten runs")
	}
	if err != nil {
		return nil, nil, err
	}
	p, _, err := storedPlan(ctx, db, run.Plan)
	return run, p, err
}

func newRunsRefresh(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "refresh RUN",
		Short: "Look again at the steps of a run that are pending",
		Args:  cobra.ExactArgs(1),
		RunE:  func(c *cobra.Command, args []string) error { return a.refresh(c.Context(), f, args[0]) },
	}
	f.addAccess(c)
	f.addFormat(c, "table", "json")
	return c
}

func (a *App) refresh(ctx context.Context, f *flags, id string) error {
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // everything was committed
	run, p, err := recordedRun(ctx, db, id)
	if err != nil {
		return err
	}
	acct, err := a.reach(ctx, f, nil, false)
	if err != nil {
		return err
	}
	if err := sameTarget(p, acct); err != nil {
		return err
	}
	acct.over(p.Regions)
	x := &applying{App: a, f: f, db: db, account: acct, file: p.ID}
	applier, err := x.applier(p)
	if err != nil {
		return err
	}
	if err := applier.Refresh(ctx, p, run); err != nil {
		return err
	}
	return x.ended(ctx, p, run)
}
