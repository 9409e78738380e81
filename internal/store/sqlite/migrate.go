package sqlite

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

//go:embed migration/*.sql
var migrations embed.FS

// application marks a SQLite file as ours ("Mant"), where file(1) looks for it too.
const application = 0x4d616e74

// migrate brings the tables up to date. It may be tried again when it met another process.
func (s *DB) migrate(ctx context.Context) error {
	if err := s.claim(ctx); err != nil {
		return err
	}
	// Who reads and who writes then do not wait for one another. The file keeps it, so it is set once the file is ours.
	if _, err := s.writer.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, s.writer, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return fault.New(fault.Invalid, "%s: its tables are of version %d, this release knows version %d", s.path, have, want).
			Do("use the newer release of manten that wrote them, or %s", elsewhere)
	}
	return up(ctx, provider, have, want)
}

// up makes the missing steps. Each is a transaction; one that another process makes at the same moment fails here, and
// is then seen to be done.
func up(ctx context.Context, provider *goose.Provider, have, want int64) error {
	for have < want {
		_, failed := provider.Up(ctx)
		now, err := provider.GetDBVersion(ctx)
		if err != nil {
			return err
		}
		if failed != nil && now == have {
			return failed
		}
		have = now
	}
	return nil
}

// claim marks an empty file as ours, and refuses one that is somebody else's.
func (s *DB) claim(ctx context.Context) error {
	if mark, err := number(ctx, s.writer, "PRAGMA application_id"); err != nil || mark == application {
		return err
	}
	// Only now as a writer: opening a database that is in order need not wait for those who write to it.
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	mark, err := number(ctx, tx, "PRAGMA application_id")
	if err != nil || mark == application {
		return err
	}
	tables, err := number(ctx, tx, "SELECT count(*) FROM sqlite_schema")
	if err != nil {
		return err
	}
	if mark != 0 || tables != 0 {
		return fault.New(fault.Invalid, "%s: it is the database of another program", s.path).Do("%s", elsewhere)
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", application)); err != nil {
		return err
	}
	return tx.Commit()
}

// number reads a number that says something of the file; sqlc knows no such queries.
func number(ctx context.Context, in db.DBTX, query string) (n int64, err error) {
	err = in.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}
