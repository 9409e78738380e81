package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
)

// TestFullDisk lets SQLite have no more pages, which it reports as it does a full disk.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "manten.db"))
	scan, resources, findings := large(200)
	scan.ID = "scan-1"
	_, err := db.SaveScan(t.Context(), scan, resources[:10], findings[:10])
	check(t, err)

	check(t, db.Exec(t.Context(), "PRAGMA max_page_count = 1")) // as many as there are
	scan.ID = "scan-2"
	_, err = db.SaveScan(t.Context(), scan, resources, findings)
	refused(t, err, fault.Unavailable, "full", "free space")
	_, err = db.Scan(t.Context(), store.ScanFilter{ID: "scan-2"})
	refused(t, err, fault.NotFound, "scan-2", "manten scan")
	if n := count(t, db.Findings(t.Context(), store.FindingFilter{})); n != 10 {
		t.Errorf("%d findings, want the 10 from before", n)
	}

	check(t, db.Exec(t.Context(), "PRAGMA max_page_count = 1000000"))
	_, err = db.SaveScan(t.Context(), scan, resources, findings)
	check(t, err)
	if n := count(t, db.Findings(t.Context(), store.FindingFilter{})); n != 200 {
		t.Errorf("%d findings, want 200", n)
	}
}

func TestDamagedPages(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	db := open(t, path)
	scan, resources, findings := large(2000)
	scan.ID = "scan-1"
	_, err := db.SaveScan(t.Context(), scan, resources, findings)
	check(t, err)
	check(t, db.Shut())

	data, err := os.ReadFile(path)
	check(t, err)
	for i := len(data) / 10; i < len(data); i++ {
		data[i] = byte(i * 7)
	}
	check(t, os.WriteFile(path, data, 0o600))
	db = open(t, path) // which does not look at everything
	for _, err = range db.Resources(t.Context(), "scan-1") {
	}
	refused(t, err, fault.Invalid, "malformed", "put a copy in its place")
}

func TestDamagedColumn(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "manten.db"))
	scan, _, findings := large(1)
	scan.ID = "scan-1"
	_, err := db.SaveScan(t.Context(), scan, nil, findings)
	check(t, err)
	check(t, db.Exec(t.Context(), "UPDATE finding SET reason = '{'"))
	for _, err = range db.Findings(t.Context(), store.FindingFilter{}) {
	}
	refused(t, err, fault.Invalid, "reason", "put a copy in its place")
}

func TestBusy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	tx, err := open(t, path).Writer().BeginTx(t.Context(), nil)
	check(t, err)
	db, err := sqlite.Options{Patience: 1}.Open(t.Context(), path)
	check(t, err)
	defer func() { check(t, db.Shut()) }()
	refused(t, db.Approve(t.Context(), plan.Approval{}), fault.Conflict, "locked", "another process")
	check(t, tx.Rollback())
	check(t, db.Approve(t.Context(), plan.Approval{}))
}

// TestCancelledWhileWaiting holds that who waits for another process can be stopped.
func TestCancelledWhileWaiting(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	tx, err := open(t, path).Writer().BeginTx(t.Context(), nil)
	check(t, err)
	defer func() { check(t, tx.Rollback()) }()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	if err := open(t, path).Approve(ctx, plan.Approval{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want that time ran out", err)
	}
	if waited := time.Since(start); waited > 2*time.Second {
		t.Errorf("it took %s", waited)
	}
}

// TestFixed changes what is never changed.
func TestFixed(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "manten.db"))
	check(t, db.SavePlan(t.Context(), &plan.Plan{ID: "plan-1"}, []byte("one")))
	check(t, db.Approve(t.Context(), plan.Approval{Digest: "sha256:1"}))
	for _, query := range []string{
		"UPDATE plan SET data = 'two'", "UPDATE approval SET digest = 'sha256:2'", "DELETE FROM approval",
	} {
		if err := db.Exec(t.Context(), query); err == nil {
			t.Errorf("%s was carried out", query)
		}
	}
}

// TestSuppressed covers the workflow statuses that no method of the store sets yet.
func TestSuppressed(t *testing.T) {
	t.Parallel()
	for before, want := range map[control.Workflow]control.Workflow{
		control.Suppressed: control.Suppressed,
		control.Notified:   control.New,
	} {
		db := open(t, filepath.Join(t.TempDir(), "manten.db"))
		scan, _, findings := large(1)
		scan.ID = "scan-1"
		_, err := db.SaveScan(t.Context(), scan, nil, findings)
		check(t, err)
		check(t, db.Exec(t.Context(), "UPDATE finding SET archived = TRUE, workflow = '"+string(before)+"'"))
		scan.ID = "scan-2"
		stored, err := db.SaveScan(t.Context(), scan, nil, findings)
		check(t, err)
		if got := stored[0].Workflow; got != want {
			t.Errorf("seen again, %s becomes %s, want %s", before, got, want)
		}
	}
}
