package cli

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/config"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/securityhub"
	"github.com/mantenhq/manten/internal/text"
	"github.com/mantenhq/manten/internal/view"
)

var (
	textTaken   = text.Template{Key: "cli/exception-taken", EN: "an exception covers it already", JA: "すでに例外の対象です"}
	textNobody  = text.Template{Key: "cli/exception-no-control", EN: "it names no control that Manten knows", JA: "既知のコントロールを指していません"}
	textSeveral = text.Template{Key: "cli/exception-several", EN: "it may be of several controls: {controls}", JA: "複数のコントロールが該当します: {controls}"}
	textNoThing = text.Template{Key: "cli/exception-no-resource", EN: "it names no resource", JA: "リソースを指していません"}
)

func newExceptionImport(a *App, f *flags) *cobra.Command {
	var o term
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "Make exceptions of findings that Security Hub has suppressed",
		Long: `Reads findings of Security Hub from a file, or from standard input where it is -, and makes an exception of each one that
is suppressed there: for its control, resource and account. The reason is the finding's note, and --reason where it has
none.`,
		Example: "  aws securityhub get-findings --output json --filters '{\"WorkflowStatus\":[{\"Value\":\"SUPPRESSED\",\"Comparison\":\"EQUALS\"}]}' |\n" +
			"    manten exception import - --owner 'web team' --approver anna --until 2027-01-31",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.importExceptions(c.Context(), f, o, args[0]) },
	}
	o.add(c)
	f.addRecorded(c)
	f.addFormat(c, "table", "json")
	return c
}

func (a *App) importExceptions(ctx context.Context, f *flags, o term, name string) error {
	found, err := a.readHubFindings(name)
	if err != nil {
		return err
	}
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // everything was committed
	x := &importing{App: a, term: o, db: db, doc: view.ExceptionImport{
		Schema: view.ExceptionImportSchema, Exceptions: []view.Exception{}, Skipped: []view.NotImported{},
	}}
	if err := x.all(ctx, found); err != nil {
		return err
	}
	for _, e := range x.made {
		if err := db.PutException(ctx, e); err != nil {
			return err
		}
	}
	return x.shown(ctx, f)
}

func (a *App) readHubFindings(name string) (securityhub.Findings, error) {
	if name == "-" {
		return securityhub.Parse(a.Streams.In)
	}
	file, err := os.Open(name)
	if err != nil {
		return securityhub.Findings{}, fault.New(fault.Invalid, "read findings of Security Hub: %w", err).Do("name a file, or - for standard input")
	}
	defer file.Close() //nolint:errcheck // only read from
	return securityhub.Parse(io.Reader(file))
}

// importing makes exceptions of findings. Nothing is put on record before all of them are made.
type importing struct {
	*App
	term
	db   *records
	made []exception.Exception
	doc  view.ExceptionImport
}

func (x *importing) all(ctx context.Context, found securityhub.Findings) error {
	given, err := x.db.exceptions(ctx)
	if err != nil {
		return err
	}
	taken := map[exception.Covers]bool{}
	for _, e := range given {
		taken[e.Covers] = taken[e.Covers] || e.Active(x.Now())
	}
	for _, s := range found.Skipped {
		x.skip(s.ID, s.Why)
	}
	for _, item := range found.Items {
		if item.Workflow != control.Suppressed || item.Archived {
			x.doc.Others++
			continue
		}
		if err := x.item(item, taken); err != nil {
			return err
		}
	}
	return nil
}

func (x *importing) skip(id string, why text.Message) {
	x.doc.Skipped = append(x.doc.Skipped, view.NotImported{Finding: id, Why: why})
}

// item makes the exceptions of one finding: one a resource, and of several findings on the same just one.
func (x *importing) item(item securityhub.Item, taken map[exception.Covers]bool) error {
	id, why := x.control(item)
	switch {
	case !why.IsZero():
		x.skip(item.ID, why)
		return nil
	case len(item.Resources) == 0:
		x.skip(item.ID, textNoThing.With())
		return nil
	}
	for _, thing := range item.Resources {
		covers := exception.Covers{Control: id, Resource: thing.ID, Account: item.Account, Region: x.region(id, item, thing)}
		if taken[covers] {
			x.skip(item.ID, textTaken.With())
			continue
		}
		o := x.term
		if item.Note != "" {
			o.reason = item.Note
		}
		e, err := x.excepting(covers, o)
		if err != nil {
			return fault.New(fault.Invalid, "finding %s: %w", item.ID, err).
				Do("nothing was put on record; --reason, --owner, --approver and --until say what the findings do not")
		}
		taken[covers] = true
		x.made = append(x.made, e)
	}
	return nil
}

// control is the one control that a finding is of.
func (x *importing) control(item securityhub.Item) (control.ID, text.Message) {
	if len(item.Names) > 1 {
		var all []string
		for _, id := range item.Names {
			all = append(all, string(id))
		}
		return "", textSeveral.With("controls", strings.Join(all, ", "))
	}
	if len(item.Names) == 1 {
		if id, err := config.KnownControl(x.Catalog, item.Names[0]); err == nil {
			return id, text.Message{}
		}
	}
	return "", textNobody.With()
}

// region is needed only for what every region has one of: the account itself, where a control looks at one region. Other
// resources are told apart by their ids, and those of global services stand in another region in Security Hub.
func (x *importing) region(id control.ID, item securityhub.Item, thing securityhub.Thing) string {
	u, ok := x.Catalog.Control(id)
	if !ok || thing.ID != resource.AccountID(item.Account) {
		return ""
	}
	if slices.ContainsFunc(x.Catalog.CollectorsOf(u), func(c *catalog.CollectorUnit) bool { return c.Scope == catalog.Global }) {
		return ""
	}
	return item.Region
}

// shown shows what was made, with how many findings of the latest scan each covers.
func (x *importing) shown(ctx context.Context, f *flags) error {
	now, err := x.standing(ctx, f, x.db)
	if err != nil {
		return err
	}
	x.doc.Scan, x.doc.Score = now.scan(), now.score
	all, err := x.db.counted(ctx, now.scans, now.findings)
	if err != nil {
		return err
	}
	x.doc.Exceptions = slices.DeleteFunc(all, func(e view.Exception) bool {
		return !slices.ContainsFunc(x.made, func(o exception.Exception) bool { return o.ID == e.ID })
	})
	return x.show(f, x.doc, nil, func(p *view.Printer) error { return p.ExceptionImport(x.doc) })
}
