package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// SaveScan implements [store.Store].
func (s *DB) SaveScan(
	ctx context.Context, scan store.Scan, resources []store.StoredResource, findings []control.Finding,
) (stored []control.Finding, err error) {
	err = s.write(ctx, func(q *db.Queries) error {
		if err := addScan(ctx, q, scan); err != nil {
			return err
		}
		for i, r := range resources {
			if err := addResource(ctx, q, scan.ID, i, r); err != nil {
				return err
			}
		}
		if !scan.AsOf.IsZero() {
			stored = imagined(scan, findings)
			return nil
		}
		stored, err = putFindings(ctx, q, scan, findings)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store scan %s: %w", scan.ID, err)
	}
	return stored, nil
}

func addScan(ctx context.Context, q *db.Queries, scan store.Scan) error {
	row, err := scanRow(scan)
	if err != nil {
		return err
	}
	n, err := q.AddScan(ctx, db.AddScanParams(row))
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "there is a scan with this id")
	}
	return err
}

func addResource(ctx context.Context, q *db.Queries, scan string, position int, r store.StoredResource) error {
	data := r.Data
	if data == nil {
		data = []byte{} // nil would be NULL
	}
	err := q.AddResource(ctx, db.AddResourceParams{
		Scan:     scan,
		Position: int64(position),
		Type:     r.Ref.Type,
		Account:  r.Ref.Account,
		Region:   r.Ref.Region,
		ID:       r.Ref.ID,
		Name:     r.Ref.Name,
		Version:  int64(r.Version),
		Data:     data,
	})
	if err != nil {
		return fmt.Errorf("resource %s: %w", r.Ref, err)
	}
	return nil
}

// Scan implements [store.Store].
func (s *DB) Scan(ctx context.Context, f store.ScanFilter) (store.Scan, error) {
	var scan store.Scan
	err := s.read(ctx, func(q *db.Queries) error {
		row, err := findScan(ctx, q, f)
		if err != nil {
			return err
		}
		scan, err = scanOf(row)
		return err
	})
	if err != nil {
		return store.Scan{}, fmt.Errorf("get %s: %w", wanted(f), err)
	}
	return scan, nil
}

func findScan(ctx context.Context, q *db.Queries, f store.ScanFilter) (row db.Scan, err error) {
	if f.ID != "" {
		return scanByID(ctx, q, f.ID)
	}
	row, err = q.LatestScan(ctx, db.LatestScanParams{
		Account:  f.Account,
		Snapshot: nullable(f.Snapshot),
		Imagined: f.Imagined,
	})
	return row, found(err)
}

func scanByID(ctx context.Context, q *db.Queries, id string) (db.Scan, error) {
	row, err := q.ScanByID(ctx, id)
	return row, found(err)
}

// found gives the lack of a scan the fault that it is.
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "there is none").Do("make a scan: manten scan")
	}
	return err
}

// wanted is the filter in words.
func wanted(f store.ScanFilter) string {
	switch {
	case f.ID != "":
		return "scan " + f.ID
	case f.Account != "":
		return "the latest complete scan of account " + f.Account
	}
	return "the latest complete scan"
}

// Resources implements [store.Store]. They come in the order in which they were stored.
func (s *DB) Resources(ctx context.Context, scan string) iter.Seq2[store.StoredResource, error] {
	return stream(ctx, s, "list the resources of scan "+scan, readResource, db.Resources, scan)
}

func readResource(rows *sql.Rows) (r store.StoredResource, err error) {
	err = rows.Scan(&r.Ref.Type, &r.Ref.Account, &r.Ref.Region, &r.Ref.ID, &r.Ref.Name, &r.Version, &r.Data)
	return r, err
}
