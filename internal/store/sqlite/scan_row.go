package sqlite

import (
	"errors"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/store/sqlite/db"
)

// scanRow is a scan's head as it is stored.
func scanRow(s store.Scan) (db.Scan, error) {
	regions, err1 := encode(s.Regions)
	controls, err2 := encode(s.Controls)
	coverage, err3 := encode(s.Coverage)
	return db.Scan{
		ID:        s.ID,
		Account:   s.Account,
		Regions:   regions,
		Controls:  controls,
		Started:   stamp(s.Started),
		Finished:  stamp(s.Finished),
		AsOf:      stamp(s.AsOf),
		Snapshot:  s.Snapshot,
		Complete:  s.Complete,
		Calls:     int64(s.Calls),
		Resources: int64(s.Resources),
		Coverage:  coverage,
	}, errors.Join(err1, err2, err3)
}

// scanOf is the head of a stored scan.
func scanOf(row db.Scan) (store.Scan, error) {
	regions, err1 := decode[[]string](row.Regions, "regions")
	controls, err2 := decode[[]control.ID](row.Controls, "controls")
	coverage, err3 := decode[[]store.Gap](row.Coverage, "coverage")
	return store.Scan{
		ID:        row.ID,
		Account:   row.Account,
		Regions:   regions,
		Controls:  controls,
		Started:   moment(row.Started),
		Finished:  moment(row.Finished),
		AsOf:      moment(row.AsOf),
		Snapshot:  row.Snapshot,
		Complete:  row.Complete,
		Calls:     int(row.Calls),
		Resources: int(row.Resources),
		Coverage:  coverage,
	}, errors.Join(err1, err2, err3)
}
