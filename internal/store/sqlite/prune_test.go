package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestPruneShrinks holds that what is pruned is given back to the disk, and that a dry run gives back nothing.
func TestPruneShrinks(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	db := open(t, path)
	scan, resources, findings := large(2000)
	for i := range 3 {
		scan.ID = fmt.Sprint("scan-", i)
		scan.Finished = scan.Finished.Add(time.Hour)
		_, err := db.SaveScan(t.Context(), scan, resources, findings)
		check(t, err)
	}
	dry, err := db.Prune(t.Context(), scan.Finished, true)
	check(t, err)
	if dry.Scans != 2 || dry.Resources != 4000 || dry.Before != dry.After || dry.Before < 6<<20 {
		t.Errorf("a dry run pruned %+v", dry)
	}
	p, err := db.Prune(t.Context(), scan.Finished, false)
	check(t, err)
	info, err := os.Stat(path)
	check(t, err)
	if p.Scans != 2 || p.Before != dry.Before || p.After > p.Before/2 || p.After != info.Size() {
		t.Errorf("pruned %+v, and the file has %d bytes", p, info.Size())
	}
	if n := count(t, db.Resources(t.Context(), scan.ID)); n != 2000 {
		t.Errorf("%d resources are left, want 2000", n)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("the file has mode %o", mode)
	}
}

// TestUnchangedWritesNothing stores the same findings again: no finding's row is written.
func TestUnchangedWritesNothing(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "manten.db"))
	scan, _, findings := large(500)
	changes := func() (n int) {
		check(t, db.Writer().QueryRowContext(t.Context(), "SELECT total_changes()").Scan(&n))
		return n
	}
	var wrote []int
	for i := range 3 {
		scan.ID = fmt.Sprint("scan-", i)
		if i == 2 {
			findings[7].Status = "PASSED"
		}
		before := changes()
		_, err := db.SaveScan(t.Context(), scan, nil, findings)
		check(t, err)
		wrote = append(wrote, changes()-before)
	}
	// The scan and what it covered; then besides one finding, and what that was.
	if wrote[0] != 502 || wrote[1] != 2 || wrote[2] != 4 {
		t.Errorf("wrote %v rows", wrote)
	}
}
