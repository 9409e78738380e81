package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/view"
)

func newDB(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{Use: "db", Short: "Keep the database in order"}
	c.AddCommand(newPrune(a, f))
	return c
}

// pruning says what is pruned.
type pruning struct {
	older string
	dry   bool
}

func newPrune(a *App, f *flags) *cobra.Command {
	var o pruning
	c := &cobra.Command{
		Use:   "prune",
		Short: "Delete old scans and archived findings",
		Long: `Deletes scans with the resources that were stored with them, and findings whose resource is gone, once they are older than
--older, or than keep in manten.yaml says. Nothing is deleted unless one of them is given.

The latest complete scan of each account stays, and so does what a run refers to. Scores, plans, approvals and runs are
never deleted.`,
		Example: "  manten db prune --older 90d --dry-run\n  manten db prune",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.prune(c.Context(), f, o) },
	}
	c.Flags().StringVar(&o.older, "older", "", "how old: 90d, 2w, 36h (default: keep in manten.yaml)")
	c.Flags().BoolVar(&o.dry, "dry-run", false, "only say what would be deleted")
	f.addFormat(c, "table", "json")
	return c
}

func (a *App) prune(ctx context.Context, f *flags, o pruning) error {
	age, older, err := a.age(f, o.older)
	if err != nil {
		return err
	}
	path, err := f.database()
	if err != nil {
		return err
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // everything was committed
	before := a.Now().Add(-age).UTC()
	p, err := db.Prune(ctx, before, o.dry)
	if err != nil {
		return err
	}
	doc := view.Prune{
		Schema: view.PruneSchema, Database: path, Before: before, Older: older, DryRun: o.dry, Scans: p.Scans,
		Resources: p.Resources, Findings: p.Findings, BytesBefore: int(p.Before), BytesAfter: int(p.After),
	}
	return a.show(f, doc, nil, func(v *view.Printer) error { return v.Prune(doc) })
}

// age is how old what is pruned must be, and how that was written: by the flag, else by the configuration.
func (a *App) age(f *flags, older string) (time.Duration, string, error) {
	if older != "" {
		age, err := config.ParseAge(older)
		if err != nil {
			return 0, "", fault.New(fault.Invalid, "--older: %w", err).Do("manten db prune --older 90d --dry-run")
		}
		return age, older, nil
	}
	cfg, err := a.config(f)
	if err != nil {
		return 0, "", err
	}
	age, err := cfg.Kept()
	if err == nil && cfg.Keep == "" {
		err = fault.New(fault.Invalid, "nobody has said how long anything is kept").
			Do("name it with --older 90d, or with keep: 90d in manten.yaml")
	}
	return age, cfg.Keep, err
}
