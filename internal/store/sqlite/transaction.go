package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"modernc.org/sqlite"
	code "modernc.org/sqlite/lib"

	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// write carries out fn in a transaction that has the only right to write from its beginning, and returns when what it
// wrote is on the disk. After an error nothing of it is there.
func (s *DB) write(ctx context.Context, fn func(*db.Queries) error) error {
	// Keeps the connection until the transaction is truly over.
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return s.explain(ctx, err)
	}
	defer func() { _ = conn.Close() }()
	var tx *sql.Tx
	err = s.patiently(ctx, func() error {
		tx, err = conn.BeginTx(ctx, nil)
		return err
	})
	if err != nil {
		return s.explain(ctx, err)
	}
	if err := fn(db.New(changing{tx, map[string]*sql.Stmt{}})); err != nil {
		_ = tx.Rollback() // what went wrong first says more
		return s.explain(ctx, err)
	}
	if err := tx.Commit(); err != nil {
		// database/sql takes the transaction for ended; SQLite may hold it open for another try.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return s.explain(ctx, err)
	}
	return nil
}

// patiently tries again while another process is writing.
func (s *DB) patiently(ctx context.Context, try func() error) error {
	const pause = 10 * time.Millisecond
	over := time.After(s.patience)
	for {
		err := try()
		if e, ok := errors.AsType[*sqlite.Error](err); !ok || e.Code()&0xff != code.SQLITE_BUSY {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-over:
			return err
		case <-time.After(pause):
		}
	}
}

// read carries out fn on one state of the database, whatever is written meanwhile.
func (s *DB) read(ctx context.Context, fn func(*db.Queries) error) error {
	tx, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.explain(ctx, err)
	}
	defer func() { _ = tx.Rollback() }() // there is nothing to commit
	return s.explain(ctx, fn(db.New(tx)))
}

// changing is a transaction whose changes, each of them short, are cancelled between them only: to watch the context, the
// driver starts a goroutine for every statement, which takes half of the time that it takes to store a large scan. Each
// statement is read once; what is kept of it ends with the transaction.
type changing struct {
	*sql.Tx
	prepared map[string]*sql.Stmt
}

// ExecContext implements [db.DBTX].
func (c changing) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	if c.prepared[query] == nil {
		statement, err := c.PrepareContext(ctx, query) //nolint:sqlclosecheck // the end of the transaction closes it
		if err != nil {
			return nil, err
		}
		c.prepared[query] = statement
	}
	return c.prepared[query].ExecContext(ctx, args...)
}
