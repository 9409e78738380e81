package propose_test

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

const (
	account = "111122223333"
	region  = "eu-west-1"
)

var now = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

// lamp is a made-up resource. Its facts mean something only to the controls and remediations of each test.
type lamp struct {
	resource.Ref
	On         resource.Fact[bool]
	Brightness resource.Fact[int]
	Labels     resource.Fact[[]string]
	Wired      resource.Fact[bool]
	LastUse    resource.Fact[int]
	Tags       resource.Fact[map[string]string]
}

// bare is a resource without tags.
type bare struct {
	resource.Ref
	On resource.Fact[bool]
}

func lampNamed(name string) lamp {
	return lamp{
		Ref: resource.Ref{Type: "Toy::Lamp", Account: account, Region: region, ID: "arn:aws:toy:::" + name, Name: name},
		On:  resource.Is(false), Brightness: resource.Is(1), Labels: resource.Is([]string{}), Wired: resource.Is(false),
		LastUse: resource.Is(0), Tags: resource.Is(map[string]string{}),
	}
}

// toys gathers the units of a test. Its operations borrow their names from KMS; nothing is sent there.
type toys struct {
	*catalog.Service
	t   testing.TB
	set awsop.Write[kms.PutKeyPolicyInput]
}

func newToys(t testing.TB) *toys {
	t.Helper()
	s := catalog.NewService("toy")
	catalog.Collector(s, catalog.CollectorSpec[lamp]{Type: "Toy::Lamp", Version: 1, Scope: catalog.Regional})
	catalog.Collector(s, catalog.CollectorSpec[bare]{Type: "Toy::Bare", Version: 1, Scope: catalog.Regional})
	set := catalog.Write(s, awsop.NewWrite(kms.NewFromConfig, (*kms.Client).PutKeyPolicy, "toy:Set"))
	return &toys{s, t, set}
}

func (s *toys) say(key string) text.Template { return catalog.Text(s.Service, key, key, key) }

// control declares a control of FSBP that fails unless ok.
func (s *toys) control(id control.ID, severity control.Severity, ok func(lamp) bool, reads ...string) {
	yes, no := s.say(string(id)+"/yes"), s.say(string(id)+"/no")
	catalog.Control(s.Service, catalog.ControlSpec[lamp, catalog.None]{
		ID: id, Title: string(id), Severity: severity, Standards: standard.In{standard.FSBP: string(id)}, Reads: reads,
		Evaluate: func(l lamp, _ catalog.None, _ time.Time) control.Verdict {
			return control.PassIf(ok(l), yes.With(), no.With())
		},
	})
}

// edit is what a made-up remediation does: each stage is a call that leaves the lamp as the function makes it.
type edit struct {
	name   string
	serves []control.ID
	reads  []string
	looks  []string
	stages []func(*lamp)
	effect catalog.Effect
}

// remediation declares a remediation. Calls and undo calls set all facts that the stage changes.
func (s *toys) remediation(e edit) {
	catalog.Remediation(s.Service, catalog.RemediationSpec[lamp, catalog.None]{
		Name: e.name, Summary: s.say(e.name + "/summary"), Controls: e.serves, Reads: e.reads, Looks: e.looks,
		OneWay: !e.effect.Irreversible.IsZero(),
		Plan: func(l lamp, _ catalog.None, _ time.Time) catalog.Edit[lamp] {
			out := catalog.Edit[lamp]{After: l}
			for _, stage := range e.stages {
				before := out.After
				after := resource.Clone(before)
				stage(&after)
				if len(resource.Differing(before, after, resource.NamesOf(l))) == 0 {
					continue
				}
				m := catalog.Move{Do: s.write(before, after), Undo: s.write(after, before), Leaves: after}
				if !e.effect.Irreversible.IsZero() {
					m.Undo = awsop.Bound{}
				}
				out.After, out.Moves = after, append(out.Moves, m)
			}
			if n := len(out.Moves); n > 0 {
				out.Moves[n-1].Leaves, out.Effect = nil, e.effect
			}
			return out
		},
	})
}

// write is a call that turns one lamp into another.
func (s *toys) write(from, to lamp) awsop.Bound {
	facts, err := resource.Facts(to, resource.Differing(from, to, resource.NamesOf(to)))
	if err != nil {
		s.t.Fatal(err)
	}
	policy, err := json.Marshal(facts)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.set.With(&kms.PutKeyPolicyInput{KeyId: &to.Name, Policy: new(string(policy))})
}

// bench is an account in memory with what a scan found there, and a proposer for it.
type bench struct {
	*propose.Proposer
	cat      *catalog.Catalog
	selected []evaluate.Selected
	// there is what stands there now; the scan may have seen something else.
	there map[resource.Ref]resource.Resource
	scan  propose.Scan
	fault error

	mu    sync.Mutex
	asked []string
}

func (s *toys) bench(found ...resource.Resource) *bench {
	s.t.Helper()
	cat, err := catalog.New(s.Service)
	if err != nil {
		s.t.Fatal(err)
	}
	b := &bench{cat: cat, there: map[resource.Ref]resource.Resource{}}
	for _, u := range cat.Controls() {
		b.selected = append(b.selected, evaluate.Selected{Unit: u, Params: u.Params.Defaults})
	}
	for _, r := range found {
		b.there[r.Reference()] = r
	}
	b.scan = propose.Scan{
		ID: "s1", Finished: now.Add(-time.Hour), Controls: b.selected, Resources: found,
		Findings: evaluate.New(cat, b.selected, now).All(collect.Result{Resources: found}),
	}
	b.Proposer = &propose.Proposer{Catalog: cat, Source: source{bench: b}, Caller: "arn:aws:iam::" + account + ":user/anna"}
	return b
}

// source is a bench as a source to plan from.
type source struct {
	collect.Source
	bench *bench
}

func (source) Account() string { return account }

func (source) Global() string { return "us-east-1" }

func (source) Regions() []string { return []string{region} }

func (s source) List(_ context.Context, u *catalog.CollectorUnit, _ string, _ []string) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		for _, r := range s.bench.there {
			if r.Reference().Type == u.Type && !yield(r, nil) {
				return
			}
		}
	}
}

func (source) Fill(_ context.Context, _ *catalog.CollectorUnit, r resource.Resource, _ []string) (resource.Resource, error) {
	return r, nil
}

func (s source) Get(_ context.Context, u *catalog.CollectorUnit, ref resource.Ref, facts []string) (resource.Resource, error) {
	if s.bench.fault != nil {
		return nil, s.bench.fault
	}
	s.bench.mu.Lock()
	defer s.bench.mu.Unlock()
	s.bench.asked = facts
	r, ok := s.bench.there[ref]
	if !ok {
		return nil, fault.New(fault.NotFound, "%s", ref)
	}
	return u.Patch(u.Empty(ref), r, facts...)
}

func (b *bench) make(t testing.TB) *plan.Plan {
	t.Helper()
	p, err := b.Plan(t.Context(), "p1", b.scan, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := propose.Check(b.cat, p); err != nil {
		t.Errorf("a plan just made is refused: %v", err)
	}
	inOrder(t, p)
	return p
}

// inOrder holds that every step comes after those that it depends on, and is planned on what they leave.
func inOrder(t testing.TB, p *plan.Plan) {
	t.Helper()
	seen := map[string]bool{}
	state := map[string]json.RawMessage{}
	for _, s := range p.Steps {
		for _, id := range s.After {
			if !seen[id] {
				t.Errorf("step %s comes before step %s, which it depends on", s.ID, id)
			}
		}
		seen[s.ID] = true
		for _, fact := range s.Guarded {
			if left, ok := state[s.Resource.ID+fact]; ok && string(left) != string(s.Facts[fact]) {
				t.Errorf("step %s was planned on %s %s, the steps before it leave %s", s.ID, fact, s.Facts[fact], left)
			}
		}
		for _, c := range s.Changes {
			state[s.Resource.ID+c.Fact] = c.After
		}
	}
}

// left are the reasons for which a plan leaves findings, by "control resource".
func left(t testing.TB, p *plan.Plan) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, l := range p.Left {
		key := strings.TrimSpace(string(l.Control) + " " + strings.TrimPrefix(l.Resource, "arn:aws:toy:::"))
		if _, twice := out[key]; twice {
			t.Errorf("%s is left twice", key)
		}
		out[key] = l.Why.Text
	}
	return out
}

// steps are a plan's steps as "remediations name".
func steps(p *plan.Plan) []string {
	var out []string
	for _, s := range p.Steps {
		out = append(out, strings.Join(s.Remediations, "+")+" "+s.Resource.Name)
	}
	return out
}

// policies are what calls set.
func policies(t testing.TB, calls []plan.Call) []string {
	t.Helper()
	var out []string
	for _, c := range calls {
		var in kms.PutKeyPolicyInput
		if err := json.Unmarshal(c.Input, &in); err != nil {
			t.Fatal(err)
		}
		out = append(out, *in.Policy)
	}
	return out
}

func is(v string) json.RawMessage { return json.RawMessage(`{"state":"known","value":` + v + `}`) }

// Some things that many tests use.

func turnOn(l *lamp) { l.On = resource.Is(true) }

func isOn(l lamp) bool { return l.On.Value() }

func label(name string) func(*lamp) {
	return func(l *lamp) {
		if !slices.Contains(l.Labels.Value(), name) {
			l.Labels = resource.Is(append(slices.Clone(l.Labels.Value()), name))
		}
	}
}

func labelled(name string) func(lamp) bool {
	return func(l lamp) bool { return slices.Contains(l.Labels.Value(), name) }
}

// switched are toys with one control and the remediation for it.
func switched(t testing.TB) *toys {
	t.Helper()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On"}, looks: []string{"LastUse"}, stages: []func(*lamp){turnOn}})
	return s
}
