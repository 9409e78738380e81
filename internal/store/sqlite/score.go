package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// SaveScores implements [store.Store].
func (s *DB) SaveScores(ctx context.Context, scan string, scores []standard.Score) error {
	err := s.write(ctx, func(q *db.Queries) error {
		row, err := scanByID(ctx, q, scan)
		if err != nil || row.AsOf != nil {
			return err
		}
		head, err1 := scanOf(row)
		data, err2 := encode(scores)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		return q.PutScores(ctx, db.PutScoresParams{
			Scan: scan, Account: row.Account, Snapshot: row.Snapshot, Finished: row.Finished,
			Controls: int64(len(head.Controls)), Data: data,
		})
	})
	if err != nil {
		return fmt.Errorf("store the scores of scan %s: %w", scan, err)
	}
	return nil
}

// History implements [store.Store].
func (s *DB) History(ctx context.Context, account, snapshot string, limit int) (list []store.Scores, err error) {
	err = s.read(ctx, func(q *db.Queries) error {
		rows, err := q.History(ctx, db.HistoryParams{Account: account, Snapshot: snapshot, Most: most(limit)})
		for _, row := range rows {
			scores, err := decode[[]standard.Score](row.Data, "score")
			if err != nil {
				return err
			}
			list = append(list, store.Scores{
				Scan: row.Scan, Account: row.Account, Finished: moment(row.Finished), Controls: int(row.Controls), Scores: scores,
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the scores: %w", err)
	}
	return list, nil
}
