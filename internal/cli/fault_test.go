package cli_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/view"
)

// shaky gives a command little patience, so that a hung call or a lost answer costs a test little.
func shaky(t testing.TB, a *awstest.Account, args ...string) result {
	t.Helper()
	c := command(t, a, args...)
	c.Env = append(c.Env, timeoutEnv+"=1s", settleEnv+"=100ms")
	return run(t, c)
}

// weather are faults that befall calls by chance, but no call more often than the program tries it.
type weather struct {
	mu    sync.Mutex
	times map[string]int
}

// patience is how often a call may fail: once less than it is tried.
const patience = 5

// over puts faults in the way of an account's calls to all services but STS, which says who we are.
func (w *weather) over(a *awstest.Account, faults ...awstest.Rule) {
	for _, service := range services() {
		for _, r := range faults {
			fault := r.Do
			r.Service = service
			r.Do = func(x *awstest.Exchange) *awstest.Reply {
				w.mu.Lock()
				key := operation(x.Call) + x.Call.Region + x.Request.URL.RequestURI() + string(x.Body)
				w.times[key]++
				enough := w.times[key] > patience
				w.mu.Unlock()
				if enough {
					return x.Next()
				}
				return fault(x)
			}
			a.Rule(r)
		}
	}
}

// TestScanUnderFaults throttles a fifth of the calls, answers a twentieth with a fault of AWS's own, and lets some hang
// or breaks them off: the findings are those of an undisturbed scan.
func TestScanUnderFaults(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	before := scan(t, a, 0)
	quiet := len(a.Calls())
	w := &weather{times: map[string]int{}}
	w.over(
		a, awstest.Rule{Do: awstest.Throttle(), Chance: 0.20}, awstest.Rule{Do: awstest.Fail(), Chance: 0.05},
		awstest.Rule{Do: awstest.Hang(), Chance: 0.02}, awstest.Rule{Do: awstest.CutBefore(), Chance: 0.01},
		awstest.Rule{Do: awstest.CutAfter(), Chance: 0.01},
	)
	a.ResetCalls()
	r := shaky(t, a, append([]string{"scan", "--format", "json"}, regions()...)...)
	var after view.Scan
	r.parse(t, &after)
	if r.status != 0 || len(after.Coverage) > 0 || len(a.Calls()) <= quiet {
		t.Errorf("status %d after %d calls, undisturbed %d: %s", r.status, len(a.Calls()), quiet, r.stderr)
	}
	sameStatuses(t, "the findings of a disturbed scan", byID(before.Findings), byID(after.Findings))
}

func byID(findings []view.Finding) map[string]control.Status {
	out := map[string]control.Status{}
	for _, f := range findings {
		out[f.ID] = f.Status
	}
	return out
}

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

// settling are controls whose remediations need no answer to know what a call did. One that makes a key does: nobody
// else knows its id, and so a person has to look.
const settling = "EC2.1,EC2.2,EC2.7,EC2.13,EC2.14,IAM.3,IAM.7,IAM.15,IAM.16,IAM.17,KMS.4,S3.1,S3.2,S3.3,S3.5,S3.8"

// TestWritesUnderFaults lets every write of an apply and of its undo meet the same fault: they end verified and undone,
// and nothing is done twice.
func TestWritesUnderFaults(t *testing.T) {
	t.Parallel()
	few := []string{"--control", "EC2.13,IAM.7,KMS.4,S3.1"}
	settled := []string{"--control", settling}
	for _, c := range []struct {
		name  string
		times int
		only  []string // where each call takes its time
		fault func(d *disturbed) awstest.Action
	}{
		{"throttled", 2, few, func(*disturbed) awstest.Action { return awstest.Throttle() }},
		{"AWS fails", 1, few, func(*disturbed) awstest.Action { return awstest.Fail() }},
		{"cut off before", 1, few, func(*disturbed) awstest.Action { return awstest.CutBefore() }},
		{"cut off after", 1, settled, func(d *disturbed) awstest.Action {
			return func(x *awstest.Exchange) *awstest.Reply {
				d.landed(x)
				return nil
			}
		}},
		{"fails after", 1, settled, func(d *disturbed) awstest.Action {
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
			p := planned(t, a, c.only...)
			d := &disturbed{times: map[string]int{}, done: map[string]int{}}
			d.on(a, c.times, c.fault(d))

			run := stormy(t, a, "apply", "plan.json", "--approve", "--approve-interrupting", "all")
			if all := inState(run, plan.Verified); len(all) != len(p.Steps) {
				t.Errorf("verified are %v of %d steps: %s", all, len(p.Steps), bad(run))
			}
			if diff := cmp.Diff(calls(p, do, every), d.done); diff != "" {
				t.Errorf("what took effect is not the plan (-plan +AWS):\n%s", diff)
			}
			clear(d.done)
			back := stormy(t, a, "undo", run.ID, "--approve")
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

// stormy is a run that is made with little patience.
func stormy(t *testing.T, a *awstest.Account, args ...string) plan.Run {
	t.Helper()
	r := shaky(t, a, append(args, "--format", "json")...)
	var run plan.Run
	r.parse(t, &run)
	if r.status != 0 {
		t.Errorf("%v: status %d: %s", args, r.status, r.stderr)
	}
	return run
}

// TestApplyUnderFaults disturbs reads and writes alike by chance while a plan is applied.
func TestApplyUnderFaults(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	scan(t, a, 0)
	p := planned(t, a, "--control", "EC2.13,KMS.4,S3.1,S3.5")
	w := &weather{times: map[string]int{}}
	w.over(
		a, awstest.Rule{Do: awstest.Throttle(), Chance: 0.15}, awstest.Rule{Do: awstest.Fail(), Chance: 0.03},
		awstest.Rule{Do: awstest.CutAfter(), Chance: 0.03},
	)
	run := stormy(t, a, "apply", "plan.json", "--approve", "--approve-interrupting", "all")
	if all := inState(run, plan.Verified); len(all) != len(p.Steps) {
		t.Errorf("verified are %v of %d steps: %s", all, len(p.Steps), bad(run))
	}
}
