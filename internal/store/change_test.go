package store_test

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
)

func TestKind(t *testing.T) {
	t.Parallel()
	const gone = control.Status("")
	since := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	early, late := since.AddDate(0, 0, -1), since.AddDate(0, 0, 1)
	for _, c := range []struct {
		name            string
		first, reopened time.Time
		was, is         control.Status
		want            store.Kind
	}{
		{"came", late, time.Time{}, gone, control.Failed, store.Failing},
		{"came and failed again", late, late, gone, control.Failed, store.Failing},
		{"came and passes", late, time.Time{}, gone, control.Passed, store.Same},
		{"came and went", late, time.Time{}, gone, gone, store.Same},
		{"came and cannot be read", late, time.Time{}, gone, control.NotAvailable, store.Unread},
		{"fails again", early, late, control.Passed, control.Failed, store.Reopened},
		{"came back", early, late, gone, control.Failed, store.Reopened},
		{"came back and passes", early, time.Time{}, gone, control.Passed, store.Same},
		{"failed, passed and fails", early, late, control.Failed, control.Failed, store.Reopened},
		{"failed, was not read and fails", early, early, control.Failed, control.Failed, store.Same},
		{"is known to fail", early, early, control.NotAvailable, control.Failed, store.Failing},
		{"passes", early, early, control.Failed, control.Passed, store.Resolved},
		{"is known to pass", early, time.Time{}, control.Warning, control.Passed, store.Resolved},
		{"passed, failed and passes", early, late, control.Passed, control.Passed, store.Same},
		{"went", early, time.Time{}, control.Failed, gone, store.Gone},
		{"went though it passed", early, time.Time{}, control.Passed, gone, store.Gone},
		{"failed and cannot be read", early, time.Time{}, control.Failed, control.NotAvailable, store.Unread},
		{"passed and cannot be told", early, late, control.Passed, control.Warning, store.Unread},
		{"still cannot be read", early, time.Time{}, control.Warning, control.NotAvailable, store.Same},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			change := store.Change{Since: since, Was: c.was, Record: store.Record{Archived: c.is == gone}}
			change.Status, change.FirstSeen, change.Reopened = c.is, c.first, c.reopened
			if change.Archived {
				change.Status = control.Failed // what it was when it went
			}
			if got := change.Kind(); got != c.want {
				t.Errorf("the kind is %q, want %q", got, c.want)
			}
		})
	}
}
