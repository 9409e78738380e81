// Package sqlite is the store in one SQLite file, for one machine. Several processes may use the file at the same time.
//
// SQL stands in query, and sqlc makes package db of it; how the tables came to be stands in migration. This package
// turns rows into the project's own types and SQLite's errors into faults.
package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/mantenhq/manten/internal/store"
)

// DB is an open database. Any number of goroutines may use it.
type DB struct {
	path     string
	patience time.Duration
	// writer has a single connection: SQLite has one writer at a time, and to wait for it here is quicker than there.
	writer *sql.DB
	reader *sql.DB
}

var _ store.Store = (*DB)(nil)

// Options change how a database is used. The zero value is what everybody wants but for tests.
type Options struct {
	// Patience is how long to wait for another process that writes; zero is long enough for it to store a scan of some
	// hundred thousand resources.
	Patience time.Duration
}

// Open opens the database in a file, which is made where there is none, and brings its tables up to date.
func Open(ctx context.Context, path string) (*DB, error) { return Options{}.Open(ctx, path) }

// Open is the function Open with these options.
func (o Options) Open(ctx context.Context, path string) (*DB, error) {
	path, err := prepare(path)
	if err != nil {
		return nil, err
	}
	s := &DB{path: path, patience: cmp.Or(o.Patience, 30*time.Second)}
	if s.writer, err = connect(path, forWriting); err != nil {
		return nil, err
	}
	s.writer.SetMaxOpenConns(1)
	if s.reader, err = connect(path, forReading); err != nil {
		return nil, errors.Join(err, s.writer.Close())
	}
	// Without a limit: who lists something and asks for more on the way needs a second connection to go on.
	s.reader.SetMaxIdleConns(idle)
	err = s.patiently(ctx, func() error { return s.migrate(ctx) })
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", s.explain(ctx, err)), s.Shut())
	}
	return s, nil
}

// idle is how many connections for reading stay open while nobody reads.
const idle = 4

// Shut closes the database.
func (s *DB) Shut() error {
	// The writer last: the last connection that closes tidies the files up, which a reader may not.
	return errors.Join(s.reader.Close(), s.writer.Close())
}
