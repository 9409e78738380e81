package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

// listing is a list of findings that may be too long to hold: it is read one by one, whole or a page of it.
type listing struct {
	filter store.FindingFilter
	wants  func(control.Finding) bool
	limit  int
	// next is where the next page begins, empty at the end.
	next string
}

// listing is the list of a scan's findings that the flags mean.
func (a *App) listing(f *flags, s store.Scan, o findingsOptions) (*listing, error) {
	wants, err := f.matcher(a.Catalog)
	if err != nil {
		return nil, err
	}
	filter, err := f.pushed(a.Catalog)
	filter.Scan, filter.After = s.ID, o.after
	return &listing{filter: filter, wants: wants, limit: o.limit}, err
}

// pushed is what of the flags the database can look for by itself, which is much quicker than to let go through all.
func (f *flags) pushed(cat *catalog.Catalog) (filter store.FindingFilter, err error) {
	status, severity, err := f.words()
	if err != nil {
		return filter, err
	}
	for _, s := range status {
		filter.Status = append(filter.Status, control.Status(s))
	}
	if len(f.filter.controls)+len(f.filter.standards)+len(severity) == 0 {
		return filter, nil
	}
	units, err := f.chosen(cat, func(*catalog.ControlUnit) bool { return true })
	for _, u := range units {
		if oneOf(severity, string(u.Severity)) {
			filter.Controls = append(filter.Controls, u.ID)
		}
	}
	if len(filter.Controls) == 0 {
		filter.Controls = []control.ID{""} // none is, and no filter would be all
	}
	return filter, err
}

// each hands the findings over one by one.
func (l *listing) each(ctx context.Context, db store.Store, do func(control.Finding) error) error {
	n, last := 0, ""
	for x, err := range db.Findings(ctx, l.filter) {
		if err != nil {
			return err
		}
		if !l.wants(x) {
			continue
		}
		if l.limit > 0 && n == l.limit {
			l.next = last
			return nil
		}
		if err := do(x); err != nil {
			return err
		}
		n, last = n+1, x.ID
	}
	return nil
}

// lines writes the findings as lines of JSON while they are read.
func (a *App) lines(ctx context.Context, f *flags, db store.Store, l *listing) error {
	return pour(f.output, a.Streams.Out, func(w io.Writer) error {
		return l.each(ctx, db, func(x control.Finding) error { return view.JSONL(w, view.FindingOf(a.Catalog, x)) })
	})
}

// all collects the findings.
func (l *listing) all(ctx context.Context, db store.Store) (all []control.Finding, err error) {
	err = l.each(ctx, db, func(x control.Finding) error {
		all = append(all, x)
		return nil
	})
	return all, err
}

// page is the document of a page, or of the whole list.
func (a *App) page(ctx context.Context, db *records, s store.Scan, l *listing) (doc view.Findings, err error) {
	doc = view.Findings{Schema: view.FindingsSchema, Scan: s.ID, Finished: s.Finished, Findings: []view.Finding{}}
	listed, err := l.all(ctx, db)
	if err != nil {
		return doc, err
	}
	for _, x := range listed {
		doc.Findings = append(doc.Findings, view.FindingOf(a.Catalog, x))
	}
	doc.Next = l.next
	if doc.Exceptions, err = db.reportedOn(ctx, s, l, listed); err != nil {
		return doc, err
	}
	return doc, nil
}

// reportedOn are the exceptions that stand in a list: on a page counted over the page, in a whole list over all findings of
// the scan, whatever was filtered out.
func (r *records) reportedOn(ctx context.Context, s store.Scan, l *listing, listed []control.Finding) ([]view.Exception, error) {
	given, err := r.exceptions(ctx)
	if err != nil {
		return nil, err
	}
	if len(given) > 0 && l.limit == 0 && l.filter.After == "" {
		if listed, err = findingsOf(ctx, r, s.ID); err != nil {
			return nil, err
		}
	}
	return r.reported(ctx, []store.Scan{s}, listed)
}

// pour lets something too long to hold be written to a file, or without a name to a stream, while it is made. Where that
// breaks off, the beginning stands there.
func pour(name string, stream io.Writer, what func(io.Writer) error) error {
	var file *os.File
	if name != "" {
		var err error
		if file, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
			return unwritten(name, err)
		}
		stream = file
	}
	b := bufio.NewWriter(stream)
	err := what(b)
	flushed := b.Flush()
	if file != nil {
		flushed = errors.Join(flushed, file.Close())
	}
	if err == nil && flushed != nil && name != "" {
		return unwritten(name, flushed)
	}
	return errors.Join(err, flushed)
}

func unwritten(name string, err error) error {
	return fault.New(fault.Invalid, "write %s: %w", name, err).Do("name another file with --output")
}
