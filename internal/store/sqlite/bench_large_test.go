package sqlite_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
	"github.com/mantenhq/manten/internal/text"
)

// The million: findings of ten accounts, twenty controls and five regions, a thousand resources each.
const (
	accounts   = 10
	perAccount = 100_000
	perRegion  = 1000
)

// account is a scan of one of the accounts, and what it found. The few findings that fail otherwise than most are the
// last ones in the order of lists, where they take the longest to find.
func account(number, round int) (store.Scan, []control.Finding) {
	scan := store.Scan{
		ID: fmt.Sprintf("scan-%d-%d", number, round), Account: fmt.Sprintf("%012d", number+1), Complete: true,
		Finished: time.Date(2026, 3, 4, 5, round, 7, 0, time.UTC),
	}
	for i := range 5 {
		scan.Regions = append(scan.Regions, fmt.Sprintf("eu-west-%d", i+1))
	}
	for i := range perAccount / perRegion / 5 {
		scan.Controls = append(scan.Controls, control.ID(fmt.Sprintf("EC2.%d", i+1)))
	}
	findings := make([]control.Finding, 0, perAccount)
	for _, id := range scan.Controls {
		for _, region := range scan.Regions {
			for i := range perRegion {
				findings = append(findings, one(scan.Account, id, region, i))
			}
		}
	}
	return scan, findings
}

func one(account string, id control.ID, region string, i int) control.Finding {
	name := fmt.Sprintf("sg-%05d", i)
	ref := resource.Ref{Type: "AWS::EC2::SecurityGroup", Account: account, Region: region, Name: name}
	ref.ID = resource.ARN(region, "ec2", region, account, "security-group/"+name)
	f := control.Finding{
		ID: control.FindingID(id, ref), Control: id, Resource: ref, Status: control.Passed, Severity: control.Informational,
		Reason: text.Message{Key: string(id) + "/open", Args: map[string]string{"group": name}, Text: "port 22 is open to 0.0.0.0/0 in " + name},
	}
	switch {
	case i == perRegion-1 && region == "eu-west-5" && id == "EC2.9" && account == fmt.Sprintf("%012d", accounts):
		f.Status, f.Severity = control.Warning, control.Critical
	case i%3 == 0:
		f.Status, f.Severity = control.Failed, control.High
	}
	return f
}

// BenchmarkMillion makes a database of a million findings and lists a page of it by each filter, and the whole of it, and
// puts a hundred thousand findings on record in it.
func BenchmarkMillion(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "manten.db"))
	for i := range accounts {
		scan, findings := account(i, 0)
		if _, err := db.SaveScan(b.Context(), scan, nil, findings); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	last := control.FindingID("EC2.9", one(fmt.Sprintf("%012d", accounts), "EC2.9", "eu-west-5", perRegion-200).Resource)
	for _, page := range []struct {
		name   string
		filter store.FindingFilter
		want   int
	}{
		{"first", store.FindingFilter{}, 100},
		{"last", store.FindingFilter{After: last}, 100},
		{"account", store.FindingFilter{Accounts: []string{"000000000010"}}, 100},
		{"control", store.FindingFilter{Controls: []control.ID{"EC2.9"}}, 100},
		{"region", store.FindingFilter{Regions: []string{"eu-west-5"}}, 100},
		{"scan", store.FindingFilter{Scan: "scan-9-0"}, 100},
		{"status", store.FindingFilter{Status: []control.Status{control.Failed}}, 100},
		{"rare-status", store.FindingFilter{Status: []control.Status{control.Warning}}, 1},
		{"rare-severity", store.FindingFilter{Severity: []control.Severity{control.Critical}}, 1},
		{"no-status", store.FindingFilter{Status: []control.Status{control.NotAvailable}}, 0},
		{"resource", store.FindingFilter{Resource: "sg-00999"}, 100},
		{"no-resource", store.FindingFilter{Resource: "sg-nowhere"}, 0},
	} {
		b.Run("page/"+page.name, func(b *testing.B) {
			page.filter.Limit = 100
			for b.Loop() {
				if n := count(b, db.Findings(b.Context(), page.filter)); n != page.want {
					b.Fatalf("%d findings, want %d", n, page.want)
				}
			}
		})
	}
	b.Run("stream", func(b *testing.B) { streamAll(b, db) })
	b.Run("since", func(b *testing.B) {
		for b.Loop() {
			if n := count(b, db.Changes(b.Context(), time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), "", "")); n != 0 {
				b.Fatalf("%d changes", n)
			}
		}
	})
	b.Run("scan", func(b *testing.B) { scanAgain(b, db) })
}

// streamAll reads everything and reports the largest heap on the way.
func streamAll(b *testing.B, db *sqlite.DB) {
	b.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	var peak uint64
	for b.Loop() {
		n := 0
		for _, err := range db.Findings(b.Context(), store.FindingFilter{}) {
			if err != nil {
				b.Fatal(err)
			}
			if n++; n%50_000 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
		}
		if n < accounts*perAccount {
			b.Fatalf("%d findings", n)
		}
	}
	b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
}

// scanAgain stores scans of a further account: all findings new, all as they were, and each tenth changed.
func scanAgain(b *testing.B, db *sqlite.DB) {
	b.Helper()
	round := 0
	save := func(b *testing.B, number int, change func([]control.Finding)) {
		b.Helper()
		for b.Loop() {
			b.StopTimer()
			round++
			scan, findings := account(number, round)
			change(findings)
			before := written(b, db)
			b.StartTimer()
			if _, err := db.SaveScan(b.Context(), scan, nil, findings); err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			b.ReportMetric(float64(written(b, db)-before), "rows")
			b.StartTimer()
		}
	}
	b.Run("new", func(b *testing.B) { save(b, accounts+round, func([]control.Finding) {}) })
	b.Run("unchanged", func(b *testing.B) { save(b, 0, func([]control.Finding) {}) })
	b.Run("changed", func(b *testing.B) {
		save(b, 0, func(all []control.Finding) {
			for i := round % 2; i < len(all); i += 10 {
				all[i].Status, all[i].Severity = control.Failed, control.High
			}
		})
	})
}

// written is how many rows the database has written since it was opened.
func written(b *testing.B, db *sqlite.DB) (n int64) {
	b.Helper()
	if err := db.Writer().QueryRowContext(b.Context(), "SELECT total_changes()").Scan(&n); err != nil {
		b.Fatal(err)
	}
	return n
}
