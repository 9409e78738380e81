package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/securityhub"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
	"github.com/mantenhq/manten/internal/view"
)

type syncOptions struct {
	hub, approve, dry bool
	run, role         string
}

func newSync(a *App, f *flags) *cobra.Command {
	var o syncOptions
	c := &cobra.Command{
		Use:   "sync --to-securityhub",
		Short: "Send the findings of the latest scan to Security Hub, and what runs came to",
		Long: `Shows what it would send to Security Hub, and with --approve sends it, to the region of each finding: what failed, and
what was sent before and passes now or is gone. Findings about what a run has verified become RESOLVED, with a note that
says what was done and how to take it back; where a step failed they become NOTIFIED, and after an undo NEW. That is done
for Security Hub's own findings, too. Nothing is resolved before it was read again and passed, and what is suppressed
stays so. Without --run all runs count; a note that somebody wrote after a run is left as the last word on it.`,
		Example: "  manten sync --to-securityhub --dry-run\n  manten sync --to-securityhub --approve\n" +
			"  manten sync --to-securityhub --run 7f3a --approve",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.sync(c.Context(), f, o) },
	}
	f.addAccess(c)
	f.addControls(c)
	p := c.Flags()
	p.StringSliceVar(&f.access.regions, "region", nil, "only to this region's Security Hub, may be repeated")
	p.BoolVar(&o.hub, "to-securityhub", false, "send to Security Hub")
	p.BoolVar(&o.approve, "approve", false, "send it")
	p.BoolVar(&o.dry, "dry-run", false, "only show it, and end well")
	p.StringVar(&o.run, "run", "", "only the workflow changes that this run gives a reason for")
	p.StringVar(&o.role, "apply-role", "", "ARN of a role to assume for writing (default: the one for reading)")
	f.addFormat(c, "table", "json")
	return c
}

func (o *syncOptions) check(f *flags) error {
	switch {
	case !o.hub:
		return fault.New(fault.Invalid, "it is not said where to").Do("manten sync --to-securityhub")
	case o.approve && o.dry:
		return fault.New(fault.Invalid, "--approve sends, and --dry-run does not").Do("leave one of them out")
	case f.access.snapshot != "":
		return fault.New(fault.Invalid, "a snapshot has no Security Hub").Do("leave --snapshot out")
	}
	return nil
}

func (a *App) sync(ctx context.Context, f *flags, o syncOptions) error {
	if err := o.check(f); err != nil {
		return err
	}
	wants, err := f.matcher(a.Catalog)
	if err != nil {
		return err
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // only read from
	reader, err := a.session(ctx, f, f.access.role, nil)
	if err != nil {
		return err
	}
	f.access.account = reader.Account // the latest scan of any other account is not meant
	scan, findings, err := a.recorded(ctx, f, db)
	if err != nil {
		return err
	}
	x := &syncing{App: a, f: f, db: db, reader: reader, wants: wants}
	m, err := x.material(ctx, scan, findings, o.run)
	if err != nil {
		return err
	}
	drafts, err := x.drafts(ctx, m)
	if err != nil {
		return err
	}
	doc := view.Sync{
		Schema: view.SyncSchema, Account: reader.Account, Scan: scan.ID, Finished: scan.Finished, Sent: o.approve,
		Regions: []view.SyncRegion{}, Workflow: []view.SyncWorkflow{}, Left: []view.SyncLeft{},
	}
	for _, d := range drafts {
		x.add(&doc, d)
	}
	if o.approve {
		if err := x.send(ctx, &doc, drafts, o.role); err != nil {
			return err
		}
	}
	return x.ended(doc, o)
}

// syncing is a sync under way.
type syncing struct {
	*App
	f      *flags
	db     store.Store
	reader *awsconf.Session
	wants  func(control.Finding) bool
}

// drafts reads what the regions have, and says what is to be sent to each. A region that nothing is for is left out.
func (x *syncing) drafts(ctx context.Context, m securityhub.Material) ([]securityhub.Draft, error) {
	var out []securityhub.Draft
	for _, region := range m.Regions() {
		if !oneOf(x.f.access.regions, region) {
			continue
		}
		hub := securityhub.Hub{Account: x.reader.Account, Region: region, Config: x.reader.Config(region)}
		d, err := hub.Draft(ctx, m)
		if err != nil {
			return nil, err
		}
		if !d.Empty() || !d.Problem.IsZero() {
			out = append(out, d)
		}
	}
	return out, nil
}

// send sends the drafts, region by region, and puts into the document what became of them.
func (x *syncing) send(ctx context.Context, doc *view.Sync, drafts []securityhub.Draft, role string) error {
	writer, err := x.writer(ctx, role)
	if err != nil {
		return err
	}
	s := securityhub.Sender{Config: writer.Config, Say: x.say, Sleep: apply.RealClock(x.Now).Sleep}
	for i, d := range drafts {
		if !d.Problem.IsZero() {
			continue
		}
		r, err := s.Send(ctx, d)
		if err != nil {
			return err
		}
		at := &doc.Regions[i]
		at.Taken, at.Updated, at.Problem, at.Message = r.Findings, r.Updates, r.Problem.Text, r.Problem
		for _, l := range r.Left {
			doc.Left = append(doc.Left, view.SyncLeft{Region: d.Region, Finding: l.ID, Code: l.Code, Why: l.Why})
		}
	}
	return nil
}

func (x *syncing) writer(ctx context.Context, role string) (*awsconf.Session, error) {
	if role == "" {
		return x.reader, nil
	}
	return x.session(ctx, x.f, role, x.reader.Chain)
}

// say is a note in the language of the command.
func (x *syncing) say(m text.Message) string { return x.book().Render(m, x.f.language()) }

// ended shows the sync and gives the exit status for it.
func (x *syncing) ended(doc view.Sync, o syncOptions) error {
	waits := !o.approve && slices.ContainsFunc(doc.Regions, func(r view.SyncRegion) bool { return r.Problem == "" })
	troubled := slices.ContainsFunc(doc.Regions, func(r view.SyncRegion) bool { return r.Problem != "" })
	part := troubled || len(doc.Left) > 0
	next := view.SyncOptions{}
	if waits || part {
		next.Approve = x.command(o)
	}
	if slices.ContainsFunc(doc.Regions, func(r view.SyncRegion) bool { return securityhub.Missing(r.Message) }) {
		next.Policy = "manten policy sync"
	}
	if err := x.show(x.f, doc, nil, func(p *view.Printer) error { return p.Sync(doc, next) }); err != nil {
		return err
	}
	switch {
	case waits && !o.dry:
		return exit(exitRefused)
	case part:
		return exit(exitPart)
	}
	return nil
}
