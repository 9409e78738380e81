package cli

import (
	"context"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

func newShow(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:     "show PLAN",
		Short:   "Show a plan, as text, as JSON, or as AWS CLI commands",
		Long:    "Shows a plan's file, or a plan of the database by its id. Before showing it, every step is derived again; an altered plan\nis refused.",
		Example: "  manten show plan.json\n  manten show plan.json --format cli",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, data, err := a.readPlan(c.Context(), f, args[0])
			if err != nil {
				return err
			}
			return a.write(f, func(w io.Writer, _ bool) error { return a.showPlan(f, p, data, args[0], w) })
		},
	}
	f.addFormat(c, "table", "json", "cli")
	return c
}

// readPlan reads a plan from a file, or by id from the database, and derives every step again.
func (a *App) readPlan(ctx context.Context, f *flags, name string) (*plan.Plan, []byte, error) {
	data, err := a.planBytes(ctx, f, name)
	if err != nil {
		return nil, nil, err
	}
	p, err := plan.Decode(data)
	if err != nil {
		return nil, nil, err
	}
	if p.UndoOf != "" {
		return nil, nil, fault.New(fault.Invalid, "plan %s undoes run %s", p.ID, p.UndoOf).Do("manten undo %s", p.UndoOf)
	}
	return p, data, propose.Check(a.Catalog, p)
}

func (a *App) planBytes(ctx context.Context, f *flags, name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return nil, fault.New(fault.Invalid, "read plan %s: it is a directory", name).Do("name the plan's file")
	case err == nil:
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fault.New(fault.Invalid, "read plan: %w", err).Do("name a file that you can read")
		}
		return data, nil
	}
	db, openErr := a.open(ctx, f)
	if openErr != nil {
		return nil, openErr
	}
	defer db.Shut() //nolint:errcheck // only read from
	data, err := db.Plan(ctx, name)
	if fault.CodeOf(err) == fault.NotFound {
		return nil, fault.New(fault.Invalid, "read plan: %q is neither a file nor the id of a plan", name).Do("manten plan -o plan.json")
	}
	return data, err
}

func newApprove(a *App, f *flags) *cobra.Command {
	var w consent
	c := &cobra.Command{
		Use:     "approve PLAN",
		Short:   "Approve a plan's steps, to be applied later",
		Long:    "Records that you approve the plan: who, when, and which steps. Steps that interrupt or cannot be undone each need a word\nof their own.",
		Example: "  manten approve plan.json\n  manten approve plan.json --step 2 --approve-interrupting 2",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.approve(c.Context(), f, w, args[0]) },
	}
	f.addAccess(c)
	w.add(c)
	f.addFormat(c, "table", "json")
	return c
}

func (a *App) approve(ctx context.Context, f *flags, w consent, name string) error {
	p, data, err := a.readPlan(ctx, f, name)
	if err != nil {
		return err
	}
	w.approve = true
	if err := w.check(p); err != nil {
		return err
	}
	acct, err := a.reach(ctx, f, nil, false)
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
	given, err := a.record(ctx, db, p, data, acct, w)
	if err != nil {
		return err
	}
	return a.show(f, given, nil, func(v *view.Printer) error {
		return v.Notice(textApproved.With("steps", joined(given.Steps), "plan", p.ID, "who", given.By.ARN), "manten apply "+awsop.Quote(name))
	})
}

// record stores the plan and the approval of the steps that the words allow.
func (a *App) record(ctx context.Context, db store.Store, p *plan.Plan, data []byte, acct *account, w consent) (plan.Approval, error) {
	digest, err := plan.Digest(p)
	if err != nil {
		return plan.Approval{}, err
	}
	given := plan.Approval{Digest: digest, Steps: w.allowed(p), By: acct.by(), At: a.Now().UTC()}
	if err := db.SavePlan(ctx, p, data); err != nil {
		return given, err
	}
	return given, db.Approve(ctx, given)
}
