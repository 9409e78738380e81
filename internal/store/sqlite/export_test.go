package sqlite

import (
	"context"
	"database/sql"
)

// Writer and Reader are the connections, for tests that look at SQLite itself.
func (s *DB) Writer() *sql.DB { return s.writer }

func (s *DB) Reader() *sql.DB { return s.reader }

// Migrations are the steps that make the tables.
var Migrations = migrations

// Exec changes the database behind the store's back.
func (s *DB) Exec(ctx context.Context, query string) error {
	_, err := s.writer.ExecContext(ctx, query)
	return err
}
