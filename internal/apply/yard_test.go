package apply_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store/sqlite"
	"github.com/mantenhq/manten/internal/text"
)

// tree is a made-up resource that can be planted.
type tree struct {
	resource.Ref
	Tall resource.Fact[int]
	Name resource.Fact[string]
}

// garden is judged by the trees there are.
type garden struct {
	resource.Ref
	Open resource.Fact[bool]
}

func refOf(kind, name string) resource.Ref {
	return resource.Ref{Type: resource.Type(kind), Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:toy:::" + name, Name: name}
}

// plants is a catalog of trees, which must be tall, and gardens, which need two tall trees.
func plants(t *testing.T) *catalog.Catalog {
	t.Helper()
	s := catalog.NewService("toy")
	catalog.Collector(s, catalog.CollectorSpec[tree]{Type: "Toy::Tree", Version: 1, Scope: catalog.Regional})
	catalog.Collector(s, catalog.CollectorSpec[garden]{Type: "Toy::Garden", Version: 1, Scope: catalog.Regional})
	yes, no := catalog.Text(s, "yes", "yes", "yes"), catalog.Text(s, "no", "no", "no")
	catalog.Control(s, catalog.ControlSpec[tree, catalog.None]{
		ID: "Toy.1", Title: "x", TitleJA: "x", Severity: control.High, Reads: []string{"Tall"},
		Evaluate: func(r tree, _ catalog.None, _ time.Time) control.Verdict {
			return control.PassIf(r.Tall.Value() >= 10, yes.With(), no.With())
		},
	})
	catalog.Control(s, catalog.ControlSpec[garden, catalog.None]{
		ID: "Garden.1", Title: "x", TitleJA: "x", Severity: control.High, Reads: []string{"Open"}, Needs: []catalog.Need{catalog.Needs[tree]("Tall")},
		Joined: func(_ garden, w catalog.World, _ catalog.None, _ time.Time) control.Verdict {
			if v, hidden := catalog.Unseen[tree](w, "Tall"); hidden {
				return v
			}
			tall := slices.DeleteFunc(catalog.All[tree](w), func(r tree) bool { return r.Tall.Value() < 5 })
			return control.PassIf(len(tall) >= 2, yes.With(), no.With())
		},
	})
	catalog.Write(s, awsop.NewWrite(kms.NewFromConfig, (*kms.Client).EnableKey, "toy:Water").Repeatable())
	catalog.Write(s, awsop.NewWrite(kms.NewFromConfig, (*kms.Client).DisableKey, "toy:Plant").KeptBy("TreeNotEmpty"))
	catalog.Remediation(s, catalog.RemediationSpec[tree, catalog.None]{
		Name: "GrowSlowly", Own: true, Summary: yes, Controls: []control.ID{"Toy.1"}, Reads: []string{"Tall"}, Wait: 2 * time.Hour,
		Plan: func(r tree, _ catalog.None, _ time.Time) catalog.Edit[tree] { return catalog.Edit[tree]{After: r} },
	})
	cat, err := catalog.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

const (
	water = "kms.EnableKey"  // repeatable
	plant = "kms.DisableKey" // not repeatable
)

// yard is an account in memory. A call leaves what the plan says that it leaves.
type yard struct {
	*apply.Applier
	cat   *catalog.Catalog
	db    *sqlite.DB
	now   time.Time
	start time.Time
	// there is what stands there; later is what AWS does by itself, after some time.
	there map[resource.Ref]resource.Resource
	later map[time.Duration]func()
	calls []string
	// faults are what goes wrong, call by call; gives are the outputs of every call.
	faults []callFault
	gives  map[string]string
	// said are the reasons that steps showed.
	said   []string
	sleeps func() error
}

func newYard(t *testing.T) *yard {
	t.Helper()
	y := &yard{
		cat: plants(t), now: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC),
		there: map[resource.Ref]resource.Resource{}, later: map[time.Duration]func(){},
	}
	y.start = y.now
	var err error
	if y.db, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "m.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = y.db.Shut() })
	y.Applier = &apply.Applier{
		Catalog: y.cat, Account: y, Journal: listening{y.db, y},
		Clock: apply.Clock{Now: func() time.Time { return y.now }, Sleep: y.sleep},
		Waits: apply.Waits{Verify: 3 * time.Second, Settle: 2 * time.Second, Lease: time.Minute},
	}
	for _, u := range y.cat.Controls() {
		y.Controls = append(y.Controls, evaluate.Selected{Unit: u, Params: u.Params.Defaults})
	}
	return y
}

// listening is a journal that hears what steps show.
type listening struct {
	*sqlite.DB
	y *yard
}

func (l listening) SetStep(ctx context.Context, run string, s plan.RunStep) error {
	l.y.said = append(l.y.said, string(s.State)+" "+s.Reason)
	return l.DB.SetStep(ctx, run, s)
}

func (y *yard) sleep(ctx context.Context, d time.Duration) error {
	if d >= 20*time.Second { // the lease's own goroutine
		<-ctx.Done()
		return ctx.Err()
	}
	if y.sleeps != nil {
		if err := y.sleeps(); err != nil {
			return err
		}
	}
	y.now = y.now.Add(d)
	for at, do := range y.later {
		if !y.now.Before(y.start.Add(at)) {
			delete(y.later, at)
			do()
		}
	}
	return ctx.Err()
}

func (y *yard) Get(_ context.Context, _ *catalog.CollectorUnit, ref resource.Ref, _ []string) (resource.Resource, error) {
	if r, ok := y.there[ref]; ok {
		return r, nil
	}
	return nil, fault.New(fault.NotFound, "%s", ref)
}

func (y *yard) Gather(context.Context, []collect.Wish) (collect.Result, error) {
	var res collect.Result
	for _, r := range y.there {
		res.Resources = append(res.Resources, r)
	}
	return res, nil
}

func (y *yard) Call(_ context.Context, s *plan.Step, c *plan.Call) (awsop.Answer, error) {
	f := callFault{landed: true}
	if len(y.faults) > 0 {
		f, y.faults = y.faults[0], y.faults[1:]
	}
	var in struct {
		Key string `json:"KeyId"`
	}
	if err := json.Unmarshal(c.Input, &in); err != nil {
		return awsop.Answer{}, err
	}
	y.calls = append(y.calls, strings.TrimPrefix(c.Operation, "kms.")+" "+in.Key)
	if f.landed {
		u, _ := y.cat.Collector(s.Resource.Type)
		before, ok := y.there[s.Resource]
		if !ok {
			before = u.Missing(s.Resource)
		}
		left, err := u.With(s.Resource, c.Leaves)
		if err != nil {
			return awsop.Answer{}, err
		}
		names := []string{}
		for n := range c.Leaves {
			names = append(names, n)
		}
		after, err := u.Patch(before, left, names...)
		if err != nil {
			return awsop.Answer{}, err
		}
		if y.there[s.Resource] = after; resource.IsMissing(after) {
			delete(y.there, s.Resource)
		}
	}
	answer := awsop.Answer{RequestID: "req"}
	if f.err == nil {
		answer.Outputs = map[string]string{}
		for _, path := range c.Keep {
			answer.Outputs[path] = y.gives[path]
		}
	}
	return answer, f.err
}

// run applies steps as a plan; everything is permitted.
func (y *yard) run(t *testing.T, steps ...plan.Step) *plan.Run {
	t.Helper()
	return y.runPlan(t, y.planOf(steps...))
}

func (y *yard) planOf(steps ...plan.Step) *plan.Plan {
	return &plan.Plan{Schema: plan.Schema, ID: "p1", Account: "111122223333", Created: y.start, Steps: steps}
}

func (y *yard) runPlan(t *testing.T, p *plan.Plan) *plan.Run {
	t.Helper()
	run, err := y.try(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func (y *yard) try(ctx context.Context, p *plan.Plan) (*plan.Run, error) {
	digest, err := plan.Digest(p)
	if err != nil {
		return nil, err
	}
	run, err := y.Apply(ctx, p, apply.Opening{
		RunID: "r-" + p.ID, Plan: p.ID, Digest: digest, Account: p.Account, UndoOf: p.UndoOf, Holder: apply.Holder{Host: "here", PID: 1},
	}, func(*plan.Step) *apply.Refusal { return nil })
	if err != nil {
		return nil, err
	}
	return y.db.Run(ctx, run.ID)
}

const gone = `{"state":"absent"}`

func known(v string) json.RawMessage { return json.RawMessage(`{"state":"known","value":` + v + `}`) }

// planting is a step that plants a tree in one call.
func planting(t *testing.T, id, name string, after ...string) plan.Step {
	t.Helper()
	facts := map[string]json.RawMessage{"Tall": json.RawMessage(gone), "Name": json.RawMessage(gone)}
	left := map[string]json.RawMessage{"Tall": known("10"), "Name": known(`"` + name + `"`)}
	return plan.Step{
		ID: id, Region: "eu-west-1", Resource: refOf("Toy::Tree", name), Makes: plan.Creates, Remediations: []string{"PlantTree"},
		Controls: []control.ID{"Garden.1"}, Elsewhere: []plan.Judged{{Control: "Garden.1", Resource: refOf("Toy::Garden", "g")}},
		Guarded: []string{"Name", "Tall"}, Guard: digest(t, facts, "Name", "Tall"), Facts: facts, After: after,
		Changes: []plan.Change{
			{Fact: "Tall", Before: facts["Tall"], After: left["Tall"]}, {Fact: "Name", Before: facts["Name"], After: left["Name"]},
		},
		Do:   []plan.Call{{Operation: plant, Input: json.RawMessage(`{"KeyId":"` + name + `"}`), Leaves: left}},
		Undo: []plan.Call{{Operation: water, Input: json.RawMessage(`{"KeyId":"` + name + `"}`), Leaves: facts}},
	}
}

// growing is a step that waters a tree of height 1 twice: until it is 5 high, and until it is 10 high.
func growing(t *testing.T, id, name string, after ...string) plan.Step {
	t.Helper()
	facts := map[string]json.RawMessage{"Tall": known("1")}
	tall := func(v string) map[string]json.RawMessage { return map[string]json.RawMessage{"Tall": known(v)} }
	in := json.RawMessage(`{"KeyId":"` + name + `"}`)
	return plan.Step{
		ID: id, Region: "eu-west-1", Resource: refOf("Toy::Tree", name), Remediations: []string{"GrowTree"}, Controls: []control.ID{"Toy.1"},
		Guarded: []string{"Tall"}, Guard: digest(t, facts, "Tall"), Facts: facts, After: after,
		Changes: []plan.Change{{Fact: "Tall", Before: facts["Tall"], After: known("10")}},
		Do:      []plan.Call{{Operation: plant, Input: in, Leaves: tall("5")}, {Operation: water, Input: in, Move: 1, Leaves: tall("10")}},
		Undo:    []plan.Call{{Operation: water, Input: in, Move: 1, Leaves: tall("5")}, {Operation: plant, Input: in, Leaves: tall("1")}},
	}
}

func digest(t *testing.T, facts map[string]json.RawMessage, names ...string) string {
	t.Helper()
	d, err := resource.DigestOf(facts, names)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (y *yard) tree(name string, tall int) {
	ref := refOf("Toy::Tree", name)
	y.there[ref] = tree{Ref: ref, Tall: resource.Is(tall), Name: resource.Is(name)}
}

func (y *yard) garden() {
	ref := refOf("Toy::Garden", "g")
	y.there[ref] = garden{Ref: ref, Open: resource.Is(true)}
}

// want holds the states of a run's steps, and what was called.
func (y *yard) want(t *testing.T, run *plan.Run, finished bool, calls []string, states ...plan.State) {
	t.Helper()
	var got []plan.State
	for _, s := range run.Steps {
		got = append(got, s.State)
	}
	if !slices.Equal(got, states) || run.Finished.IsZero() == finished {
		t.Errorf("states %v, want %v; finished %v; %v", got, states, run.Finished, y.said)
	}
	if !slices.Equal(y.calls, calls) {
		t.Errorf("calls %q, want %q", y.calls, calls)
	}
}

func TestCreateAndUndo(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("old", 9)
	y.garden()
	p := y.planOf(planting(t, "1", "new"))
	run := y.runPlan(t, p)
	y.want(t, run, true, []string{"DisableKey new"}, plan.Verified)
	if v := run.Steps[0].Verdicts; len(v) != 2 || v[1].Control != "Garden.1" || v[1].Status != control.Passed || v[1].Resource != refOf("", "g").ID {
		t.Errorf("verdicts %+v", v)
	}
	undo, err := propose.Undo("u1", p, run, nil, y.now)
	if err != nil {
		t.Fatal(err)
	}
	y.want(t, y.runPlan(t, undo), true, []string{"DisableKey new", "EnableKey new"}, plan.Undone)
	if len(y.there) != 2 {
		t.Errorf("there stand %v", y.there)
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	ref := refOf("Toy::Tree", "new")
	for name, c := range map[string]struct {
		set   func(*yard)
		want  plan.State
		calls []string
	}{
		"already so":     {func(y *yard) { y.tree("new", 10) }, plan.AlreadySo, nil},
		"made otherwise": {func(y *yard) { y.tree("new", 3) }, plan.StaleStep, nil},
		"never shows":    {func(y *yard) { y.faults = []callFault{{}} }, plan.Pending, []string{"DisableKey new"}},
		"shows late": {func(y *yard) {
			y.faults = []callFault{{}}
			y.later[2*time.Second] = func() { y.tree("new", 10) }
		}, plan.Verified, []string{"DisableKey new"}},
		"answer lost, landed": {func(y *yard) { y.faults = []callFault{{landed: true, err: errCut}} }, plan.Verified, []string{"DisableKey new"}},
		"answer lost":         {func(y *yard) { y.faults = []callFault{{err: errCut}} }, plan.Failed, []string{"DisableKey new"}},
		"denied":              {func(y *yard) { y.faults = []callFault{{err: denied}} }, plan.Failed, []string{"DisableKey new"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newYard(t)
			c.set(y)
			st := planting(t, "1", "new")
			st.Controls, st.Elsewhere = nil, nil
			y.want(t, y.run(t, st), true, c.calls, c.want)
			if _, there := y.there[ref]; !there && c.want == plan.Verified {
				t.Error("it is verified and not there")
			}
		})
	}
}

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

// taking has the second call take what the first one gave.
func taking(t *testing.T, first, fact string) plan.Step {
	t.Helper()
	st := growing(t, "1", "a")
	st.Do[0].Operation, st.Do[0].Keep = first, []string{"Key.Id"}
	st.Do[1].Input, st.Do[1].Outputs = json.RawMessage(`{}`), []plan.Output{{Into: "KeyId", Move: 0, Path: "Key.Id", Fact: fact}}
	return st
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		step   plan.Step
		faults []callFault
		gives  string
		want   plan.State
		calls  []string
	}{
		"used":             {taking(t, plant, ""), nil, "k-1", plan.Verified, []string{"DisableKey a", "EnableKey k-1"}},
		"lost, repeatable": {taking(t, water, ""), []callFault{{landed: true, err: errCut}}, "k-1", plan.Verified, []string{"EnableKey a", "EnableKey a", "EnableKey k-1"}},
		"lost":             {taking(t, plant, ""), []callFault{{landed: true, err: errCut}}, "k-1", plan.Failed, []string{"DisableKey a"}},
		"lost, to be read": {taking(t, plant, "Name"), []callFault{{landed: true, err: errCut}}, "k-1", plan.Verified, []string{"DisableKey a", "EnableKey a"}},
		"not given":        {taking(t, plant, ""), nil, "", plan.Failed, []string{"DisableKey a"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newYard(t)
			y.tree("a", 1)
			y.faults, y.gives = c.faults, map[string]string{"Key.Id": c.gives}
			run := y.run(t, c.step)
			y.want(t, run, true, c.calls, c.want)
			if got := run.Steps[0].Calls[0].Outputs["Key.Id"]; name == "used" && got != "k-1" {
				t.Errorf("the journal has %q", got)
			}
			if c.want == plan.Failed && !strings.Contains(run.Steps[0].Reason, "kms.EnableKey needs the Key.Id that kms.DisableKey gave, and it was lost") {
				t.Errorf("it says %q", run.Steps[0].Reason)
			}
		})
	}
}

// A process that was killed between two calls takes what the first one gave from the journal.
func TestOutputsSurviveAKill(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("a", 1)
	y.gives = map[string]string{"Key.Id": "k-1"}
	st := taking(t, plant, "")
	st.Do[1].Await = &plan.Await{Facts: map[string]json.RawMessage{"Tall": known("7")}, Seconds: 20}
	ctx, cancel := context.WithCancel(t.Context())
	y.sleeps = func() error { cancel(); return context.Canceled }
	if _, err := y.try(ctx, y.planOf(st)); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	y.sleeps = nil
	y.tree("a", 7)
	y.want(t, y.run(t, st), true, []string{"DisableKey a", "EnableKey k-1"}, plan.Verified)
}

// What a step is for elsewhere is judged once all steps that serve it have ended well.
func TestSpanning(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.garden()
	run := y.run(t, planting(t, "1", "a"), planting(t, "2", "b"))
	y.want(t, run, true, []string{"DisableKey a", "DisableKey b"}, plan.Verified, plan.Verified)
	judged := func(rs plan.RunStep) bool {
		return slices.ContainsFunc(rs.Verdicts, func(v plan.VerdictRecord) bool { return v.Control == "Garden.1" })
	}
	if judged(run.Steps[0]) || !judged(run.Steps[1]) {
		t.Errorf("judged by %+v", run.Steps)
	}
}

func TestSpanningFails(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.garden()
	run := y.run(t, planting(t, "1", "a"))
	y.want(t, run, true, []string{"DisableKey a"}, plan.Failed)
	if got := run.Steps[0].Reason; !strings.Contains(got, "Garden.1 still fails: no") {
		t.Errorf("it says %q", got)
	}
}

// The step that ends last judges, also when an earlier one was pending in between.
func TestSpanningAfterPending(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.garden()
	y.faults = []callFault{{}}
	p := y.planOf(planting(t, "1", "a"), planting(t, "2", "b"))
	run := y.runPlan(t, p)
	y.want(t, run, true, []string{"DisableKey a", "DisableKey b"}, plan.Pending, plan.Verified)
	if len(run.Steps[1].Verdicts) != 1 {
		t.Errorf("verdicts %+v", run.Steps[1].Verdicts)
	}
	y.tree("a", 10)
	if err := y.Refresh(t.Context(), p, run); err != nil || run.Steps[0].State != plan.Verified || len(run.Steps[0].Verdicts) != 2 {
		t.Errorf("refreshed it is %+v, %v", run.Steps[0], err)
	}
}

// What is not there any more cannot be judged, and does not hold up the run.
func TestSpanningOfNothing(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.want(t, y.run(t, planting(t, "1", "a")), true, []string{"DisableKey a"}, plan.Verified)
}

// A control that the step serves on another resource is not held against its own.
func TestElsewhereOnly(t *testing.T) {
	t.Parallel()
	y := newYard(t)
	y.tree("b", 10)
	st := planting(t, "1", "a")
	st.Changes[0].After, st.Do[0].Leaves["Tall"] = known("3"), known("3")
	st.Controls, st.Elsewhere = []control.ID{"Toy.1"}, []plan.Judged{{Control: "Toy.1", Resource: refOf("Toy::Tree", "b")}}
	y.want(t, y.run(t, st), true, []string{"DisableKey a"}, plan.Verified)
	y = newYard(t)
	y.tree("b", 10)
	st.Elsewhere = append(st.Elsewhere, plan.Judged{Control: "Toy.1", Resource: st.Resource})
	y.want(t, y.run(t, st), true, []string{"DisableKey a"}, plan.Failed)
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

// Every message of the package is in its list, so that it can be read in both languages.
func TestTexts(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, m := range apply.Texts() {
		listed[m.Key] = true
	}
	for _, key := range []string{"apply/behind", "apply/awaits", "apply/awaits-blind", "apply/lost", "apply/waits", "apply/propagation"} {
		if !listed[key] {
			t.Errorf("%s is not listed", key)
		}
	}
}
