package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

func newException(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "exception",
		Short: "Accept what fails, for a while and with a reason",
		Long: `An exception is a decision to accept findings that fail, or that cannot be told: it has a reason, somebody who answers for
it, somebody who allowed it, and an end, which is a year away at most. While it holds, these findings are suppressed: they
do not count in any score, and no plan touches them. It changes nothing that is on record, so it holds for old scans too,
and from its end on the findings count again by themselves. It is announced 14 days before.

Exceptions can also stand in manten.yaml under exceptions, or in a file of their own that exceptions_file names: there they
are reviewed like code.`,
	}
	c.AddCommand(newExceptionAdd(a, f), newExceptionList(a, f), newExceptionEnd(a, f), newExceptionImport(a, f))
	return c
}

// term is what a person says of an exception besides what it covers.
type term struct{ reason, owner, approver, until string }

func (o *term) add(c *cobra.Command) {
	p := c.Flags()
	p.StringVar(&o.reason, "reason", "", "why what fails is accepted")
	p.StringVar(&o.owner, "owner", "", "who answers for it")
	p.StringVar(&o.approver, "approver", "", "who allowed it")
	p.StringVar(&o.until, "until", "", "the last day on which it holds (2027-01-31, in UTC), a year away at most")
}

func newExceptionAdd(a *App, f *flags) *cobra.Command {
	var o term
	var covers exception.Covers
	c := &cobra.Command{
		Use:   "add",
		Short: "Put an exception on record",
		Long: `Accepts the findings that match all of --control, --resource, --tag, --account and --region, and says how many of the latest
scan that are and what the score becomes.`,
		Example: "  manten exception add --control S3.8 --resource 'website-*' --reason 'public by intent' --owner 'web team' --approver anna --until 2027-01-31\n" +
			"  manten exception add --tag env=sandbox --reason 'rebuilt every night' --owner platform --approver anna --until 2027-01-31",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.addException(c.Context(), f, covers, o) },
	}
	p := c.Flags()
	p.StringVar((*string)(&covers.Control), "control", "", "control (S3.8; default: any)")
	p.StringVar(&covers.Resource, "resource", "", "resource: a pattern of its id or name with * and ? (default: any)")
	p.StringVar(&covers.Tag, "tag", "", "tag of the resource: Key=value, the value may have * and ?")
	p.StringVar(&covers.Account, "account", "", "account (default: any)")
	p.StringVar(&covers.Region, "region", "", "region (default: any)")
	p.StringVar(&f.access.snapshot, "snapshot", "", "count the findings of a snapshot instead of those of AWS")
	o.add(c)
	f.addFormat(c, "table", "json")
	return c
}

func (a *App) addException(ctx context.Context, f *flags, covers exception.Covers, o term) error {
	e, err := a.excepting(covers, o)
	if err != nil {
		return err
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // everything was committed
	if err := db.admit(ctx, e); err != nil {
		return err
	}
	of := *f
	of.access.account = e.Account
	return a.changeException(ctx, &of, db, e)
}

// excepting makes an exception of what a person said, or says what is wrong with it.
func (a *App) excepting(covers exception.Covers, o term) (exception.Exception, error) {
	now := a.Now().UTC()
	e := exception.Exception{
		ID: newID(), Covers: covers, Reason: strings.TrimSpace(o.reason), Owner: strings.TrimSpace(o.owner),
		Approver: strings.TrimSpace(o.approver), Created: now,
	}
	var err error
	if e.Control, err = config.KnownControl(a.Catalog, covers.Control); err != nil {
		return e, fault.New(fault.Invalid, "%w", err).Do("manten controls")
	}
	if o.until != "" {
		e.Ends, err = exception.ParseUntil(o.until)
	}
	if err == nil {
		err = e.Validate()
	}
	if err == nil {
		err = e.Timely(now)
	}
	if err != nil {
		return e, fault.New(fault.Invalid, "exception: %w", err).Do("manten exception add --help")
	}
	return e, nil
}

// admit refuses an exception where another one covers the same already: nobody could tell which of them is meant.
func (r *records) admit(ctx context.Context, e exception.Exception) error {
	all, err := r.exceptions(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Covers == e.Covers && o.Active(r.app.Now()) {
			next := "end it first: manten exception end " + o.ID
			if o.file != "" {
				next = "change it in " + o.file
			}
			return fault.New(fault.Conflict, "exception %s covers the same until %s", o.ID, o.Until()).Do("%s", next)
		}
	}
	return nil
}

// changeException puts an exception on record and shows what comes of it.
func (a *App) changeException(ctx context.Context, f *flags, db *records, e exception.Exception) error {
	before, err := a.standing(ctx, f, db)
	if err != nil {
		return err
	}
	if err := db.PutException(ctx, e); err != nil {
		return err
	}
	after, err := a.standing(ctx, f, db)
	if err != nil {
		return err
	}
	doc := view.ExceptionChange{
		Schema: view.ExceptionSchema, Exception: view.ExceptionOf(e, a.Now()), Scan: after.scan(), Before: before.score, After: after.score,
	}
	all, err := db.counted(ctx, after.scans, after.findings)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(o view.Exception) bool { return o.ID == e.ID }); i >= 0 {
		doc.Exception = all[i]
	}
	if doc.Untagged, err = db.untagged(ctx, after, e); err != nil {
		return err
	}
	return a.show(f, doc, nil, func(p *view.Printer) error { return p.ExceptionChange(doc) })
}

// standing is the latest scan as the exceptions have it; without a scan it is empty.
type standing struct {
	scans    []store.Scan
	findings []control.Finding
	score    *int
}

func (x standing) scan() string {
	if len(x.scans) == 0 {
		return ""
	}
	return x.scans[0].ID
}

func (a *App) standing(ctx context.Context, f *flags, db *records) (standing, error) {
	cfg, err := a.config(f)
	if err != nil {
		return standing{}, err
	}
	s, findings, err := a.recorded(ctx, f, db)
	if errors.Is(err, errNoScan) {
		return standing{}, nil
	}
	if err != nil {
		return standing{}, err
	}
	units, err := f.units(a.Catalog)
	if err != nil {
		return standing{}, err
	}
	x := &scoring{App: a, choice: cfg.Choice(a.Catalog), units: units}
	score := evaluate.Score(x.choice, x.selected(s), findings).Scores[0].Score
	return standing{[]store.Scan{s}, findings, score}, nil
}

// untagged is how many resources of the scan have tags that nobody read, where an exception goes by tags.
func (r *records) untagged(ctx context.Context, x standing, e exception.Exception) (int, error) {
	if e.Tag == "" || len(x.scans) == 0 || !e.Active(r.app.Now()) {
		return 0, nil
	}
	l := newLaying(r.Store, store.FindingFilter{Scan: x.scan()}, []exception.Exception{e}, r.app.Now())
	err := l.read(ctx, x.scans[0].Account)
	return l.tags.unread, err
}
