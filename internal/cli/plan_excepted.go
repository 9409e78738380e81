package cli

import (
	"context"

	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/store"
)

// except lays the exceptions over what is planned for, wherever it was found, and tells the plan which of them hold.
func (r *records) except(ctx context.Context, scan propose.Scan) (propose.Scan, error) {
	all, err := r.exceptions(ctx)
	if err != nil {
		return scan, err
	}
	l := newLaying(r.Store, store.FindingFilter{Scan: scan.ID}, exceptionsOf(all), r.app.Now())
	for i, f := range scan.Findings {
		if scan.Findings[i], err = l.lay(ctx, f); err != nil {
			return scan, err
		}
	}
	scan.Exceptions = nil
	for _, e := range all {
		if e.Active(r.app.Now()) {
			scan.Exceptions = append(scan.Exceptions, e.Exception)
		}
	}
	return scan, nil
}
