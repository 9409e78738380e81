package cli_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// shaky gives a command little patience for one attempt, so that a hung call costs a test little.
func shaky(t testing.TB, a *awstest.Account, args ...string) result {
	t.Helper()
	c := command(t, a, args...)
	c.Env = append(c.Env, timeoutEnv+"=1s")
	return run(t, c)
}

// TestScanUnderFaults throttles a fifth of the calls, answers a twentieth with a fault of AWS's own, and lets some hang
// or breaks them off: the findings are those of an undisturbed scan.
func TestScanUnderFaults(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	before := scan(t, a, 0)
	quiet := len(a.Calls())
	for _, service := range services() {
		for _, r := range []awstest.Rule{
			{Do: awstest.Throttle(), Chance: 0.20}, {Do: awstest.Fail(), Chance: 0.05}, {Do: awstest.Hang(), Chance: 0.02},
			{Do: awstest.CutBefore(), Chance: 0.01}, {Do: awstest.CutAfter(), Chance: 0.01},
		} {
			r.Service = service
			a.Rule(r)
		}
	}
	for range 2 {
		a.ResetCalls()
		r := shaky(t, a, append([]string{"scan", "--format", "json"}, regions()...)...)
		var after struct{ Findings []findingStatus }
		r.parse(t, &after)
		if r.status != 0 || len(a.Calls()) <= quiet {
			t.Errorf("status %d after %d calls, undisturbed %d: %s", r.status, len(a.Calls()), quiet, r.stderr)
		}
		is := map[string]string{}
		for _, f := range after.Findings {
			is[f.ID] = f.Status
		}
		was := map[string]string{}
		for _, f := range before.Findings {
			was[f.ID] = string(f.Status)
		}
		if diff := cmp.Diff(was, is); diff != "" {
			t.Errorf("the findings are not those of an undisturbed scan (-undisturbed +disturbed):\n%s", diff)
		}
	}
}

type findingStatus struct{ ID, Status string }

// disturbed are the faults that befall writes: each call a few times, so that repeating it helps in the end.
type disturbed struct {
	mu    sync.Mutex
	times map[string]int
	done  map[string]int
}

// on puts one of the faults in the way of each write: the first times ones of each call.
func (d *disturbed) on(a *awstest.Account, times int, fault awstest.Action) {
	a.Rule(awstest.Rule{Do: func(x *awstest.Exchange) *awstest.Reply {
		name := operation(x.Call)
		if op, ok := known()[name]; ok && !op.Write {
			return x.Next()
		}
		d.mu.Lock()
		key := name + x.Request.URL.RequestURI() + string(x.Body)
		d.times[key]++
		act := d.times[key] <= times
		d.mu.Unlock()
		if act {
			return fault(x)
		}
		return d.landed(x)
	}})
}

// landed passes a call on and counts it if it succeeds.
func (d *disturbed) landed(x *awstest.Exchange) *awstest.Reply {
	r := x.Next()
	if r != nil && r.Status < http.StatusMultipleChoices {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.done[operation(x.Call)+" "+x.Call.Region]++
	}
	return r
}

// TestWritesUnderFaults lets every write of an apply and of its undo meet the same fault: they end verified and undone,
// and nothing is done twice.
func TestWritesUnderFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		times int
		fault func(d *disturbed) awstest.Action
	}{
		{"throttled", 3, func(*disturbed) awstest.Action { return awstest.Throttle() }},
		{"AWS fails", 1, func(*disturbed) awstest.Action { return awstest.Fail() }},
		{"cut off before", 1, func(*disturbed) awstest.Action { return awstest.CutBefore() }},
		{"cut off after", 1, func(d *disturbed) awstest.Action {
			return func(x *awstest.Exchange) *awstest.Reply {
				d.landed(x)
				return nil
			}
		}},
		{"fails after", 1, func(d *disturbed) awstest.Action {
			return func(x *awstest.Exchange) *awstest.Reply {
				d.landed(x)
				return x.Refuse(http.StatusInternalServerError, "InternalError", "what became of it is not known")
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			badAccount(t, a)
			ahead(t, keysAreOld)
			first := scan(t, a, 0)
			p := planned(t, a)
			d := &disturbed{times: map[string]int{}, done: map[string]int{}}
			d.on(a, c.times, c.fault(d))

			run := applied(t, a, 0, "apply", "plan.json", "--approve", "--approve-interrupting", "all")
			if all := inState(run, plan.Verified); len(all) != len(p.Steps) {
				t.Errorf("verified are %v of %d steps: %s", all, len(p.Steps), bad(run))
			}
			if diff := cmp.Diff(calls(p, do, every), d.done); diff != "" {
				t.Errorf("what took effect is not the plan (-plan +AWS):\n%s", diff)
			}
			clear(d.done)
			back := applied(t, a, 0, "undo", run.ID, "--approve")
			if all := inState(back, plan.Undone); len(all) != len(p.Steps) {
				t.Errorf("undone are %v of %d steps: %s", all, len(p.Steps), bad(back))
			}
			if diff := cmp.Diff(calls(p, undo, every), d.done); diff != "" {
				t.Errorf("what took effect is not the way back (-plan +AWS):\n%s", diff)
			}
			sameStatuses(t, "after the undo", statuses(first.Findings), statuses(scan(t, a, 0).Findings))
		})
	}
}

// bad lists the steps that did not end well.
func bad(r plan.Run) string {
	var b strings.Builder
	for _, s := range r.Steps {
		if !s.State.Well() {
			b.WriteString("\n" + s.Step + " " + string(s.State) + ": " + s.Reason)
		}
	}
	return b.String()
}

// TestReadsUnderFaultsDuringApply disturbs reads and writes at random while a plan is applied and undone.
func TestReadsUnderFaultsDuringApply(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	scan(t, a, 0)
	p := planned(t, a)
	for _, service := range services() {
		for _, r := range []awstest.Rule{{Do: awstest.Throttle(), Chance: 0.15}, {Do: awstest.Fail(), Chance: 0.03}, {Do: awstest.CutAfter(), Chance: 0.03}} {
			r.Service = service
			a.Rule(r)
		}
	}
	var run plan.Run
	shaky(t, a, "apply", "plan.json", "--approve", "--approve-interrupting", "all", "--format", "json").parse(t, &run)
	if all := inState(run, plan.Verified); len(all) != len(p.Steps) {
		t.Errorf("verified are %v of %d steps: %s", all, len(p.Steps), bad(run))
	}
}
