package cli_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// The commands that are killed.
var (
	applyAll = []string{"apply", "plan.json", "--approve", "--format", "json"}
	undoAll  = func(run string) []string { return []string{"undo", run, "--approve", "--format", "json"} }
)

// TestKilledAtEveryWrite kills apply at each write to its journal; the same command then brings the run to the end at
// which one that nobody disturbs comes, with the same calls.
func TestKilledAtEveryWrite(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	r, writes := writesOf(t, command(t, a.Account, applyAll...))
	var undisturbed plan.Run
	r.parse(t, &undisturbed)
	allAre(t, undisturbed, plan.Verified)
	state, calls := a.state(t), written(a.Account)
	if len(calls) != len(oneOfEach)+1 || calls[0] == "" {
		t.Fatalf("calls %v, want one a step and two for the default group", calls)
	}
	for _, m := range kills(writes) {
		t.Run(m.String(), func(t *testing.T) {
			t.Parallel()
			a := newSmall(t, oneOfEach...)
			killed(t, command(t, a.Account, applyAll...), m)
			var run plan.Run
			must(t, a.Account, applyAll...).parse(t, &run)
			allAre(t, run, plan.Verified)
			sameWrites(t, written(a.Account), calls)
			if got := a.state(t); got != state {
				t.Errorf("the account is\n%s, undisturbed\n%s", got, state)
			}
			if all := allRuns(t, a.Account); len(all) != 1 || all[0].Finished.IsZero() || all[0].ID != run.ID {
				t.Errorf("runs %+v, want one, finished", all)
			}
		})
	}
}

// TestKilledAgainAndAgain kills every process that takes the run up, soon after it has.
func TestKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	const most = 30
	for n := 0; ; n++ {
		if n == most {
			t.Fatalf("%d processes did not bring the run to its end; written: %v", most, written(a.Account))
		}
		// Three writes (plan, approval, opening) come before the first of the run; with two more there is progress.
		r := run(t, befall(command(t, a.Account, applyAll...), mishap{at: 6, how: killBefore}))
		if r.status == 0 {
			break
		}
		if r.status != -1 {
			t.Fatalf("process %d: status %d\n%s%s", n, r.status, r.stdout, r.stderr)
		}
	}
	all := allRuns(t, a.Account)
	if len(all) != 1 {
		t.Fatalf("%d runs, want one", len(all))
	}
	allAre(t, all[0], plan.Verified)
	if w := written(a.Account); len(w) != len(oneOfEach)+1 {
		t.Errorf("written: %v", w)
	}
}

// TestUndoKilledAtEveryWrite does the same with undo. An account serves for several: undone, it is as it was, and the
// plan fits again.
func TestUndoKilledAtEveryWrite(t *testing.T) {
	t.Parallel()
	controls := []string{"EC2.2", "S3.5"}
	a := newSmall(t, controls...)
	before := a.state(t)
	var first plan.Run
	must(t, a.Account, applyAll...).parse(t, &first)
	a.ResetCalls()
	r, writes := writesOf(t, command(t, a.Account, undoAll(first.ID)...))
	var undisturbed plan.Run
	r.parse(t, &undisturbed)
	allAre(t, undisturbed, plan.Undone)
	calls := written(a.Account)
	if got := a.state(t); got != before {
		t.Fatalf("undone, the account is\n%s, was\n%s", got, before)
	}
	const accounts = 3
	for n := range accounts {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			a := newSmall(t, controls...)
			for i, m := range kills(writes) {
				if i%accounts != n {
					continue
				}
				undoKilledAt(t, a, m, calls)
				if got := a.state(t); got != before {
					t.Errorf("%v: undone, the account is\n%s, was\n%s", m, got, before)
				}
			}
		})
	}
}

// undoKilledAt applies the plan, kills the undoing of the run, and has it done by the same command.
func undoKilledAt(t *testing.T, a *small, m mishap, calls []string) {
	t.Helper()
	var run, back plan.Run
	must(t, a.Account, applyAll...).parse(t, &run)
	a.ResetCalls()
	killed(t, command(t, a.Account, undoAll(run.ID)...), m)
	must(t, a.Account, undoAll(run.ID)...).parse(t, &back)
	allAre(t, back, plan.Undone)
	sameWrites(t, written(a.Account), calls)
	if n := countUndoes(allRuns(t, a.Account), run.ID); n != 1 {
		t.Errorf("%v: %d runs undo %s, want one", m, n, run.ID)
	}
}

func countUndoes(all []plan.Run, id string) int {
	n := 0
	for _, r := range all {
		if r.UndoOf != nil && *r.UndoOf == id {
			n++
		}
	}
	return n
}

// TestKilledBeforeTheAnswer kills the process whenever AWS has carried out a call of which it has not heard yet. Nothing
// is done twice, neither by apply nor by undo.
func TestKilledBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	before := a.state(t)
	var run plan.Run
	killedAtEveryAnswer(t, a, applyAll).parse(t, &run)
	allAre(t, run, plan.Verified)
	if w := written(a.Account); len(w) != len(oneOfEach)+1 || len(w) != answered(run) {
		t.Errorf("written: %v; on record are %d calls", w, answered(run))
	}
	a.ResetCalls()
	var back plan.Run
	killedAtEveryAnswer(t, a, undoAll(run.ID)).parse(t, &back)
	allAre(t, back, plan.Undone)
	if w := written(a.Account); len(w) != len(oneOfEach)+1 || len(w) != answered(back) {
		t.Errorf("undoing wrote: %v; on record are %d calls", w, answered(back))
	}
	if got := a.state(t); got != before {
		t.Errorf("undone, the account is\n%s, was\n%s", got, before)
	}
	if all := allRuns(t, a.Account); len(all) != 2 {
		t.Errorf("%d runs, want two", len(all))
	}
}

// answered counts the calls that are on record as done.
func answered(r plan.Run) int {
	n := 0
	for _, s := range r.Steps {
		for _, c := range s.Calls {
			if c.Done() {
				n++
			}
		}
	}
	return n
}

// killedAtEveryAnswer runs the command again and again, and kills it while the answer to its first write is withheld,
// until there is no write left to make.
func killedAtEveryAnswer(t *testing.T, a *small, args []string) result {
	t.Helper()
	for range 20 {
		withhold := awstest.NewWithhold()
		remove := a.Rule(awstest.Rule{Do: onWrites(withhold.Do)})
		c, ended := start(t, command(t, a.Account, args...))
		select {
		case <-withhold.Passed():
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			<-ended
			remove()
		case r := <-ended:
			remove()
			if r.status != 0 {
				t.Fatalf("%v: status %d\n%s%s", args, r.status, r.stdout, r.stderr)
			}
			return r
		}
	}
	t.Fatalf("%v makes calls without end: %v", args, written(a.Account))
	return result{}
}

// start starts a command and gives its end when it comes.
func start(t testing.TB, c *exec.Cmd) (*exec.Cmd, <-chan result) {
	t.Helper()
	var out, errs strings.Builder
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan result, 1)
	go func() {
		_ = c.Wait() // the status says it
		ended <- result{stdout: out.String(), stderr: errs.String(), status: c.ProcessState.ExitCode()}
	}()
	return c, ended
}

// underWay waits until AWS has carried out a call whose answer is withheld.
func underWay(t testing.TB, w *awstest.Withhold, ended <-chan result) {
	t.Helper()
	select {
	case <-w.Passed():
	case r := <-ended:
		t.Fatalf("it ended before the call: status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
}

// TestInterrupted presses Ctrl-C in the middle of a step of two calls, at the first and at the second: the call under
// way is finished and journalled, no other is begun, and the same command goes on.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for at := range 2 {
		t.Run([]string{"first call", "second call"}[at], func(t *testing.T) {
			t.Parallel()
			a := newSmall(t, "EC2.2", "S3.5")
			withhold := awstest.NewWithhold()
			remove := a.Rule(awstest.Rule{Do: withhold.Do, Operation: []string{"RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"}[at]})
			c, ended := start(t, command(t, a.Account, applyAll...))
			underWay(t, withhold, ended)
			if err := c.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			select {
			case r := <-ended:
				t.Fatalf("it did not wait for the answer: status %d, %s", r.status, r.stderr)
			case <-time.After(300 * time.Millisecond):
			}
			remove() // which lets the answer go
			r := <-ended
			saysNext(t, r, 3, "stopped", "same command again")
			if w := written(a.Account); len(w) != at+1 {
				t.Errorf("written: %v", w)
			}
			all := allRuns(t, a.Account)
			if len(all) != 1 || !all[0].Finished.IsZero() || answered(all[0]) != at+1 {
				t.Fatalf("runs %+v, want one unfinished with the call on record", all)
			}
			var run plan.Run
			must(t, a.Account, applyAll...).parse(t, &run)
			allAre(t, run, plan.Verified)
			want := []string{"ec2.RevokeSecurityGroupIngress", "ec2.RevokeSecurityGroupEgress", "s3.PutBucketPolicy"}
			if w := written(a.Account); run.ID != all[0].ID || !slices.Equal(w, want) {
				t.Errorf("run %s, written: %v, want run %s with %v", run.ID, w, all[0].ID, want)
			}
		})
	}
}

// TestInterruptedTwice does not wait for an answer that never comes; the call is found out about afterwards.
func TestInterruptedTwice(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "EC2.2", "S3.5")
	withhold := awstest.NewWithhold()
	remove := a.Rule(awstest.Rule{Do: withhold.Do, Operation: "RevokeSecurityGroupEgress"})
	c, ended := start(t, command(t, a.Account, applyAll...))
	underWay(t, withhold, ended)
	for range 2 {
		if err := c.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300 * time.Millisecond) // signals that come at once may arrive as one
	}
	select {
	case r := <-ended:
		if r.status != -1 {
			t.Errorf("status %d, want that the signal ended it\n%s", r.status, r.stderr)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it waits for the answer")
	}
	remove()
	var run plan.Run
	must(t, a.Account, applyAll...).parse(t, &run)
	allAre(t, run, plan.Verified)
	if w := written(a.Account); len(w) != 3 {
		t.Errorf("written: %v", w)
	}
}

// saysNext ends the test unless the command ended with the status, and standard error says all of it and what to do.
func saysNext(t testing.TB, r result, status int, says ...string) {
	t.Helper()
	if r.status != status {
		t.Errorf("status %d, want %d", r.status, status)
	}
	_, next, found := strings.Cut(r.stderr, "Next: ")
	if !found || strings.TrimSpace(next) == "" {
		t.Error("it does not say what to do next")
	}
	for _, s := range says {
		if !strings.Contains(r.stderr, s) {
			t.Errorf("it does not say %q", s)
		}
	}
	if t.Failed() {
		t.Logf("stdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
}
