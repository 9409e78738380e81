package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/view"
)

type scoreOptions struct {
	// by is what scores are given for besides: "account", "region", or empty.
	by string
	// all takes the latest scans of all accounts together.
	all     bool
	history bool
	limit   int
	// explain says what the score comes from, and what would raise it.
	explain bool
}

func newScore(a *App, f *flags) *cobra.Command {
	var o scoreOptions
	c := &cobra.Command{
		Use:   "score",
		Short: "Show the security score of the latest scan",
		Long: `Shows the score as Security Hub computes it: controls that pass, of those that pass, fail or could not be read. Controls
without data and disabled ones do not count. With several accounts a control passes only if it does in each of them.`,
		Example: "  manten score\n  manten score --standard cis-1.2.0 --by region\n  manten score --all-accounts --by account\n  manten score --history\n  manten score --explain",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.score(c.Context(), f, o) },
	}
	f.addControls(c)
	f.addRecorded(c)
	p := c.Flags()
	p.StringVar(&o.by, "by", "", "also the scores of each: account (of all accounts, unless --account names one) or region")
	p.BoolVar(&o.all, "all-accounts", false, "the latest scans of all accounts in the database, taken together")
	p.BoolVar(&o.history, "history", false, "how the score went, scan by scan")
	p.IntVar(&o.limit, "limit", 20, "with --history: how many scans, 0 for all")
	p.BoolVar(&o.explain, "explain", false, "what fails, what each remediation would bring, the way to the next percent and to the highest score, and what is left to people")
	f.addFormat(c, "table", "json", "jsonl")
	return c
}

// check refuses options that do not go together.
func (o *scoreOptions) check(f *flags) error {
	known := []string{"account", "region"}
	switch {
	case !oneOf(known, o.by) && o.by != "":
		return unknown("grouping", o.by, known, "--by account or --by region")
	case o.limit < 0:
		return fault.New(fault.Invalid, "--limit %d is negative", o.limit).Do("--limit 0 lists all")
	case o.all && f.access.account != "":
		return fault.New(fault.Invalid, "--all-accounts and --account exclude one another").Do("leave one of them out")
	case o.history && (o.all || o.by != "" || len(f.filter.controls) > 0 || len(f.filter.standards) > 1):
		return fault.New(fault.Invalid, "--history is of one account and of one standard or all").
			Do("manten score --history --standard cis-1.2.0")
	}
	return nil
}

func (a *App) score(ctx context.Context, f *flags, o scoreOptions) error {
	if err := o.check(f); err != nil {
		return err
	}
	if err := o.checkExplain(f); err != nil {
		return err
	}
	if o.explain {
		return a.scoreExplain(ctx, f)
	}
	if o.history {
		return a.scoreHistory(ctx, f, o.limit)
	}
	x, err := a.scoring(ctx, f, o)
	if err != nil {
		return err
	}
	doc := x.document(o.by)
	lines := anys(doc.Controls)
	if o.by != "" {
		lines = anys(doc.By)
	}
	return a.show(f, doc, lines, func(p *view.Printer) error { return p.Score(*doc) })
}

// byPerson tells whether a control failed and only a person can put right what did.
func (a *App) byPerson(findings []control.Finding) bool {
	for _, x := range findings {
		if !view.FindingOf(a.Catalog, x).ByPerson {
			return false
		}
	}
	return len(findings) > 0
}
