//go:build unix

package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store/sqlite"
)

// TestModes holds that nobody else can read what is stored.
func TestModes(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "share", "manten")
	open(t, filepath.Join(dir, "manten.db"))
	for name, want := range map[string]os.FileMode{
		"..": 0o700, ".": 0o700, "manten.db": 0o600, "manten.db-wal": 0o600, "manten.db-shm": 0o600,
	} {
		info, err := os.Stat(filepath.Join(dir, name))
		check(t, err)
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		dir, file os.FileMode // file 0: there is none
		path      string
	}{
		{"file", 0o755, 0o444, "manten.db"},
		{"directory", 0o555, 0o666, "manten.db"},
		{"directory without a file", 0o555, 0, "manten.db"},
		{"directory that another should be in", 0o555, 0, "deep/manten.db"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, test.path)
			if test.file != 0 {
				check(t, open(t, path).Shut())
				check(t, os.Chmod(path, test.file))
			}
			check(t, os.Chmod(filepath.Dir(dir), 0o755))
			check(t, os.Chmod(dir, test.dir))
			t.Cleanup(func() { check(t, os.Chmod(dir, 0o755)) })
			said, err := child(t, "unprivileged", path).Output()
			check(t, err)
			for _, want := range []string{"invalid", dir, "--db"} {
				if !strings.Contains(string(said), want) {
					t.Errorf("it said %q, want %q in it", said, want)
				}
			}
		})
	}
}

// unprivileged opens and changes a database as somebody who is not above permissions, and says what is wrong.
func unprivileged(ctx context.Context, path string) error {
	if os.Geteuid() == 0 {
		const nobody = 65534
		if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			return err
		}
	}
	db, err := sqlite.Open(ctx, path)
	if err == nil { // to read, it will do
		err = errors.Join(db.Approve(ctx, plan.Approval{}), db.Shut())
	}
	fmt.Println(fault.CodeOf(err), err, fault.NextOf(err))
	return nil
}
