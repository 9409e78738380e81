package apply_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
)

// sleeping is a journal of a process that sleeps past its lease before it begins its n-th call; meanwhile another one
// takes the run up.
type sleeping struct {
	apply.Journal
	bench *bench
	left  int
	after bool
}

var other = apply.Holder{Host: "elsewhere", PID: 2}

func (s *sleeping) StartCall(ctx context.Context, run string, by apply.Holder, step string, i int, c plan.CallRecord) error {
	s.left--
	if s.left == 0 && !s.after {
		s.sleep(ctx)
	}
	return s.Journal.StartCall(ctx, run, by, step, i, c)
}

func (s *sleeping) EndCall(ctx context.Context, run, step string, i int, c plan.CallRecord) error {
	err := s.Journal.EndCall(ctx, run, step, i, c)
	if s.left == 0 && s.after {
		s.sleep(ctx)
	}
	return err
}

func (s *sleeping) sleep(ctx context.Context) {
	s.bench.room.t.Helper()
	s.bench.now = s.bench.now.Add(2 * s.bench.Waits.Lease)
	if _, err := s.Open(ctx, s.bench.opening(s.bench.plan, other)); err != nil {
		s.bench.room.t.Error(err)
	}
}

// opening asks for a run of a plan at this moment.
func (b *bench) opening(p *plan.Plan, by apply.Holder) apply.Opening {
	b.room.t.Helper()
	digest, err := plan.Digest(p)
	if err != nil {
		b.room.t.Fatal(err)
	}
	return apply.Opening{
		RunID: "r-other", Plan: p.ID, Digest: digest, Account: p.Account, Holder: by, Now: b.now, Until: b.now.Add(b.Waits.Lease),
	}
}

// A process that slept past its lease makes no call any more, and the one that goes on makes each call once.
func TestProcessThatSleptPastItsLease(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		n     int
		after bool
		calls []string // made before
	}{
		{"before the first call", 1, false, nil},
		{"before the second call", 2, false, []string{turnOn}},
		{"after the first call", 1, true, []string{turnOn}},
		{"after the last call", 2, true, []string{turnOn, brighten}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, "a")
			b.Journal = &sleeping{Journal: b.db, bench: b, left: c.n, after: c.after}
			if _, err := b.apply(t.Context(), b.plan); fault.CodeOf(err) != fault.Conflict || fault.NextOf(err) == "" {
				t.Errorf("got %v", err)
			}
			if !slices.Equal(b.room.calls, c.calls) {
				t.Errorf("calls %v, want %v", b.room.calls, c.calls)
			}
			b.Journal = b.db
			run, err := b.Apply(t.Context(), b.plan, b.opening(b.plan, other), func(*plan.Step) *apply.Refusal { return nil })
			if err != nil {
				t.Fatal(err)
			}
			if s := run.Steps[0]; s.State != plan.Verified && s.State != plan.AlreadySo || !slices.Equal(b.room.calls, []string{turnOn, brighten}) {
				t.Errorf("state %s (%s), calls %v", s.State, s.Reason, b.room.calls)
			}
			b.sameInJournal(t, run)
		})
	}
}

// A second application of the plan is turned away, also one in the same process.
func TestSecondApplication(t *testing.T) {
	t.Parallel()
	for name, by := range map[string]apply.Holder{
		"of another host": other, "of this process": {Host: "here", PID: 1, Token: "second"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, "a")
			var turnedAway error
			b.Journal = &during{Journal: b.db, do: func() {
				_, turnedAway = b.Apply(t.Context(), b.plan, b.opening(b.plan, by), func(*plan.Step) *apply.Refusal { return nil })
			}}
			run, err := b.apply(t.Context(), b.plan)
			if err != nil || run.Steps[0].State != plan.Verified {
				t.Errorf("the first one: %+v, %v", run, err)
			}
			if fault.CodeOf(turnedAway) != fault.Conflict || fault.NextOf(turnedAway) == "" {
				t.Errorf("the second one: %v", turnedAway)
			}
			if !slices.Equal(b.room.calls, []string{turnOn, brighten}) {
				t.Errorf("calls %v", b.room.calls)
			}
		})
	}
}

// during does something while the first call is under way.
type during struct {
	apply.Journal
	do func()
}

func (d *during) EndCall(ctx context.Context, run, step string, i int, c plan.CallRecord) error {
	if do := d.do; do != nil {
		d.do = nil
		do()
	}
	return d.Journal.EndCall(ctx, run, step, i, c)
}

// lasting is a journal in memory that counts renewals, of which some fail.
type lasting struct {
	started, renewed atomic.Int64
	until            atomic.Pointer[time.Time]
	fails            int64
	late             atomic.Bool // a renewal came when the lease had ended
	closed           atomic.Bool
}

func (l *lasting) Open(_ context.Context, o apply.Opening) (*plan.Run, error) {
	l.until.Store(&o.Until)
	run := &plan.Run{ID: o.RunID}
	for _, s := range o.Steps {
		run.Steps = append(run.Steps, plan.RunStep{Step: s, State: plan.Planned})
	}
	return run, nil
}

func (l *lasting) Renew(_ context.Context, _ string, _ apply.Holder, until time.Time) error {
	if l.closed.Load() {
		return errors.New("renewed after the end")
	}
	if l.started.Add(1) <= l.fails {
		return errors.New("the disk is busy")
	}
	if time.Now().After(*l.until.Load()) {
		l.late.Store(true)
	}
	l.renewed.Add(1)
	l.until.Store(&until)
	return nil
}

func (l *lasting) StartCall(context.Context, string, apply.Holder, string, int, plan.CallRecord) error {
	return nil
}

func (l *lasting) EndCall(context.Context, string, string, int, plan.CallRecord) error { return nil }

func (l *lasting) SetStep(context.Context, string, plan.RunStep) error { return nil }

func (l *lasting) Close(context.Context, string, apply.Holder, time.Time) error {
	l.closed.Store(true)
	return nil
}

// A run that takes long keeps its lease, through a renewal that fails too, and lets go of it at the end.
func TestLeaseIsKept(t *testing.T) {
	t.Parallel()
	for _, fails := range []int64{0, 1} {
		b := newBench(t, "a")
		synctest.Test(t, func(t *testing.T) {
			l := &lasting{fails: fails}
			b.Journal = l
			b.Clock = apply.RealClock(time.Now) // of the bubble
			b.Waits.Verify = 5 * time.Minute
			b.room.faults = []callFault{{landed: true}, {}} // the last call never shows
			begin := time.Now()
			run, err := b.apply(t.Context(), b.plan)
			if err != nil || run.Steps[0].State != plan.Pending {
				t.Fatalf("got %+v, %v", run, err)
			}
			took := time.Since(begin)
			if want := int64(took/(20*time.Second)) - fails; took < 5*time.Minute || l.renewed.Load() != want {
				t.Errorf("in %s it was renewed %d times, want %d", took, l.renewed.Load(), want)
			}
			if l.late.Load() {
				t.Error("it had ended before it was renewed")
			}
			asked := l.started.Load()
			time.Sleep(time.Hour)
			if l.started.Load() != asked || !l.closed.Load() {
				t.Errorf("renewed %d times after the end, closed %v", l.started.Load()-asked, l.closed.Load())
			}
		})
	}
}
