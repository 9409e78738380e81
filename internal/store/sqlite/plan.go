package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// SavePlan implements [store.Store].
func (s *DB) SavePlan(ctx context.Context, p *plan.Plan, data []byte) error {
	err := s.write(ctx, func(q *db.Queries) error {
		n, err := q.AddPlan(ctx, db.AddPlanParams{ID: p.ID, Account: p.Account, Created: stamp(p.Created), Data: data})
		if err != nil || n == 1 {
			return err
		}
		have, err := q.Plan(ctx, p.ID)
		if err == nil && !bytes.Equal(have, data) {
			return fault.New(fault.Conflict, "there is another plan with this id").
				Do("make the plan again: manten plan -o plan.json")
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("store plan %s: %w", p.ID, err)
	}
	return nil
}

// Plan implements [store.Store].
func (s *DB) Plan(ctx context.Context, id string) (data []byte, err error) {
	err = s.read(ctx, func(q *db.Queries) error {
		data, err = q.Plan(ctx, id)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "there is none with this id")
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("get plan %s: %w", id, err)
	}
	return data, nil
}

// Approve implements [store.Store].
func (s *DB) Approve(ctx context.Context, a plan.Approval) error {
	err := s.write(ctx, func(q *db.Queries) error {
		steps, err := encode(a.Steps)
		if err != nil {
			return err
		}
		return q.AddApproval(ctx, db.AddApprovalParams{
			Digest: a.Digest,
			Steps:  steps,
			ARN:    a.By.ARN,
			OSUser: a.By.OSUser,
			At:     stamp(a.At),
		})
	})
	if err != nil {
		return fmt.Errorf("store approval of plan %s: %w", a.Digest, err)
	}
	return nil
}

// Approvals implements [store.Store].
func (s *DB) Approvals(ctx context.Context, digest string) (list []plan.Approval, err error) {
	err = s.read(ctx, func(q *db.Queries) error {
		list, err = approvals(ctx, q, digest)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("get approvals of plan %s: %w", digest, err)
	}
	return list, nil
}

func approvals(ctx context.Context, q *db.Queries, digest string) ([]plan.Approval, error) {
	rows, err := q.Approvals(ctx, digest)
	if err != nil {
		return nil, err
	}
	list := make([]plan.Approval, len(rows))
	for i, row := range rows {
		steps, err := decode[[]string](row.Steps, "steps of an approval")
		if err != nil {
			return nil, err
		}
		list[i] = plan.Approval{
			Digest: row.Digest,
			Steps:  steps,
			By:     plan.By{ARN: row.ARN, OSUser: row.OSUser},
			At:     moment(row.At),
		}
	}
	return list, nil
}
