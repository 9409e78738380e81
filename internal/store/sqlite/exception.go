package sqlite

import (
	"context"
	"fmt"

	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// PutException implements [store.Store].
func (s *DB) PutException(ctx context.Context, e exception.Exception) error {
	err := s.write(ctx, func(q *db.Queries) error {
		data, err := encode(e)
		if err != nil {
			return err
		}
		return q.PutException(ctx, db.PutExceptionParams{ID: e.ID, Ends: e.Ends.UnixNano(), Data: data})
	})
	if err != nil {
		return fmt.Errorf("store exception %s: %w", e.ID, err)
	}
	return nil
}

// Exceptions implements [store.Store].
func (s *DB) Exceptions(ctx context.Context) (list []exception.Exception, err error) {
	err = s.read(ctx, func(q *db.Queries) error {
		rows, err := q.Exceptions(ctx)
		for _, row := range rows {
			e, err := decode[exception.Exception](row, "exception")
			if err != nil {
				return err
			}
			list = append(list, e)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list exceptions: %w", err)
	}
	return list, nil
}
