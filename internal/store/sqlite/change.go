package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// Changes implements [store.Store].
func (s *DB) Changes(ctx context.Context, since time.Time, account, snapshot string) iter.Seq2[store.Change, error] {
	read := func(rows *sql.Rows) (store.Change, error) { return readChange(rows, since) }
	return stream(ctx, s, "list what changed", read, db.Changes, since.UnixNano(), snapshot, account)
}

func readChange(rows *sql.Rows, since time.Time) (store.Change, error) {
	var row db.Finding
	var covered *int64
	c := store.Change{Since: since}
	err := rows.Scan(columns(&row, &covered, &c.Was)...)
	if err != nil {
		return c, err
	}
	c.Record, err = recordOf(row, covered)
	if c.FirstSeen.After(since) {
		c.Was = "" // nothing of it was there to be kept
	}
	return c, err
}
