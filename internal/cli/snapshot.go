package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/collect"
)

func newSnapshot(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{Use: "snapshot", Short: "Work with offline accounts"}
	save := &cobra.Command{
		Use:   "save FILE",
		Short: "Save the account's resources to a file",
		Long: "Reads everything that Manten knows how to read and writes it to a file, which can be scanned, planned on and applied to\n" +
			"without AWS: manten scan --snapshot FILE. What could not be read is kept as such (exit status 3).",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.saveSnapshot(c.Context(), f, args[0]) },
	}
	f.addReach(save)
	c.AddCommand(save)
	return c
}

func (a *App) saveSnapshot(ctx context.Context, f *flags, path string) error {
	cfg, err := a.config(f)
	if err != nil {
		return err
	}
	regions := f.access.regions
	if len(regions) == 0 {
		regions = cfg.Regions
	}
	acct, err := a.reach(ctx, f, regions, true)
	if err != nil {
		return err
	}
	res, err := collect.Collect(ctx, acct.source, allFacts(a.Catalog), f.access.concurrency)
	if err != nil {
		return err
	}
	if err := collect.NewSnapshot(a.Catalog, path, newID(), acct.source, res, a.Now().UTC()).Save(); err != nil {
		return err
	}
	missing := gaps(acct.source.Account(), res)
	said := textSaved.With("n", strconv.Itoa(len(res.Resources)), "account", acct.source.Account(), "missing", strconv.Itoa(len(missing)))
	if err := a.printer(f, a.Streams.Err, a.Streams.TerminalErr).Notice(said, "manten scan --snapshot "+awsop.Quote(path)); err != nil {
		return err
	}
	if len(missing) > 0 {
		return exit(exitPart)
	}
	return nil
}
