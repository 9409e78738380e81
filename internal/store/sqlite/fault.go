package sqlite

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	code "modernc.org/sqlite/lib"

	"github.com/mantenhq/manten/internal/fault"
)

// What to do about a database that cannot be used.
const (
	elsewhere = "choose another place with --db"
	damaged   = "the file is damaged or no database: put a copy in its place, or " + elsewhere
)

// explain gives an error of SQLite the fault that it is, with the file's path and what to do. Other errors, and nil,
// stay as they are.
func (s *DB) explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err() // SQLite says that it was interrupted, database/sql that the transaction is over
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	kind, next := meaning(e.Code())
	if kind == fault.Internal {
		return fmt.Errorf("%s: %w", s.path, err)
	}
	return fault.New(kind, "%s: %w", s.path, err).Do("%s", next)
}

// meaning is what one of SQLite's result codes means to a person. The low byte is the kind of error, the rest detail.
func meaning(result int) (fault.Code, string) {
	switch result & 0xff {
	case code.SQLITE_FULL:
		return fault.Unavailable, "free space on the disk and run the same command again; what was stored before is safe"
	case code.SQLITE_IOERR, code.SQLITE_NOLFS:
		return fault.Unavailable, "see that the disk works and has space, then run the same command again"
	case code.SQLITE_READONLY, code.SQLITE_PERM, code.SQLITE_CANTOPEN, code.SQLITE_AUTH:
		return fault.Invalid, "make the file and its directory writable, or " + elsewhere
	case code.SQLITE_CORRUPT, code.SQLITE_NOTADB:
		return fault.Invalid, damaged
	case code.SQLITE_BUSY, code.SQLITE_LOCKED:
		return fault.Conflict, "another process is writing to it: wait for it to end and run the same command again"
	}
	return fault.Internal, ""
}
