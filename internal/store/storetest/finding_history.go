package storetest

import (
	"fmt"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
)

// exerciseFindingHistory sees one finding, or does not, in one scan after the other.
func exerciseFindingHistory(t *testing.T, create func(*testing.T) Opener) {
	const gone = control.Status("") // the scan sees nothing of it
	for _, test := range []struct {
		name string
		seen []control.Status
		want control.Workflow
	}{
		{"new", []control.Status{control.Failed}, control.New},
		{"passes from the beginning", []control.Status{control.Passed}, control.Resolved},
		{"still fails", []control.Status{control.Failed, control.Failed}, control.New},
		{"passes now", []control.Status{control.Failed, control.Passed}, control.Resolved},
		{"fails again", []control.Status{control.Failed, control.Passed, control.Failed}, control.New},
		{"is not known any more", []control.Status{control.Passed, control.NotAvailable}, control.New},
		{"passed, went and fails", []control.Status{control.Passed, gone, control.Failed}, control.New},
		{"passed, went and passes", []control.Status{control.Passed, gone, control.Passed}, control.Resolved},
		{"failed, went and fails", []control.Status{control.Failed, gone, control.Failed}, control.New},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := fresh(t, create)
			var last []control.Finding
			for i, status := range test.seen {
				var findings []control.Finding
				if status != gone {
					findings = append(findings, finding("S3.8", bucket(tokyo, "a"), status))
				}
				last = save(t, s, scanAt(fmt.Sprint("scan-", i), i+1), findings...)
			}
			same(t, last[0].Workflow, test.want)
			same(t, last[0].FirstSeen, at(1))
			same(t, last[0].LastSeen, at(len(test.seen)))
			same(t, all(t, s.Findings(t.Context(), store.FindingFilter{})), last)
		})
	}
	exerciseArchive(t, create)
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
		{"not where nobody knows what could not be read", func(s *store.Scan) {
			s.Coverage = []store.Gap{{Service: "s3"}}
		}, nil, []string{"S3.8 here NEW", "S3.9 there NEW"}},
		{
			"not when it was cut off", func(s *store.Scan) { s.Complete = false }, nil,
			[]string{"S3.8 here NEW", "S3.9 there NEW"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := fresh(t, create)
			save(t, s, scanAt("scan-1", 1), here, there)
			scan := scanAt("scan-2", 2)
			test.scan(&scan)
			save(t, s, scan, test.also...)
			same(t, names(t, s, store.FindingFilter{}), test.still)
			same(t, len(names(t, s, store.FindingFilter{Archived: true})), 2+len(test.also))
		})
	}
}
