package store_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
)

// TestRecord lets scan after scan see a finding or not, and holds what is always true of its record.
func TestRecord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		var r store.Record
		var known []control.Past
		for range rapid.IntRange(1, 12).Draw(t, "scans") {
			now = now.Add(time.Hour)
			before := r
			switch what := rapid.SampledFrom([]string{"seen", "seen", "seen", "missed", "gone"}).Draw(t, "scan"); {
			case what == "seen" || !r.Known():
				f := verdict(t)
				r = r.Seen(f, now)
				if !r.Says(f) {
					t.Fatalf("%+v does not say what was seen, %+v", r, f)
				}
				if before.Archived {
					known = nil
				}
			case r.Archived:
			case what == "missed":
				r = r.Missed(now)
			default:
				r = r.Gone(now)
			}
			if r.Status != control.NotAvailable && !r.Archived {
				known = append(known, control.Past{Status: r.Status, Reason: r.Reason, At: now})
			}
			if r.Workflow != control.Suppressed && rapid.IntRange(0, 9).Draw(t, "suppress") == 0 {
				r.Workflow = control.Suppressed
			}
			follows(t, before, r, now)
			lastOf(t, r, known)
		}
	})
}

// verdict is a finding as a scan has it.
func verdict(t *rapid.T) control.Finding {
	status := rapid.SampledFrom([]control.Status{control.Passed, control.Failed, control.Warning, control.NotAvailable}).Draw(t, "status")
	why := rapid.SampledFrom([]string{"one", "another"}).Draw(t, "reason")
	return control.Finding{ID: "f", Status: status, Reason: text.Message{Key: "k", Args: map[string]string{"why": why}, Text: why}}
}

// follows holds how one record may follow from another.
func follows(t *rapid.T, before, r store.Record, now time.Time) {
	turned := !before.Known() || before.Archived || before.Status != r.Status
	again := before.Known() && r.Status != control.Passed && (before.Archived || before.Status == control.Passed)
	switch {
	case before.Known() && !r.FirstSeen.Equal(before.FirstSeen):
		t.Fatalf("first seen at %v, before at %v", r.FirstSeen, before.FirstSeen)
	case r.Archived:
	case turned != r.Changed.Equal(now):
		t.Fatalf("changed at %v, now is %v: %+v", r.Changed, now, before)
	case again != r.Reopened.Equal(now):
		t.Fatalf("reopened at %v, now is %v: %+v", r.Reopened, now, before)
	case r.Reopened.After(r.Changed):
		t.Fatalf("reopened at %v, after it changed at %v", r.Reopened, r.Changed)
	case before.Workflow == control.Suppressed && r.Workflow != control.Suppressed:
		t.Fatalf("the suppression is lifted: %+v", r)
	case r.Status == control.Passed && r.Workflow != control.Resolved && r.Workflow != control.Suppressed:
		t.Fatalf("it passes and is %s", r.Workflow)
	case again && r.Workflow != control.New && r.Workflow != control.Suppressed:
		t.Fatalf("it fails again and is %s", r.Workflow)
	case r.Unread == r.LastSeen.Equal(now):
		t.Fatalf("unread is %t, seen at %v, now is %v", r.Unread, r.LastSeen, now)
	}
}

// lastOf holds that the last verdict is the last one that was known.
func lastOf(t *rapid.T, r store.Record, known []control.Past) {
	switch {
	case r.Archived:
	case r.Status != control.NotAvailable || len(known) == 0:
		if r.Last != nil {
			t.Fatalf("it is known, and the last verdict is %+v", r.Last)
		}
	case r.Last == nil || r.Last.Status != known[len(known)-1].Status || r.Last.Reason.Text != known[len(known)-1].Reason.Text:
		t.Fatalf("the last verdict is %+v, want %+v", r.Last, known[len(known)-1])
	case !slices.ContainsFunc(known, func(p control.Past) bool { return p.At.Equal(r.Last.At) }):
		t.Fatalf("the last verdict is of %v, when it was not seen", r.Last.At)
	}
}
