package cli

import (
	"context"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/store"
)

// except lays the exceptions over findings that do not come from the database, and tells the plan which of them hold.
func (r *records) except(ctx context.Context, scan propose.Scan) (propose.Scan, error) {
	l, err := r.layer(ctx, store.FindingFilter{Scan: scan.ID}, time.Time{})
	if err != nil {
		return scan, err
	}
	for i, f := range scan.Findings {
		if scan.Findings[i], err = l.lay(ctx, f); err != nil {
			return scan, err
		}
	}
	scan.Exceptions, err = r.active(ctx)
	return scan, err
}

// active are the exceptions that hold now.
func (r *records) active(ctx context.Context) ([]exception.Exception, error) {
	all, err := r.exceptions(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(exceptionsOf(all), func(e exception.Exception) bool { return !e.Active(r.app.Now()) }), nil
}
