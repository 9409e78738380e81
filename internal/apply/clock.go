package apply

import (
	"context"
	"time"
)

// RealClock really sleeps; what time it is, now says.
func RealClock(now func() time.Time) Clock {
	return Clock{Now: now, Sleep: func(ctx context.Context, d time.Duration) error {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
			return nil
		}
	}}
}
