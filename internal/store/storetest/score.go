package storetest

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
)

func exerciseScore(t *testing.T, create func(*testing.T) Opener) {
	full := []standard.Score{
		{Standard: standard.All, Score: new(63), Controls: 500, Evaluated: 24, Passed: 15, Failed: 8, Unknown: 1, NoData: 2, Disabled: 3},
		{Standard: standard.CIS120, Controls: 42},
	}
	t.Run("comes back whole", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		save(t, s, scanAt("scan-1", 1))
		check(t, s.SaveScores(t.Context(), "scan-1", full))
		got, err := s.History(t.Context(), account, "", 0)
		check(t, err)
		same(t, got, []store.Scores{{Scan: "scan-1", Account: account, Finished: at(1), Controls: 2, Scores: full}})
	})
	t.Run("is in the place of the one before", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		save(t, s, scanAt("scan-1", 1))
		check(t, s.SaveScores(t.Context(), "scan-1", full))
		check(t, s.SaveScores(t.Context(), "scan-1", full[1:]))
		got, err := s.History(t.Context(), account, "", 0)
		check(t, err)
		same(t, got[0].Scores, full[1:])
		same(t, len(got), 1)
	})
	t.Run("needs its scan", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		save(t, s, scanAt("scan-1", 1))
		is(t, s.SaveScores(t.Context(), "scan-2", full), fault.NotFound)
		is(t, s.SaveScores(t.Context(), "", full), fault.NotFound)
	})
	t.Run("filters", func(t *testing.T) {
		t.Parallel()
		exerciseHistory(t, fresh(t, create), full)
	})
}

func exerciseHistory(t *testing.T, s store.Store, scores []standard.Score) {
	t.Helper()
	for minute, change := range []func(*store.Scan){
		func(*store.Scan) {},
		func(s *store.Scan) { s.Controls = []control.ID{"S3.8"} },
		func(s *store.Scan) { s.Account = "444455556666" },
		func(s *store.Scan) { s.Snapshot = "sha256:abc" },
		func(s *store.Scan) { s.AsOf = at(9999) },
		func(*store.Scan) {},
	} {
		scan := scanAt(string(rune('a'+minute)), minute)
		change(&scan)
		save(t, s, scan)
		check(t, s.SaveScores(t.Context(), scan.ID, scores))
	}
	for _, test := range []struct {
		name, account, snapshot string
		limit                   int
		want                    string
	}{
		{"of an account, newest first", account, "", 0, "fba"},
		{"the newest ones", account, "", 2, "fb"},
		{"of all accounts", "", "", 0, "fcba"},
		{"of a snapshot", account, "sha256:abc", 0, "d"},
		{"of nobody", "1", "", 0, ""},
	} {
		list, err := s.History(t.Context(), test.account, test.snapshot, test.limit)
		check(t, err)
		var scans []string
		for _, h := range list {
			scans = append(scans, h.Scan)
		}
		if got := strings.Join(scans, ""); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
