package storetest

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
)

// dead is a process of this machine that has ended.
func dead(t *testing.T) int {
	t.Helper()
	self, err := os.Executable()
	check(t, err)
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^$") //nolint:gosec // the test program itself
	check(t, cmd.Run())
	return cmd.Process.Pid
}

func exerciseLease(t *testing.T, create func(*testing.T) Opener) {
	living := apply.Holder{Host: "here", PID: os.Getppid()}
	away := apply.Holder{Host: "elsewhere", PID: os.Getpid()}
	for _, test := range []struct {
		name   string
		first  apply.Holder
		second apply.Opening
		held   bool
	}{
		{"a living process of this host", living, opening("run-2", 3, me), true},
		{"a process of another host", away, opening("run-2", 3, me), true},
		{"a dead process of another host", apply.Holder{Host: "elsewhere", PID: dead(t)}, opening("run-2", 3, me), true},
		{"a living process whose lease has ended", living, opening("run-2", 6, me), false},
		{"another host's whose lease has ended", away, opening("run-2", 6, me), false},
		{"a dead process of this host", apply.Holder{Host: "here", PID: dead(t)}, opening("run-2", 3, me), false},
		{"the same process", me, opening("run-2", 3, me), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := fresh(t, create)
			open(t, s, opening("run-1", 1, test.first))
			check(t, s.SetStep(t.Context(), "run-1", plan.RunStep{Step: "2", State: plan.Started}))
			got, err := s.Open(t.Context(), test.second)
			if test.held {
				is(t, err, fault.Conflict)
				holder := fmt.Sprintf("run run-1 is being carried out by process %d on host %s", test.first.PID, test.first.Host)
				if err != nil && !strings.Contains(err.Error(), holder) || fault.NextOf(err) == "" {
					t.Errorf("got %v (next: %s), want that %s", err, fault.NextOf(err), holder)
				}
				return
			}
			check(t, err)
			same(t, got.ID, "run-1")
			same(t, got.Started, at(1))
			same(t, got.Steps[0].State, plan.Started)
			// It is the later one's now.
			check(t, s.Renew(t.Context(), "run-1", me, at(20)))
		})
	}
	exerciseRenew(t, create)
}

func exerciseRenew(t *testing.T, create func(*testing.T) Opener) {
	other := apply.Holder{Host: "elsewhere", PID: 1}
	t.Run("a renewed lease holds longer", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		open(t, s, opening("run-1", 1, me))
		check(t, s.Renew(t.Context(), "run-1", me, at(20)))
		_, err := s.Open(t.Context(), opening("run-2", 19, other))
		is(t, err, fault.Conflict)
		open(t, s, opening("run-2", 20, other))
	})
	t.Run("a lease that was lost is not renewed, nor closed by who lost it", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		open(t, s, opening("run-1", 1, me))
		open(t, s, opening("run-2", 6, other))
		is(t, s.Renew(t.Context(), "run-1", me, at(30)), fault.Conflict)
		is(t, s.Close(t.Context(), "run-1", me, at(7)), fault.Conflict)
		check(t, s.Renew(t.Context(), "run-1", other, at(30)))
		got, err := s.Run(t.Context(), "run-1")
		check(t, err)
		same(t, got.Finished.IsZero(), true)
	})
	t.Run("a call is not begun by who lost the lease", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		open(t, s, opening("run-1", 1, me))
		mine, theirs := plan.CallRecord{Operation: "s3.PutBucketPolicy", Started: at(1)}, plan.CallRecord{Operation: "s3.PutBucketPolicy", Started: at(7)}
		check(t, s.StartCall(t.Context(), "run-1", me, "1", 0, mine))
		open(t, s, opening("run-2", 6, other))
		err := s.StartCall(t.Context(), "run-1", me, "1", 1, plan.CallRecord{Index: 1, Started: at(6)})
		is(t, err, fault.Conflict)
		if fault.NextOf(err) == "" {
			t.Errorf("no next step for %v", err)
		}
		// What was begun before can still be brought to its end, and the other one goes on.
		mine.Finished = at(6)
		check(t, s.EndCall(t.Context(), "run-1", "1", 0, mine))
		check(t, s.StartCall(t.Context(), "run-1", other, "2", 0, theirs))
		same(t, stepOf(t, s, "1").Calls, []plan.CallRecord{mine})
		same(t, stepOf(t, s, "2").Calls, []plan.CallRecord{theirs})
	})
	t.Run("a call is not begun in a run that was closed", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		open(t, s, opening("run-1", 1, me))
		check(t, s.Close(t.Context(), "run-1", me, plan.Run{}.Finished))
		is(t, s.StartCall(t.Context(), "run-1", me, "1", 0, plan.CallRecord{Started: at(2)}), fault.Conflict)
		same(t, len(stepOf(t, s, "1").Calls), 0)
	})
	t.Run("two applications in one process exclude each other", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		first, second := me, me
		first.Token, second.Token = "a", "b"
		open(t, s, opening("run-1", 1, first))
		for _, by := range []apply.Holder{second, me} {
			_, err := s.Open(t.Context(), opening("run-2", 2, by))
			is(t, err, fault.Conflict)
			is(t, s.Renew(t.Context(), "run-1", by, at(30)), fault.Conflict)
			is(t, s.StartCall(t.Context(), "run-1", by, "1", 0, plan.CallRecord{Started: at(2)}), fault.Conflict)
			is(t, s.Close(t.Context(), "run-1", by, at(2)), fault.Conflict)
		}
		same(t, open(t, s, opening("run-2", 3, first)).ID, "run-1") // its own run it finds again
		same(t, open(t, s, opening("run-2", 8, second)).ID, "run-1")
		is(t, s.StartCall(t.Context(), "run-1", first, "1", 0, plan.CallRecord{Started: at(8)}), fault.Conflict)
		check(t, s.StartCall(t.Context(), "run-1", second, "1", 0, plan.CallRecord{Started: at(8)}))
	})
	t.Run("a run that was closed unfinished is free", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		open(t, s, opening("run-1", 1, me))
		check(t, s.Close(t.Context(), "run-1", me, plan.Run{}.Finished))
		is(t, s.Renew(t.Context(), "run-1", me, at(9)), fault.Conflict)
		same(t, open(t, s, opening("run-2", 2, other)).ID, "run-1")
	})
	t.Run("a run that does not exist", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		is(t, s.Renew(t.Context(), "run-1", me, at(9)), fault.NotFound)
		is(t, s.Close(t.Context(), "run-1", me, at(9)), fault.NotFound)
	})
	t.Run("runs of other plans are no hindrance", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		open(t, s, opening("run-1", 1, other))
		o := opening("run-2", 1, me)
		o.Digest = "sha256:2"
		same(t, open(t, s, o).ID, "run-2")
	})
}
