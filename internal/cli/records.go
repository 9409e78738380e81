package cli

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
)

// records are the database as the commands read it: exceptions are laid over all findings that come out of it, so that no
// command can forget them. What goes into it is as it was found: nothing of an exception is ever on record with a finding.
type records struct {
	store.Store
	app *App
	f   *flags
	// given are the exceptions of the database and of the files, once they have been read.
	given *[]given
}

// given is an exception and the file that it stands in, empty where it is on record in the database.
type given struct {
	exception.Exception
	file string
}

func (a *App) open(ctx context.Context, f *flags) (*records, error) {
	path, err := f.database()
	if err != nil {
		return nil, err
	}
	db, err := a.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return &records{Store: db, app: a, f: f}, nil
}

// exceptions are those of the database and of the files, ended ones too, the next one to end first.
func (r *records) exceptions(ctx context.Context) ([]given, error) {
	if r.given != nil {
		return *r.given, nil
	}
	cfg, err := r.app.config(r.f)
	if err != nil {
		return nil, err
	}
	listed, err := cfg.Excepted(r.app.Catalog, r.app.Now().UTC())
	if err != nil {
		return nil, err
	}
	var all []given
	for _, e := range listed {
		all = append(all, given{e.Exception, e.From})
	}
	stored, err := r.Exceptions(ctx)
	if err != nil {
		return nil, err
	}
	if all, err = together(all, stored); err != nil {
		return nil, err
	}
	r.given = &all
	return all, nil
}

// together joins the exceptions of files and database. One name for two would leave open which of them holds.
func together(all []given, stored []exception.Exception) ([]given, error) {
	for _, e := range stored {
		for _, o := range all {
			if o.ID == e.ID {
				return nil, fault.New(fault.Invalid, "exception %s stands in %s and in the database", e.ID, o.file).
					Do("take it out of %s", o.file)
			}
		}
		all = append(all, given{Exception: e})
	}
	slices.SortFunc(all, func(a, b given) int { return a.Compare(b.Exception) })
	return all, nil
}

// PutException implements [store.Store].
func (r *records) PutException(ctx context.Context, e exception.Exception) error {
	r.given = nil
	return r.Store.PutException(ctx, e)
}

// SaveScan implements [store.Store]. An imagined scan has the exceptions that will hold at its moment.
func (r *records) SaveScan(ctx context.Context, s store.Scan, all []store.StoredResource, found []control.Finding) ([]control.Finding, error) {
	found, err := r.Store.SaveScan(ctx, s, all, found)
	if err != nil {
		return nil, err
	}
	l, err := r.layer(ctx, store.FindingFilter{Scan: s.ID}, s.AsOf)
	if err != nil {
		return nil, err
	}
	for i := range found {
		if found[i], err = l.lay(ctx, found[i]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Findings implements [store.Store].
func (r *records) Findings(ctx context.Context, f store.FindingFilter) iter.Seq2[control.Finding, error] {
	return func(yield func(control.Finding, error) bool) {
		l, err := r.layer(ctx, f, time.Time{})
		if err != nil {
			yield(control.Finding{}, err)
			return
		}
		for x, err := range r.Store.Findings(ctx, f) {
			if err == nil {
				x, err = l.lay(ctx, x)
			}
			if !yield(x, err) || err != nil {
				return
			}
		}
	}
}

// layer is what is laid over the findings that a filter lets through, at a moment; the zero time is now.
func (r *records) layer(ctx context.Context, f store.FindingFilter, at time.Time) (*laying, error) {
	all, err := r.exceptions(ctx)
	if err != nil {
		return nil, err
	}
	if at.IsZero() {
		at = r.app.Now()
	}
	return newLaying(r.Store, f, exceptionsOf(all), at), nil
}

func exceptionsOf(all []given) []exception.Exception {
	out := make([]exception.Exception, len(all))
	for i, e := range all {
		out[i] = e.Exception
	}
	return out
}

// tagsFact is the name of the fact that holds a resource's tags, in every type that has tags.
const tagsFact = "Tags"

// wishes adds the tags to what a scan reads, where an exception goes by them.
func (r *records) wishes(ctx context.Context, wishes []collect.Wish) ([]collect.Wish, error) {
	all, err := r.exceptions(ctx)
	if err != nil || !slices.ContainsFunc(all, func(e given) bool { return e.Tag != "" && e.Active(r.app.Now()) }) {
		return wishes, err
	}
	for i, w := range wishes {
		if slices.Contains(w.Unit.Facts, tagsFact) && !slices.Contains(w.Facts, tagsFact) {
			wishes[i].Facts = append(slices.Clone(w.Facts), tagsFact)
		}
	}
	return wishes, nil
}
