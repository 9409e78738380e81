package storetest

import (
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
)

func exerciseFinding(t *testing.T, create func(*testing.T) Opener) {
	t.Run("comes back whole and as returned", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		want := finding("S3.8", bucket(tokyo, "a"), control.Failed)
		got := save(t, s, scanAt("scan-1", 1), want)
		want.Workflow, want.FirstSeen, want.LastSeen, want.Changed = control.New, at(1), at(1), at(1)
		same(t, got, []control.Finding{want})
		same(t, all(t, s.Findings(t.Context(), store.FindingFilter{})), []control.Finding{want})
	})
	t.Run("has the latest verdict", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		save(t, s, scanAt("scan-1", 1), finding("S3.8", bucket(tokyo, "a"), control.Failed))
		want := finding("S3.8", bucket(tokyo, "a"), control.Warning)
		want.Severity, want.Code, want.Reason.Text = control.Informational, "", "now another"
		save(t, s, scanAt("scan-2", 2), want)
		want.Workflow, want.FirstSeen, want.LastSeen, want.Changed = control.New, at(1), at(2), at(2)
		same(t, all(t, s.Findings(t.Context(), store.FindingFilter{})), []control.Finding{want})
	})
	t.Run("is returned in the order given", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		b, a := finding("S3.9", bucket(tokyo, "b"), control.Failed), finding("S3.8", bucket(tokyo, "a"), control.Failed)
		got := save(t, s, scanAt("scan-1", 1), b, a)
		same(t, []string{got[0].ID, got[1].ID}, []string{b.ID, a.ID})
		same(t, names(t, s, store.FindingFilter{}), []string{"S3.8 a NEW", "S3.9 b NEW"})
	})
	t.Run("of an imagined scan leaves no trace", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		save(t, s, scanAt("scan-1", 1), finding("S3.8", bucket(tokyo, "a"), control.Failed))
		imagined := scanAt("scan-2", 2)
		imagined.AsOf = at(9999)
		want := finding("S3.8", bucket(tokyo, "b"), control.Passed)
		got := save(t, s, imagined, want)
		want.Workflow, want.FirstSeen, want.LastSeen, want.Changed = control.Resolved, at(2), at(2), at(2)
		same(t, got, []control.Finding{want})
		same(t, names(t, s, store.FindingFilter{Archived: true}), []string{"S3.8 a NEW"})
		same(t, names(t, s, store.FindingFilter{Scan: "scan-2"}), nil)
	})
	t.Run("of a snapshot is kept apart from that of AWS", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		save(t, s, scanAt("scan-1", 1), finding("S3.8", bucket(tokyo, "a"), control.Failed))
		snapshot := scanAt("scan-2", 2)
		snapshot.Snapshot = "sha256:abc"
		got := save(t, s, snapshot, finding("S3.8", bucket(tokyo, "a"), control.Passed))
		same(t, got[0].FirstSeen, at(2))
		same(t, names(t, s, store.FindingFilter{}), []string{"S3.8 a NEW"})
		same(t, names(t, s, store.FindingFilter{Snapshot: "sha256:abc"}), []string{"S3.8 a RESOLVED"})
		same(t, names(t, s, store.FindingFilter{Scan: "scan-2"}), []string{"S3.8 a RESOLVED"})

		snapshot.ID = "scan-3"
		save(t, s, snapshot)
		same(t, names(t, s, store.FindingFilter{}), []string{"S3.8 a NEW"})
		same(t, names(t, s, store.FindingFilter{Snapshot: "sha256:abc"}), nil)
	})
	t.Run("one of many", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		many := make([]control.Finding, 0, 2000)
		for _, r := range resources(cap(many)) {
			many = append(many, finding("S3.8", r.Ref, control.Failed))
		}
		save(t, s, scanAt("scan-1", 1), many...)
		got := save(t, s, scanAt("scan-2", 2), many[:1500]...)
		same(t, got[700].FirstSeen, at(1))
		same(t, len(all(t, s.Findings(t.Context(), store.FindingFilter{}))), 1500)
		same(t, len(all(t, s.Findings(t.Context(), store.FindingFilter{Archived: true}))), 2000)
	})
}

func exerciseFindingFilter(t *testing.T, create func(*testing.T) Opener) {
	s := fresh(t, create)
	low := finding("S3.9", bucket(global, "b"), control.Failed)
	low.Severity = control.Low
	save(t, s, scanAt("scan-1", 1),
		finding("S3.8", bucket(tokyo, "a"), control.Failed), finding("S3.9", bucket(tokyo, "gone"), control.Failed))
	save(t, s, scanAt("scan-2", 2), finding("S3.9", bucket(tokyo, "a"), control.Passed), low,
		finding("S3.8", bucket(tokyo, "100%_A"), control.NotAvailable))
	other := scanAt("scan-3", 3)
	other.Account, other.Controls = "444455556666", []control.ID{"S3.8"}
	foreign := bucket(tokyo, "foreign")
	foreign.Account = other.Account
	save(t, s, other, finding("S3.8", foreign, control.Failed))

	for _, test := range []struct {
		name   string
		filter store.FindingFilter
		want   []string
	}{
		{"everything that is there", store.FindingFilter{}, []string{
			"S3.8 100%_A NEW", "S3.9 a RESOLVED", "S3.9 b NEW", "S3.8 foreign NEW",
		}},
		{"also what is gone", store.FindingFilter{Archived: true, Accounts: []string{account}}, []string{
			"S3.8 100%_A NEW", "S3.8 a NEW", "S3.9 a RESOLVED", "S3.9 gone NEW", "S3.9 b NEW",
		}},
		{"scan", store.FindingFilter{Scan: "scan-3"}, []string{"S3.8 foreign NEW"}},
		{"scan that nothing was last seen in", store.FindingFilter{Scan: "scan-1"}, nil},
		{"accounts", store.FindingFilter{Accounts: []string{other.Account}}, []string{"S3.8 foreign NEW"}},
		{"regions", store.FindingFilter{Regions: []string{global, "eu-west-1"}}, []string{"S3.9 b NEW"}},
		{"controls", store.FindingFilter{Controls: []control.ID{"S3.9", "S3.10"}}, []string{"S3.9 a RESOLVED", "S3.9 b NEW"}},
		{"status", store.FindingFilter{Status: []control.Status{control.Passed, control.NotAvailable}}, []string{
			"S3.8 100%_A NEW", "S3.9 a RESOLVED",
		}},
		{"severity", store.FindingFilter{Severity: []control.Severity{control.Low}}, []string{"S3.9 b NEW"}},
		{"resource", store.FindingFilter{Resource: "%_A"}, []string{"S3.8 100%_A NEW"}},
		{"no wildcard", store.FindingFilter{Resource: "%a"}, nil},
		{"the first ones", store.FindingFilter{Limit: 2}, []string{"S3.8 100%_A NEW", "S3.9 a RESOLVED"}},
		{"after one", store.FindingFilter{After: control.FindingID("S3.9", bucket(tokyo, "a"))}, []string{
			"S3.9 b NEW", "S3.8 foreign NEW",
		}},
		{"the first after one", store.FindingFilter{After: control.FindingID("S3.9", bucket(tokyo, "a")), Limit: 1}, []string{
			"S3.9 b NEW",
		}},
		{"after one that the filter does not let through", store.FindingFilter{
			After: control.FindingID("S3.8", bucket(tokyo, "a")), Regions: []string{tokyo}, Accounts: []string{account},
		}, []string{"S3.9 a RESOLVED"}},
		{"after the last", store.FindingFilter{After: control.FindingID("S3.8", foreign)}, nil},
		{"all of them", store.FindingFilter{
			Scan: "scan-2", Accounts: []string{account}, Regions: []string{tokyo}, Controls: []control.ID{"S3.9"},
			Status: []control.Status{control.Passed}, Severity: []control.Severity{control.High}, Resource: "arn:aws:s3:::a",
		}, []string{"S3.9 a RESOLVED"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			same(t, names(t, s, test.filter), test.want)
		})
	}
	t.Run("after one that there is not", func(t *testing.T) {
		t.Parallel()
		for _, err := range s.Findings(t.Context(), store.FindingFilter{After: "gone"}) {
			is(t, err, fault.NotFound)
			return
		}
		t.Error("there is no error")
	})
	t.Run("page by page it is the whole", func(t *testing.T) {
		t.Parallel()
		whole := all(t, s.Findings(t.Context(), store.FindingFilter{Archived: true}))
		for size := 1; size <= len(whole)+1; size++ {
			var paged []control.Finding
			filter := store.FindingFilter{Archived: true, Limit: size}
			for range len(whole) + 1 {
				page := all(t, s.Findings(t.Context(), filter))
				paged = append(paged, page...)
				if len(page) < size {
					break
				}
				filter.After = page[len(page)-1].ID
			}
			same(t, paged, whole)
		}
	})
}
