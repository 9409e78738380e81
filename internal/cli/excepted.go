package cli

import (
	"context"
	"slices"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/view"
)

// counted are all exceptions, the next one to end first and ended ones behind, each with how many of some findings it
// covers. The findings are those of the scans, as they come out of the database; without a scan there are none.
func (r *records) counted(ctx context.Context, scans []store.Scan, findings []control.Finding) ([]view.Exception, error) {
	all, err := r.exceptions(ctx)
	if err != nil || len(all) == 0 {
		return []view.Exception{}, err
	}
	at := r.app.Now().UTC()
	var of store.FindingFilter
	if len(scans) > 0 {
		of.Snapshot = scans[0].Snapshot
	}
	if len(scans) == 1 {
		of.Scan = scans[0].ID
		if !scans[0].AsOf.IsZero() {
			at = scans[0].AsOf
		}
	}
	l := newLaying(r.Store, of, exceptionsOf(all), at)
	n, err := l.count(ctx, findings)
	if err != nil {
		return nil, err
	}
	var held, over []view.Exception
	for _, e := range all {
		doc := view.ExceptionOf(e.Exception, at)
		doc.File, doc.Findings = e.file, n[e.ID]
		if doc.State.Over() {
			over = append([]view.Exception{doc}, over...)
		} else {
			held = append(held, doc)
		}
	}
	return slices.Concat(held, over), nil
}

// count says how many findings each exception covers. One that has ended covers only what counts again: what nothing else
// suppresses.
func (l *laying) count(ctx context.Context, findings []control.Finding) (map[string]int, error) {
	n := map[string]int{}
	for _, f := range findings {
		if err := l.read(ctx, f.Resource.Account); err != nil {
			return nil, err
		}
		for _, e := range l.Covering(f) {
			if l.Holds(e) || f.Workflow != control.Suppressed {
				n[e.ID]++
			}
		}
	}
	return n, nil
}

// reported are the exceptions that stand in a report on scans: those that hold there, and those that ended not long ago.
func (r *records) reported(ctx context.Context, scans []store.Scan, findings []control.Finding) ([]view.Exception, error) {
	all, err := r.counted(ctx, scans, findings)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e view.Exception) bool {
		elsewhere := e.Account != "" && !slices.ContainsFunc(scans, func(s store.Scan) bool { return s.Account == e.Account })
		return elsewhere || r.app.past(e)
	})
	for i := range all {
		if all[i].State.Over() {
			all[i].State = view.JustEnded // also what ends before the moment of an imagined scan
		}
	}
	return all, nil
}

// past tells whether the end of an exception is no longer news.
func (a *App) past(e view.Exception) bool { return !a.Now().Add(-exception.Soon).Before(e.Ends) }
