package apply_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// waitingFor has the second call of a growing tree wait.
func waitingFor(t *testing.T, tall string) plan.Step {
	t.Helper()
	st := growing(t, "1", "a")
	st.Do[1].Await = &plan.Await{Facts: map[string]json.RawMessage{"Tall": known(tall)}, Seconds: 20}
	st.Do[1].Await.For.Text = "rain"
	return st
}

func TestAwait(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("a", 1)
	y.later[3*time.Second] = func() { y.tree("a", 7) }
	y.want(t, y.run(t, waitingFor(t, "7")), true, []string{"DisableKey a", "EnableKey a"}, plan.Verified)
	if n := len(slices.DeleteFunc(slices.Clone(y.said), func(s string) bool { return s != "started waiting: rain" })); n != 1 {
		t.Errorf("it said %q", y.said)
	}
}

// A wait that takes too long leaves the step pending and the run open: the same command goes on, whatever AWS did since.
func TestAwaitTooLong(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("a", 1)
	p := y.planOf(waitingFor(t, "7"))
	run := y.runPlan(t, p)
	y.want(t, run, false, []string{"DisableKey a"}, plan.Pending)
	if run.Steps[0].Reason != "waiting: rain" {
		t.Errorf("it says %q", run.Steps[0].Reason)
	}
	if err := y.Refresh(t.Context(), p, run); err != nil || run.Steps[0].State != plan.Pending || run.Steps[0].Reason != "waiting: rain" {
		t.Errorf("refreshed it is %+v, %v", run.Steps[0], err)
	}
	y.tree("a", 7)
	y.want(t, y.runPlan(t, p), true, []string{"DisableKey a", "EnableKey a"}, plan.Verified)
}

func TestAwaitHidden(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	ref := refOf("Toy::Tree", "a")
	y.tree("a", 1)
	y.later[time.Second] = func() {
		y.there[ref] = tree{Ref: ref, Tall: resource.HiddenFor[int](resource.Reason{Operation: "toy.Look", Code: "Denied", Message: "no"})}
	}
	run := y.run(t, waitingFor(t, "7"))
	y.want(t, run, false, []string{"DisableKey a"}, plan.Pending)
	if got := run.Steps[0].Reason; !strings.Contains(got, "rain") || !strings.Contains(got, "Denied") {
		t.Errorf("it says %q", got)
	}
}

// A process that is killed while it waits waits again, and calls nothing twice.
func TestKilledWhileWaiting(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("a", 1)
	p := y.planOf(waitingFor(t, "7"))
	ctx, cancel := context.WithCancel(t.Context())
	y.sleeps = func() error { cancel(); return context.Canceled }
	if _, err := y.try(ctx, p); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	run, err := y.db.Run(t.Context(), "r-p1")
	if err != nil || run.Steps[0].State != plan.Started || run.Steps[0].Reason != "waiting: rain" {
		t.Errorf("it left %+v, %v", run, err)
	}
	y.sleeps = nil
	y.later[2*time.Second] = func() { y.tree("a", 7) }
	y.want(t, y.runPlan(t, p), true, []string{"DisableKey a", "EnableKey a"}, plan.Verified)
}

// Steps behind a pending one are done when the same command is given again; others are not held up.
func TestBehindAPendingStep(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("a", 1)
	y.tree("b", 1)
	y.tree("c", 1)
	waits := waitingFor(t, "7")
	p := y.planOf(waits, growing(t, "2", "b", "1"), growing(t, "3", "c"))
	p.Steps[1].After = []string{"1"}
	run := y.runPlan(t, p)
	y.want(t, run, false, []string{"DisableKey a", "DisableKey c", "EnableKey c"}, plan.Pending, plan.Planned, plan.Verified)
	if rs := run.Steps[1]; rs.Reason != "step 1, which comes first, is pending" || !rs.Finished.IsZero() {
		t.Errorf("it says %+v", rs)
	}
	y.tree("a", 7)
	y.want(t, y.runPlan(t, p), true, []string{"DisableKey a", "DisableKey c", "EnableKey c", "EnableKey a", "DisableKey b", "EnableKey b"},
		plan.Verified, plan.Verified, plan.Verified)
}

// A run of which a step was not chosen is at its end nevertheless.
func TestNotChosen(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("a", 1)
	p := y.planOf(growing(t, "1", "a"))
	d, err := plan.Digest(p)
	if err != nil {
		t.Fatal(err)
	}
	run, err := y.Apply(t.Context(), p, apply.Opening{RunID: "r", Plan: "p1", Digest: d, Holder: apply.Holder{Host: "here", PID: 1}},
		func(*plan.Step) *apply.Refusal { return &apply.Refusal{State: plan.Planned} })
	if err != nil || run.Finished.IsZero() || run.Steps[0].State != plan.Planned {
		t.Errorf("got %+v, %v", run, err)
	}
}

// What AWS or a person has to do afterwards leaves the step pending, and says so. What is as planned waits for nothing.
func TestWaits(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.garden()
	y.tree("b", 10)
	y.faults = []callFault{{}}
	st := planting(t, "1", "a")
	st.Waits = &text.Message{Text: "somebody waters it"}
	p := y.planOf(st)
	run := y.runPlan(t, p)
	y.want(t, run, true, []string{"DisableKey a"}, plan.Pending)
	if got := run.Steps[0].Reason; got != "the calls were made; now somebody waters it" {
		t.Errorf("it says %q", got)
	}
	y.tree("a", 10)
	if err := y.Refresh(t.Context(), p, run); err != nil || run.Steps[0].State != plan.Verified {
		t.Errorf("refreshed it is %+v, %v", run.Steps[0], err)
	}
	y = newYard(t)
	y.garden()
	y.want(t, y.run(t, st), true, []string{"DisableKey a"}, plan.Failed)
}
