package apply_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
)

const (
	turnOn   = "kms.EnableKey"   // repeatable
	brighten = "kms.TagResource" // not repeatable
)

func TestApply(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prepare func(b *bench)
		want    plan.State
		calls   []string
	}{
		"works":                             {func(*bench) {}, plan.Verified, []string{turnOn, brighten}},
		"already so":                        {func(b *bench) { b.set(resource.Is(true), resource.Is(10)) }, plan.AlreadySo, nil},
		"stale":                             {func(b *bench) { b.set(resource.Is(false), resource.Is(5)) }, plan.StaleStep, nil},
		"not to be read":                    {func(b *bench) { b.room.hidden = "AccessDenied" }, plan.Failed, nil},
		"denied":                            {func(b *bench) { b.room.faults = []callFault{{err: denied}} }, plan.Failed, nil},
		"throttled, then works":             {func(b *bench) { b.room.faults = []callFault{{err: throttled}, {err: throttled}} }, plan.Verified, []string{turnOn, brighten}},
		"throttled what must not repeat":    {func(b *bench) { b.room.faults = []callFault{{landed: true}, {err: throttled}} }, plan.Verified, []string{turnOn, brighten}},
		"answer lost, call landed":          {func(b *bench) { b.room.faults = []callFault{{landed: true, err: errCut}} }, plan.Verified, []string{turnOn, brighten}},
		"answer broken, call landed":        {func(b *bench) { b.room.faults = []callFault{{landed: true}, {landed: true, err: broken}} }, plan.Verified, []string{turnOn, brighten}},
		"call lost, may be repeated":        {func(b *bench) { b.room.faults = []callFault{{err: errCut}} }, plan.Verified, []string{turnOn, brighten}},
		"call lost, must not be repeated":   {func(b *bench) { b.room.faults = []callFault{{landed: true}, {err: errCut}} }, plan.Failed, []string{turnOn}},
		"throttled for ever":                {func(b *bench) { b.room.faults = slices.Repeat([]callFault{{err: throttled}}, 20) }, plan.Failed, nil},
		"without effect and not to be seen": {func(b *bench) { b.room.faults = []callFault{{landed: true}, {landed: false}} }, plan.Pending, []string{turnOn}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, "a")
			c.prepare(b)
			run, err := b.apply(t.Context(), b.plan)
			if err != nil {
				t.Fatal(err)
			}
			if got := run.Steps[0]; got.State != c.want {
				t.Errorf("state %s (%s), want %s", got.State, got.Reason, c.want)
			}
			if !slices.Equal(b.room.calls, c.calls) {
				t.Errorf("calls %v, want %v", b.room.calls, c.calls)
			}
			b.sameInJournal(t, run)
		})
	}
}

func (b *bench) set(on resource.Fact[bool], brightness resource.Fact[int]) {
	l := b.room.lamps["a"]
	l.On, l.Brightness = on, brightness
	b.room.lamps["a"] = l
}

// sameInJournal holds that what is stored is what was returned.
func (b *bench) sameInJournal(t *testing.T, run *plan.Run) {
	t.Helper()
	stored, err := b.db.Run(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range stored.Steps {
		if s.State != run.Steps[i].State || s.Reason != run.Steps[i].Reason {
			t.Errorf("step %s is stored as %s (%s), was %s (%s)", s.Step, s.State, s.Reason, run.Steps[i].State, run.Steps[i].Reason)
		}
	}
	if stored.Finished.IsZero() {
		t.Error("the run is stored as unfinished")
	}
}

// dying is a journal that ends the process (as far as the applier can tell) at its n-th write, before or after it is
// on disk.
type dying struct {
	apply.Journal
	left  int
	after bool
}

var errKilled = errors.New("killed")

func (d *dying) die(write func() error) error {
	d.left--
	if d.left < 0 {
		return errKilled
	}
	if d.left > 0 {
		return write()
	}
	if d.after {
		if err := write(); err != nil {
			return err
		}
	}
	return errKilled
}

func (d *dying) StartCall(ctx context.Context, run string, by apply.Holder, step string, i int, c plan.CallRecord) error {
	return d.die(func() error { return d.Journal.StartCall(ctx, run, by, step, i, c) })
}

func (d *dying) EndCall(ctx context.Context, run, step string, i int, c plan.CallRecord) error {
	return d.die(func() error { return d.Journal.EndCall(ctx, run, step, i, c) })
}

func (d *dying) SetStep(ctx context.Context, run string, s plan.RunStep) error {
	return d.die(func() error { return d.Journal.SetStep(ctx, run, s) })
}

func (d *dying) Close(context.Context, string, apply.Holder, time.Time) error { return errKilled }

func TestKilledAtEveryJournalWrite(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		for n := 1; n <= 5; n++ {
			b := newBench(t, "a")
			b.Journal = &dying{Journal: b.db, left: n, after: after}
			if _, err := b.apply(t.Context(), b.plan); !errors.Is(err, errKilled) {
				t.Fatalf("write %d: %v", n, err)
			}
			b.Journal = b.db
			run, err := b.apply(t.Context(), b.plan)
			if err != nil {
				t.Fatal(err)
			}
			// A call that was announced but never made is seen not to have happened. What may be repeated is; what may
			// not is left to a person, for nobody can tell a call that is still on its way from one that never was.
			want := plan.Verified
			if n == 3 && after {
				want = plan.Failed
			}
			if run.Steps[0].State != want {
				t.Errorf("killed at write %d (after: %v): %s (%s), want %s", n, after, run.Steps[0].State, run.Steps[0].Reason, want)
			}
			if want == plan.Verified && !slices.Equal(b.room.calls, []string{turnOn, brighten}) {
				t.Errorf("killed at write %d (after: %v): calls %v", n, after, b.room.calls)
			}
		}
	}
}

func TestExpiredCredentialsEndTheRunAndItGoesOn(t *testing.T) {
	t.Parallel()
	b := newBench(t, "a", "b")
	b.room.faults = []callFault{{landed: true}, {err: expired}}
	_, err := b.apply(t.Context(), b.plan)
	if fault.CodeOf(err) != fault.Unavailable || fault.NextOf(err) == "" {
		t.Fatalf("got %v", err)
	}
	run, err := b.apply(t.Context(), b.plan)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range run.Steps {
		if s.State != plan.Verified {
			t.Errorf("step %s: %s (%s)", s.Step, s.State, s.Reason)
		}
	}
	if len(b.room.calls) != 4 {
		t.Errorf("calls %v", b.room.calls)
	}
}

func TestCancelFinishesTheCallUnderWay(t *testing.T) {
	t.Parallel()
	b := newBench(t, "a")
	ctx, cancel := context.WithCancel(t.Context())
	b.Journal = &cancelling{Journal: b.db, cancel: cancel}
	if _, err := b.apply(ctx, b.plan); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if !slices.Equal(b.room.calls, []string{turnOn}) {
		t.Errorf("calls %v", b.room.calls)
	}
	b.Journal = b.db
	run, err := b.apply(t.Context(), b.plan)
	if err != nil || run.Steps[0].State != plan.Verified || len(b.room.calls) != 2 {
		t.Errorf("%v, %+v, calls %v", err, run, b.room.calls)
	}
}

// cancelling cancels while the first call is under way.
type cancelling struct {
	apply.Journal
	cancel context.CancelFunc
}

func (c *cancelling) StartCall(ctx context.Context, run string, by apply.Holder, step string, i int, r plan.CallRecord) error {
	defer c.cancel()
	return c.Journal.StartCall(ctx, run, by, step, i, r)
}

func TestUndo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		between func(b *bench)
		want    plan.State
		on      bool
	}{
		"works":   {func(*bench) {}, plan.Undone, false},
		"drifted": {func(b *bench) { b.set(resource.Is(true), resource.Is(99)) }, plan.Drifted, true},
		"already": {func(b *bench) { b.set(resource.Is(false), resource.Is(1)) }, plan.AlreadySo, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, "a")
			run, err := b.apply(t.Context(), b.plan)
			if err != nil {
				t.Fatal(err)
			}
			c.between(b)
			u, err := propose.Undo("u1", b.plan, run, nil, b.now)
			if err != nil {
				t.Fatal(err)
			}
			back, err := b.apply(t.Context(), u)
			if err != nil {
				t.Fatal(err)
			}
			if back.Steps[0].State != c.want || b.room.lamps["a"].On.Value() != c.on {
				t.Errorf("%s (%s), on %v", back.Steps[0].State, back.Steps[0].Reason, b.room.lamps["a"].On.Value())
			}
			again, err := propose.Undo("u2", b.plan, run, []plan.Run{*back}, b.now)
			if err != nil || (c.want != plan.Drifted) != (len(again.Steps) == 0) {
				t.Errorf("undoing twice plans %d steps, %v", len(again.Steps), err)
			}
		})
	}
}

// A step that failed halfway is taken back as far as it came.
func TestUndoOfHalfAStep(t *testing.T) {
	t.Parallel()
	b := newBench(t, "a")
	b.room.faults = []callFault{{landed: true}, {err: denied}}
	run, err := b.apply(t.Context(), b.plan)
	if err != nil || run.Steps[0].State != plan.Failed {
		t.Fatalf("%v, %+v", err, run)
	}
	u, err := propose.Undo("u1", b.plan, run, nil, b.now)
	if err != nil {
		t.Fatal(err)
	}
	back, err := b.apply(t.Context(), u)
	if err != nil || back.Steps[0].State != plan.Undone {
		t.Fatalf("%v, %+v", err, back)
	}
	if !slices.Equal(b.room.calls, []string{turnOn, "kms.DisableKey"}) {
		t.Errorf("calls %v", b.room.calls)
	}
}

func TestRefreshLooksAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, "a")
	b.room.faults = []callFault{{landed: true}, {landed: false}}
	run, err := b.apply(t.Context(), b.plan)
	if err != nil || run.Steps[0].State != plan.Pending {
		t.Fatalf("%v, %+v", err, run)
	}
	b.set(resource.Is(true), resource.Is(10))
	if err := b.Refresh(t.Context(), b.plan, run); err != nil {
		t.Fatal(err)
	}
	b.sameInJournal(t, run)
	if run.Steps[0].State != plan.Verified {
		t.Errorf("state %s", run.Steps[0].State)
	}
}
