package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/view"
)

func newExceptionList(a *App, f *flags) *cobra.Command {
	all := false
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the exceptions that hold, the next one to end first",
		Long:    "Lists the exceptions of the database and of the configuration, and how many findings of the latest scan each covers.",
		Example: "  manten exception list\n  manten exception list --all --format json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.listExceptions(c.Context(), f, all) },
	}
	c.Flags().BoolVar(&all, "all", false, "also those that have ended")
	f.addRecorded(c)
	f.addFormat(c, "table", "json", "jsonl")
	return c
}

func (a *App) listExceptions(ctx context.Context, f *flags, all bool) error {
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // only read from
	x, err := a.standing(ctx, f, db)
	if err != nil {
		return err
	}
	doc := view.Exceptions{Schema: view.ExceptionsSchema, Scan: x.scan()}
	if doc.Exceptions, err = db.counted(ctx, x.scans, x.findings); err != nil {
		return err
	}
	if !all {
		// Those that ended not long ago are announced, as they are everywhere.
		doc.Exceptions = slices.DeleteFunc(doc.Exceptions, func(e view.Exception) bool { return a.past(e) })
	}
	return a.show(f, doc, anys(doc.Exceptions), func(p *view.Printer) error { return p.Exceptions(doc) })
}

func newExceptionEnd(a *App, f *flags) *cobra.Command {
	c := &cobra.Command{
		Use:     "end ID",
		Short:   "End an exception now",
		Long:    "Ends an exception: what it covers counts again from now on. It stays on record as one that has ended.",
		Example: "  manten exception end k3v8q2m7xa",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.endException(c.Context(), f, args[0]) },
	}
	f.addRecorded(c)
	f.addFormat(c, "table", "json")
	return c
}

func (a *App) endException(ctx context.Context, f *flags, id string) error {
	db, err := a.open(ctx, f)
	if err != nil {
		return err
	}
	defer db.Shut() //nolint:errcheck // everything was committed
	e, err := db.exception(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case e.file != "":
		return fault.New(fault.Invalid, "exception %s stands in %s", e.ID, e.file).Do("end it there: change its until, or take it out")
	case !e.Active(a.Now()):
		return fault.New(fault.Invalid, "exception %s ended on %s", e.ID, e.Until()).Do("manten exception list --all")
	}
	e.Ends = a.Now().UTC()
	return a.changeException(ctx, f, db, e.Exception)
}

// exception finds one by its id, or by an unambiguous beginning of it.
func (r *records) exception(ctx context.Context, id string) (given, error) {
	all, err := r.exceptions(ctx)
	if err != nil {
		return given{}, err
	}
	var found []given
	for _, e := range all {
		if e.ID == id {
			return e, nil
		}
		if strings.HasPrefix(e.ID, id) {
			found = append(found, e)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return given{}, fault.New(fault.Invalid, "there is no exception %q", id).Do("manten exception list --all")
	}
	return given{}, fault.New(fault.Invalid, "%q is the beginning of %d exceptions", id, len(found)).Do("write more of the id")
}
