package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
)

// stream carries out a query that sqlc has checked and hands its rows out one by one, as often as it is ranged over: what
// sqlc makes of a query holds all of its rows at once. An error ends it.
func stream[T any](
	ctx context.Context, s *DB, doing string, read func(*sql.Rows) (T, error), query string, args ...any,
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := s.reader.QueryContext(ctx, query, args...)
		if err != nil {
			yield(none, fmt.Errorf("%s: %w", doing, s.explain(ctx, err)))
			return
		}
		defer func() { _ = rows.Close() }() // an error of reading shows in Err
		for rows.Next() {
			v, err := read(rows)
			if err != nil {
				yield(none, fmt.Errorf("%s: %w", doing, s.explain(ctx, err)))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, fmt.Errorf("%s: %w", doing, s.explain(ctx, err)))
		}
	}
}
