package apply_test

import (
	"context"
	"encoding/json"
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
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store/sqlite"
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
