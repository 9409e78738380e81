package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
)

// What a scan can make of one finding: a verdict, or that it does not see it.
const (
	gone = "gone" // and has read everything
	lost = "lost" // and something could not be read
	cut  = "cut"  // and was cut off
)

// exerciseFindingHistory sees one finding, or does not, in one scan after the other.
func exerciseFindingHistory(t *testing.T, create func(*testing.T) Opener) {
	for _, test := range []struct{ name, seen, want string }{
		{"new", "FAILED", "FAILED NEW, changed 1, seen 1"},
		{"passes from the beginning", "PASSED", "PASSED RESOLVED, changed 1, seen 1"},
		{"is not known from the beginning", "NOT_AVAILABLE", "NOT_AVAILABLE NEW, changed 1, seen 1"},
		{"still fails", "FAILED FAILED", "FAILED NEW, changed 1, seen 2"},
		{"passes now", "FAILED PASSED", "PASSED RESOLVED, changed 2, seen 2"},
		{"still passes", "FAILED PASSED PASSED", "PASSED RESOLVED, changed 2, seen 3"},
		{"fails again", "FAILED PASSED FAILED", "FAILED NEW, changed 3, seen 3, reopened 3"},
		{"has failed again", "FAILED PASSED FAILED FAILED", "FAILED NEW, changed 3, seen 4, reopened 3"},
		{"passes after it failed again", "PASSED FAILED PASSED", "PASSED RESOLVED, changed 3, seen 3, reopened 2"},
		{"warns now", "PASSED WARNING", "WARNING NEW, changed 2, seen 2, reopened 2"},
		{"fails and then warns", "FAILED WARNING", "WARNING NEW, changed 2, seen 2"},
		{
			"is not known any more", "PASSED NOT_AVAILABLE",
			"NOT_AVAILABLE NEW, changed 2, seen 2, reopened 2, was PASSED 1",
		},
		{
			"is not known for long", "FAILED FAILED NOT_AVAILABLE NOT_AVAILABLE",
			"NOT_AVAILABLE NEW, changed 3, seen 4, was FAILED 2",
		},
		{"is known again", "FAILED NOT_AVAILABLE FAILED", "FAILED NEW, changed 3, seen 3"},
		{"passed, went and fails", "PASSED gone FAILED", "FAILED NEW, changed 3, seen 3, reopened 3"},
		{"passed, went and passes", "PASSED gone PASSED", "PASSED RESOLVED, changed 3, seen 3"},
		{"failed, went and fails", "FAILED gone FAILED", "FAILED NEW, changed 3, seen 3, reopened 3"},
		{"failed, went and is not known", "FAILED gone NOT_AVAILABLE", "NOT_AVAILABLE NEW, changed 3, seen 3, reopened 3"},
		{"went", "FAILED gone", ""},
		{"went long ago", "FAILED gone gone lost", ""},
		{"could not be read", "FAILED lost", "NOT_AVAILABLE NEW, changed 2, seen 1, was FAILED 1, unread 2"},
		{"was cut off", "WARNING cut", "NOT_AVAILABLE NEW, changed 2, seen 1, was WARNING 1, unread 2"},
		{
			"passed and could not be read", "PASSED PASSED lost",
			"NOT_AVAILABLE NEW, changed 3, seen 2, reopened 3, was PASSED 2, unread 3",
		},
		{"could not be read for long", "FAILED lost cut lost", "NOT_AVAILABLE NEW, changed 2, seen 1, was FAILED 1, unread 2"},
		{
			"was not known and could not be read", "FAILED NOT_AVAILABLE lost",
			"NOT_AVAILABLE NEW, changed 2, seen 2, was FAILED 1, unread 3",
		},
		{"was never known and could not be read", "NOT_AVAILABLE lost", "NOT_AVAILABLE NEW, changed 1, seen 1, unread 2"},
		{"could be read again", "FAILED lost FAILED", "FAILED NEW, changed 3, seen 3"},
		{"could be read again and passes", "FAILED lost PASSED PASSED", "PASSED RESOLVED, changed 3, seen 4"},
		{
			"could not be read and then is not known", "FAILED lost NOT_AVAILABLE",
			"NOT_AVAILABLE NEW, changed 2, seen 3, was FAILED 1",
		},
		{"could not be read and then is gone", "FAILED lost gone", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := fresh(t, create)
			last := history(t, s, strings.Fields(test.seen))
			same(t, told(last), test.want)
			found := all(t, s.Findings(t.Context(), store.FindingFilter{}))
			same(t, told(found), test.want)
			if test.want != "" {
				same(t, found, last)
				same(t, found[0].FirstSeen, at(1))
			}
		})
	}
	exerciseArchive(t, create)
	exerciseCover(t, create)
}

// history makes a scan a minute and returns what the last one found.
func history(t *testing.T, s store.Store, seen []string) (last []control.Finding) {
	t.Helper()
	for i, what := range seen {
		scan := scanAt(fmt.Sprint("scan-", i+1), i+1)
		var findings []control.Finding
		switch what {
		case gone:
		case lost:
			scan.Coverage = []store.Gap{{Region: tokyo, Service: "s3"}}
		case cut:
			scan.Complete = false
		default:
			findings = append(findings, finding("S3.8", bucket(tokyo, "a"), control.Status(what)))
		}
		last = save(t, s, scan, findings...)
	}
	return last
}

// told is the history of the only finding, with minutes for times.
func told(findings []control.Finding) string {
	if len(findings) == 0 {
		return ""
	}
	f := findings[0]
	minute := func(m time.Time) int { return int(m.Sub(at(0)).Minutes()) }
	said := fmt.Sprintf("%s %s, changed %d, seen %d", f.Status, f.Workflow, minute(f.Changed), minute(f.LastSeen))
	if !f.Reopened.IsZero() {
		said += fmt.Sprint(", reopened ", minute(f.Reopened))
	}
	if f.Last != nil {
		said += fmt.Sprintf(", was %s %d", f.Last.Status, minute(f.Last.At))
		if f.Last.Reason.Key != "S3.8/made-up" {
			said += " for another reason"
		}
	}
	if f.Reason.Key == "store/missed" {
		then, _ := time.Parse("2006-01-02 15:04:05 UTC", f.Reason.Args["at"])
		said += fmt.Sprint(", unread ", minute(then.Add(time.Second)))
	}
	return said
}

// exerciseArchive saves a scan that did not see the findings of the one before it.
func exerciseArchive(t *testing.T, create func(*testing.T) Opener) {
	here := finding("S3.8", bucket(tokyo, "here"), control.Failed)
	there := finding("S3.9", bucket(global, "there"), control.Failed)
	for _, test := range []struct {
		name  string
		scan  func(*store.Scan)
		also  []control.Finding
		still []string
	}{
		{"archives those of its controls and regions", func(*store.Scan) {}, nil, []string{"S3.9 there NEW"}},
		{
			"also in the region of the global services, where it found something", func(*store.Scan) {},
			[]control.Finding{finding("S3.9", bucket(global, "new"), control.Failed)},
			[]string{"S3.9 new NEW"},
		},
		{"all regions", func(s *store.Scan) { s.Regions = []string{tokyo, global} }, nil, nil},
		{
			"not those of other controls", func(s *store.Scan) { s.Controls = []control.ID{"S3.9"} }, nil,
			[]string{"S3.8 here NEW", "S3.9 there NEW"},
		},
		{
			"not those of another account", func(s *store.Scan) { s.Account = "444455556666" }, nil,
			[]string{"S3.8 here NEW", "S3.9 there NEW"},
		},
		{"not where something could not be read", func(s *store.Scan) {
			s.Regions, s.Coverage = []string{tokyo, global}, []store.Gap{{Region: tokyo, Service: "s3"}}
		}, nil, []string{"S3.8 here NEW"}},
		{"but where only facts of one resource could not be read", func(s *store.Scan) {
			s.Coverage = []store.Gap{{Region: tokyo, Service: "s3", Resource: "arn:aws:s3:::other"}}
		}, nil, []string{"S3.9 there NEW"}},
		{"not where nobody knows what could not be read", func(s *store.Scan) {
			s.Coverage = []store.Gap{{Service: "s3"}}
		}, nil, []string{"S3.8 here NEW", "S3.9 there NEW"}},
		{
			"not when it was cut off", func(s *store.Scan) { s.Complete = false }, nil,
			[]string{"S3.8 here NEW", "S3.9 there NEW"},
		},
		{"those of a disabled control everywhere", func(s *store.Scan) {
			s.Controls, s.Disabled, s.Complete = []control.ID{"S3.8"}, []control.ID{"S3.9"}, false
		}, []control.Finding{here}, []string{"S3.8 here NEW"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := fresh(t, create)
			save(t, s, scanAt("scan-1", 1), here, there)
			scan := scanAt("scan-2", 2)
			test.scan(&scan)
			save(t, s, scan, test.also...)
			same(t, names(t, s, store.FindingFilter{}), test.still)
			for _, f := range all(t, s.Findings(t.Context(), store.FindingFilter{Scan: "scan-2"})) {
				if !slices.ContainsFunc(test.also, func(x control.Finding) bool { return x.ID == f.ID }) {
					same(t, f.Status, control.NotAvailable)
				}
			}
			same(t, len(names(t, s, store.FindingFilter{Archived: true})), 2+added(test.also, here))
		})
	}
}

// added is how many findings a scan has besides one that was there.
func added(findings []control.Finding, there control.Finding) int {
	return len(slices.DeleteFunc(slices.Clone(findings), func(f control.Finding) bool { return f.ID == there.ID }))
}

// exerciseCover holds what a scan is the last to have looked at.
func exerciseCover(t *testing.T, create func(*testing.T) Opener) {
	here := finding("S3.8", bucket(tokyo, "here"), control.Failed)
	user := finding("S3.9", bucket(global, "user"), control.Failed)
	for _, test := range []struct {
		name          string
		scan          func(*store.Scan)
		also          []control.Finding
		first, second []string
		gone          int
	}{
		{"everything", func(s *store.Scan) { s.Regions = []string{tokyo, global} }, []control.Finding{here, user}, nil, []string{
			"S3.8 here NEW", "S3.9 user NEW",
		}, 0},
		{
			"another control", func(s *store.Scan) { s.Controls = []control.ID{"S3.9"} },
			[]control.Finding{user},
			[]string{"S3.8 here NEW"},
			[]string{"S3.9 user NEW"},
			0,
		},
		{
			"another region, and global services", func(s *store.Scan) { s.Regions = []string{"eu-west-1"} },
			[]control.Finding{user},
			[]string{"S3.8 here NEW"},
			[]string{"S3.9 user NEW"},
			0,
		},
		{"a global service that has nothing to judge any more", func(s *store.Scan) {
			s.Regions, s.Globals = []string{"eu-west-1"}, []control.ID{"S3.9"}
		}, nil, []string{"S3.8 here NEW"}, nil, 1},
		{
			"a region in which only a global service was looked at", func(s *store.Scan) { s.Regions = []string{global} },
			[]control.Finding{finding("S3.8", bucket(global, "other"), control.Failed), user},
			[]string{"S3.8 here NEW"},
			[]string{"S3.8 other NEW", "S3.9 user NEW"},
			0,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := fresh(t, create)
			save(t, s, scanAt("scan-1", 1), here, user)
			scan := scanAt("scan-2", 2)
			test.scan(&scan)
			save(t, s, scan, test.also...)
			same(t, names(t, s, store.FindingFilter{Scan: "scan-1"}), test.first)
			same(t, names(t, s, store.FindingFilter{Scan: "scan-2"}), test.second)
			same(t, len(names(t, s, store.FindingFilter{Archived: true}))-len(names(t, s, store.FindingFilter{})), test.gone)
		})
	}
	t.Run("global services do not stand for their region", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		both := scanAt("scan-1", 1)
		both.Regions = []string{tokyo, global}
		save(t, s, both, finding("S3.8", bucket(global, "regional"), control.Failed), user)
		save(t, s, scanAt("scan-2", 2), user)
		same(t, names(t, s, store.FindingFilter{}), []string{"S3.8 regional NEW", "S3.9 user NEW"})
	})
}
