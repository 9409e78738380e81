package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
)

// exerciseChange makes a scan a minute and asks what differs since.
func exerciseChange(t *testing.T, create func(*testing.T) Opener) {
	for _, test := range []struct {
		seen  string
		since int
		want  string // what it was, what it is, the kind
	}{
		{"FAILED", 1, ""},
		{"FAILED", 0, " FAILED new"},
		{"FAILED FAILED", 1, ""},
		{"FAILED PASSED", 1, "FAILED PASSED resolved"},
		{"FAILED PASSED", 2, ""},
		{"FAILED PASSED FAILED", 1, "FAILED FAILED reopened"},
		{"FAILED PASSED FAILED", 2, "PASSED FAILED reopened"},
		{"FAILED PASSED FAILED PASSED", 1, "FAILED PASSED resolved"},
		{"FAILED PASSED FAILED PASSED", 0, " PASSED "},
		{"FAILED gone", 1, "FAILED  gone"},
		{"FAILED gone", 0, "  "},
		{"FAILED PASSED gone", 1, "FAILED  gone"},
		{"FAILED gone FAILED", 1, "FAILED FAILED reopened"},
		{"FAILED gone FAILED", 2, " FAILED reopened"},
		{"FAILED lost", 1, "FAILED NOT_AVAILABLE unread"},
		{"FAILED lost lost", 2, ""},
		{"FAILED lost FAILED", 1, "FAILED FAILED "},
		{"FAILED lost gone", 2, "NOT_AVAILABLE  gone"},
	} {
		t.Run(strings.ReplaceAll(test.seen, " ", "-"), func(t *testing.T) {
			t.Parallel()
			s := fresh(t, create)
			history(t, s, strings.Fields(test.seen))
			var got []string
			for _, c := range all(t, s.Changes(t.Context(), at(test.since), account, "")) {
				got = append(got, strings.Join([]string{string(c.Was), string(c.Is()), string(c.Kind())}, " "))
			}
			same(t, strings.Join(got, ", "), test.want)
		})
	}
	t.Run("whole, and of whom", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		history(t, s, []string{"FAILED", "FAILED", gone})
		snapshot := scanAt("scan-s", 2)
		snapshot.Snapshot = "sha256:abc"
		save(t, s, snapshot, finding("S3.8", bucket(tokyo, "b"), control.Failed))
		want := finding("S3.8", bucket(tokyo, "a"), control.Failed)
		want.Workflow, want.FirstSeen, want.LastSeen, want.Changed = control.New, at(1), at(2), at(1)
		list := all(t, s.Changes(t.Context(), at(2), "", ""))
		same(t, list, []store.Change{{
			Record: store.Record{Finding: want, Archived: true, ArchivedAt: at(3)}, Since: at(2), Was: control.Failed,
		}})
		of := func(since time.Time, account, snapshot string) int {
			return len(all(t, s.Changes(t.Context(), since, account, snapshot)))
		}
		same(t, of(at(2), "444455556666", ""), 0)
		same(t, of(at(1), account, "sha256:abc"), 1)
		same(t, of(at(2), account, "sha256:abc"), 0)
	})
}
