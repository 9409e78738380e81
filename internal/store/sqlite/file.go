package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/mantenhq/manten/internal/fault"
)

// making lets one goroutine at a time make files; see prepare.
var making sync.Mutex

// prepare makes the file and its directory where there is none, readable by nobody else: what stands in it tells an
// attacker where to begin. SQLite gives the files that it puts beside it the same mode.
//
// A file that is there is left to SQLite: on Unix a process that closes a file loses all its locks on it, also those by
// which another handle of this process holds the database together. So a new file is closed before anybody else here
// can have found it.
func prepare(path string) (string, error) {
	making.Lock()
	defer making.Unlock()
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fault.New(fault.Invalid, "open the database %s: %w", path, err).Do("%s", elsewhere)
	}
	if info, err := os.Stat(abs); err == nil && info.IsDir() {
		return "", fault.New(fault.Invalid, "open the database: %s is a directory", path).
			Do("name a file, such as --db %s", filepath.Join(path, "manten.db"))
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o700); err != nil {
		return "", fault.New(fault.Invalid, "make the directory of the database: %w", err).Do("%s", elsewhere)
	}
	f, err := os.OpenFile(abs, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return abs, nil
	case err != nil:
		return "", fault.New(fault.Invalid, "make the database: %w", err).Do("%s", elsewhere)
	}
	return abs, f.Close()
}
