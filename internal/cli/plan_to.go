package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/standard"
)

// addTo adds the flag that says how far a plan shall go.
func (o *planOptions) addTo(c *cobra.Command) {
	c.Flags().IntVar(&o.to, "to", 0, "only the cheapest and safest steps that reach this score, in percent (of --standard, else over all); exit status 3 where none do")
	inner := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if c.Flags().Changed("to") {
			if err := o.checkTo(); err != nil {
				return err
			}
		}
		return inner(c, args)
	}
}

// checkTo refuses what does not go together with a score to reach.
func (o *planOptions) checkTo() error {
	switch {
	case o.to < 1 || o.to > 100:
		return fault.New(fault.Invalid, "--to %d is no score", o.to).Do("a score is 1 to 100: manten plan --to 90")
	case o.maxSteps > 0:
		return fault.New(fault.Invalid, "--to and --max-steps both say where the plan ends").Do("leave one of them out")
	case o.from != "" || o.hub:
		return fault.New(fault.Invalid, "--to reckons with all findings of a scan, not with those of Security Hub").
			Do("manten scan, then manten plan --to %d", o.to)
	}
	return nil
}

// proposed makes the plan: all of it, or what reaches the score that is asked for. The second error is for when the plan
// has been kept: that it does not reach it.
func (a *App) proposed(ctx context.Context, f *flags, p *propose.Proposer, scan propose.Scan, o planOptions) (*plan.Plan, error, error) {
	if o.to == 0 {
		made, err := p.Plan(ctx, newID(), scan, a.Now().UTC())
		return made, nil, err
	}
	aim, err := f.aim(scan.Choice, o.to)
	if err != nil {
		return nil, nil, err
	}
	made, r, err := p.PlanTo(ctx, newID(), scan, a.Now().UTC(), aim)
	if err != nil {
		return nil, nil, err
	}
	if r.Missed {
		return made, fault.New(fault.Incomplete, "no plan reaches %d %%: this one reaches %d %%, the highest there is", o.to, r.After).
			Do("manten score --explain says what a person can do, and what exceptions would do"), nil
	}
	return made, nil, nil
}

// aim is a score over all enabled standards, or of the one that is named.
func (f *flags) aim(choice standard.Choice, to int) (propose.Aim, error) {
	names, err := f.standardNames()
	if err != nil {
		return propose.Aim{}, err
	}
	if err := f.enabled(choice); err != nil {
		return propose.Aim{}, err
	}
	names = slices.Compact(names)
	switch len(names) {
	case 0:
		return propose.Aim{Score: to, In: standard.All}, nil
	case 1:
		return propose.Aim{Score: to, In: names[0]}, nil
	}
	return propose.Aim{}, fault.New(fault.Invalid, "a score is of one standard or over all, not of %d", len(names)).
		Do("name one standard, or none")
}
