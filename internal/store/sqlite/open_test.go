package sqlite_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite"
)

func TestOpenAnyName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"manten.db", "a b?c=d#e%41&f", ":memory:", "deep/er/日本.db", "file:x"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), name)
			if _, err := open(t, path).SaveScan(t.Context(), store.Scan{ID: "scan-1"}, nil, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := open(t, path).Scan(t.Context(), store.ScanFilter{ID: "scan-1"}); err != nil {
				t.Error(err)
			}
			if info, err := os.Stat(path); err != nil || info.Size() == 0 {
				t.Errorf("nothing is in the file: %v, %v", info, err)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		// make puts something at the path.
		make func(t *testing.T, path string)
		says string
		next string
	}{
		{"a directory", func(t *testing.T, path string) {
			t.Helper()
			check(t, os.Mkdir(path, 0o700))
		}, "is a directory", "name a file"},
		{"a text", func(t *testing.T, path string) {
			t.Helper()
			check(t, os.WriteFile(path, []byte(strings.Repeat("no database\n", 500)), 0o600))
		}, "not a database", "put a copy in its place"},
		{"a short text", func(t *testing.T, path string) {
			t.Helper()
			check(t, os.WriteFile(path, []byte("no database\n"), 0o600))
		}, "not a database", "put a copy in its place"},
		{"the database of another program", func(t *testing.T, path string) {
			t.Helper()
			run(t, path, "CREATE TABLE bookmarks (url TEXT)")
		}, "another program", "--db"},
		{"another program's with a mark", func(t *testing.T, path string) {
			t.Helper()
			run(t, path, "PRAGMA application_id = 7")
		}, "another program", "--db"},
		{"tables of a newer release", func(t *testing.T, path string) {
			t.Helper()
			check(t, open(t, path).Shut())
			run(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
		}, "version 9999", "newer release"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "manten.db")
			test.make(t, path)
			before, _ := os.ReadFile(path) // a directory has nothing to read
			_, err := sqlite.Open(t.Context(), path)
			refused(t, err, fault.Invalid, test.says, test.next)
			if !strings.Contains(err.Error(), path) {
				t.Errorf("%v does not name the file", err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

// TestOpenKeepsWorking opens a database again that is in order while somebody else writes to it.
func TestOpenKeepsWorking(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	tx, err := open(t, path).Writer().BeginTx(t.Context(), nil)
	check(t, err)
	defer func() { check(t, tx.Rollback()) }()
	_, err = open(t, path).Runs(t.Context(), "")
	check(t, err)
}

// TestOpenWaits opens a file that another process is just making a database of.
func TestOpenWaits(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "manten.db")
	run(t, path, "PRAGMA application_id = 0x4d616e74")
	other, err := sql.Open("sqlite", path)
	check(t, err)
	defer func() { check(t, other.Close()) }()
	tx, err := other.BeginTx(t.Context(), nil)
	check(t, err)
	_, err = tx.ExecContext(t.Context(), "CREATE TABLE goose_lock (n INTEGER)")
	check(t, err)
	time.AfterFunc(200*time.Millisecond, func() { _ = tx.Rollback() })
	open(t, path)
}

func TestConnections(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "manten.db"))
	for _, test := range []struct {
		pool         *sql.DB
		pragma, want string
	}{
		{db.Writer(), "journal_mode", "wal"},
		{db.Writer(), "synchronous", "2"}, // FULL
		{db.Writer(), "fullfsync", "1"},
		{db.Writer(), "foreign_keys", "1"},
		{db.Reader(), "query_only", "1"},
		{db.Reader(), "busy_timeout", "10000"},
	} {
		var got string
		check(t, test.pool.QueryRowContext(t.Context(), "PRAGMA "+test.pragma).Scan(&got))
		if got != test.want {
			t.Errorf("%s is %s, want %s", test.pragma, got, test.want)
		}
	}
}

// run changes a database that is not open.
func run(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	check(t, err)
	_, err = db.ExecContext(t.Context(), query)
	check(t, err)
	check(t, db.Close())
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused checks the kind of a fault, and that it says what is wrong and what to do.
func refused(t *testing.T, err error, want fault.Code, says, next string) {
	t.Helper()
	if err == nil {
		t.Fatal("there is no error")
	}
	if got := fault.CodeOf(err); got != want {
		t.Errorf("the fault is %q, want %q", got, want)
	}
	if !strings.Contains(err.Error(), says) || !strings.Contains(fault.NextOf(err), next) {
		t.Errorf("got %v (next: %s), want %q (next: %s)", err, fault.NextOf(err), says, next)
	}
}
