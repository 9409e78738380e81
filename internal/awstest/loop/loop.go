// Package loop puts every remediation through the whole loop on the tests' AWS: scan FAILED → plan → approve → apply →
// verified → rescan, nothing newly failing → undo → FAILED again, state equal to the first.
package loop

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store/sqlite"
)

// Case is one turn of the loop.
type Case struct {
	Service *catalog.Service
	// With are further services, which have the collectors of what controls of the service judge.
	With        []*catalog.Service
	Remediation string
	// Controls must fail before and pass after.
	Controls []control.ID
	Regions  []string
	Params   map[string]any
	// Ahead moves the clock, for what cannot be made old.
	Ahead time.Duration
	// Setup makes the bad account.
	Setup func(t *testing.T, a *awstest.Account)
	// OneWay tells that there is no way back, at least for one step: then the undo must say so for that, and the loop ends
	// with what else can be undone.
	OneWay bool
	// Repeats tells that calls may be made more than once, because Setup has some of them fail.
	Repeats bool
	// Later is what makes AWS do what steps are left pending for; nil where nothing is.
	Later func(t *testing.T, a *awstest.Account)
	// Account is where the loop runs; nil takes a fresh one on the server that all tests share.
	Account *awstest.Account
	// Same holds facts that may come back otherwise, because AWS mints them anew.
	Same []string
}

// Bench is an account with the engines around it.
type Bench struct {
	T       *testing.T
	AWS     *awstest.Account
	Catalog *catalog.Catalog
	Source  collect.Live
	Session *awsconf.Session
	Applier *apply.Applier
	Store   *sqlite.DB
	Now     func() time.Time
	Select  []evaluate.Selected
}

// New sets a fresh account up with the engines around it.
func New(t *testing.T, c Case) *Bench {
	t.Helper()
	cat, err := catalog.New(append([]*catalog.Service{c.Service}, c.With...)...)
	if err != nil {
		t.Fatal(err)
	}
	account := c.Account
	if account == nil {
		account = awstest.New(t)
	}
	session, err := awsconf.Open(t.Context(), awsconf.Options{
		Credentials: account.Credentials(), Endpoint: account.Endpoint(), Region: "us-east-1", Reads: cat.Reads(),
		Timeout: 20 * time.Second, Attempts: 3,
	})
	if err != nil {
		t.Fatal(err)
	}
	regions := c.Regions
	if len(regions) == 0 {
		regions = []string{"us-east-1"}
	}
	b := &Bench{T: t, AWS: account, Catalog: cat, Session: session, Source: collect.Live{Session: session, In: regions}}
	b.Now = func() time.Time { return time.Now().Add(c.Ahead).UTC() }
	for _, u := range cat.Controls() {
		b.Select = append(b.Select, evaluate.Selected{Unit: u, Params: u.Params.Defaults})
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "manten.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Shut() })
	b.Store = db
	b.Applier = &apply.Applier{
		Catalog: cat, Account: apply.Live{Catalog: cat, Reader: b.Source, Writer: session}, Journal: db, Controls: b.Select,
		Clock: apply.RealClock(b.Now), Caller: session.Caller,
		Waits: apply.Waits{Verify: 5 * time.Second, Settle: 2 * time.Second, Lease: time.Minute},
	}
	return b
}

// Scan reads and evaluates everything.
func (b *Bench) Scan() (collect.Result, []control.Finding) {
	b.T.Helper()
	b.Session.Forget()
	var units []*catalog.ControlUnit
	for _, s := range b.Select {
		units = append(units, s.Unit)
	}
	res, err := collect.Collect(b.T.Context(), b.Source, collect.Wishes(b.Catalog, units), 8)
	if err != nil {
		b.T.Fatal(err)
	}
	return res, evaluate.New(b.Catalog, b.Select, b.Now()).All(res)
}

// Plan makes a plan from a scan with one remediation.
func (b *Bench) Plan(res collect.Result, findings []control.Finding, o propose.Options) *plan.Plan {
	b.T.Helper()
	p := &propose.Proposer{Catalog: b.Catalog, Source: b.Source, Caller: b.Session.Caller, Options: o}
	out, err := p.Plan(b.T.Context(), "p1", propose.Scan{
		ID: "s1", Finished: b.Now(), Controls: b.Select, Resources: res.Resources, Findings: findings,
	}, b.Now())
	if err != nil {
		b.T.Fatal(err)
	}
	return roundTrip(b.T, out)
}

// roundTrip writes the plan and reads it again, as everything that is applied has been.
func roundTrip(t *testing.T, p *plan.Plan) *plan.Plan {
	t.Helper()
	data, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := plan.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// Apply applies the plan, every step of it approved.
func (b *Bench) Apply(run string, p *plan.Plan) *plan.Run {
	b.T.Helper()
	digest, err := plan.Digest(p)
	if err != nil {
		b.T.Fatal(err)
	}
	r, err := b.Applier.Apply(b.T.Context(), p, apply.Opening{
		RunID: run, Plan: p.ID, Digest: digest, Account: p.Account, UndoOf: p.UndoOf, Holder: apply.Holder{Host: "test", PID: 1},
	}, func(*plan.Step) *apply.Refusal { return nil })
	if err != nil {
		b.T.Fatal(err)
	}
	return r
}

// Run puts a remediation through the loop.
func Run(t *testing.T, c Case) {
	t.Helper()
	b := New(t, c)
	c.Setup(t, b.AWS)
	before, findings := b.Scan()
	failing(t, findings, c.Controls, control.Failed)

	options := propose.Options{Remediations: []string{c.Remediation}, Params: map[string]map[string]any{c.Remediation: c.Params}}
	p := b.Plan(before, findings, options)
	if len(p.Steps) == 0 {
		t.Fatalf("nothing was planned: %+v", p.Left)
	}
	if err := propose.Check(b.Catalog, p); err != nil {
		t.Fatal(err)
	}
	b.run("r1", p, plan.Verified, c.Later)
	writesDeclared(t, b, p, c.Repeats)

	after, now := b.Scan()
	failing(t, now, c.Controls, control.Passed)
	newly(t, p, findings, now)
	if again := b.Plan(after, now, options); len(again.Steps) > 0 {
		t.Errorf("planning again yields %d steps", len(again.Steps))
	}

	undo(t, b, p, c)
	if c.OneWay {
		return
	}
	last, then := b.Scan()
	failing(t, then, c.Controls, control.Failed)
	same(t, before, last, c.Same)
}

// run applies a plan and brings what is left pending to its end. Steps that cannot be undone say so in the plan.
func (b *Bench) run(id string, p *plan.Plan, want plan.State, later func(*testing.T, *awstest.Account)) {
	b.T.Helper()
	r := b.Apply(id, p)
	pending := func(s plan.RunStep) bool { return s.State == plan.Pending }
	if later != nil && slices.ContainsFunc(r.Steps, pending) {
		later(b.T, b.AWS)
		if err := b.Applier.Refresh(b.T.Context(), p, r); err != nil {
			b.T.Fatal(err)
		}
	}
	for _, s := range r.Steps {
		if s.State != want {
			b.T.Errorf("step %s is %s (%s), want %s", s.Step, s.State, s.Reason, want)
		}
	}
}

// inverse is the plan that undoes the run of p.
func inverse(t *testing.T, b *Bench, p *plan.Plan) *plan.Plan {
	t.Helper()
	r, err := b.Store.Run(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	u, err := propose.Undo("u1", p, r, nil, b.Now())
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// undo takes back what can be taken back, and holds that the rest is just what the case and the plan say.
func undo(t *testing.T, b *Bench, p *plan.Plan, c Case) {
	t.Helper()
	u := inverse(t, b, p)
	for _, l := range u.Left {
		i := slices.IndexFunc(p.Steps, func(s plan.Step) bool { return s.Resource.ID == l.Resource && s.Irreversible != nil })
		if i < 0 || l.Why.Key != "undo/irreversible" {
			t.Errorf("undo leaves %s: %s", l.Resource, l.Why)
		}
	}
	if len(u.Steps)+len(u.Left) != len(p.Steps) || c.OneWay != (len(u.Left) > 0) {
		t.Errorf("undo plans %d steps and leaves %d of %d", len(u.Steps), len(u.Left), len(p.Steps))
	}
	if len(u.Steps) > 0 {
		b.run("r2", roundTrip(t, u), plan.Undone, c.Later)
	}
}

// failing holds that each of the controls has a finding with the status, and none that fails where it shall pass.
func failing(t *testing.T, findings []control.Finding, ids []control.ID, want control.Status) {
	t.Helper()
	for _, id := range ids {
		found := false
		for _, f := range findings {
			if f.Control != id {
				continue
			}
			found = found || f.Status == want
			if want == control.Passed && f.Status != want {
				t.Errorf("%s is %s on %s: %s", id, f.Status, f.Resource, f.Reason)
			}
		}
		if !found {
			t.Errorf("no finding of %s is %s: %+v", id, want, findings)
		}
	}
}

// newly holds that nothing fails now that did not before, beyond what the plan announced: neither what passed, nor what
// the plan has made.
func newly(t *testing.T, p *plan.Plan, before, now []control.Finding) {
	t.Helper()
	was := map[string]control.Status{}
	for _, f := range before {
		was[f.ID] = f.Status
	}
	for _, f := range now {
		announced := slices.ContainsFunc(p.Announced, func(a plan.Announced) bool { return a.Control == f.Control })
		worse := f.Status == control.Failed && was[f.ID] != control.Failed
		if (worse || f.Status != control.Passed && was[f.ID] == control.Passed) && !announced {
			t.Errorf("%s newly %s on %s: %s", f.Control, f.Status, f.Resource, f.Reason)
		}
	}
}

// same compares the resources of two scans.
func same(t *testing.T, before, after collect.Result, but []string) {
	t.Helper()
	was, is := flat(t, before, but), flat(t, after, but)
	maps.DeleteFunc(is, func(id string, facts map[string]any) bool { return was[id] == nil && dying(facts) })
	if diff := cmp.Diff(was, is); diff != "" {
		t.Errorf("after the undo something is otherwise than before (-before +after):\n%s", diff)
	}
}

// dying tells whether a resource is a key that is scheduled for deletion: none can be deleted sooner.
func dying(facts map[string]any) bool {
	fact, _ := facts["Metadata"].(map[string]any)
	value, _ := fact["value"].(map[string]any)
	return value["State"] == "PendingDeletion"
}

func flat(t *testing.T, res collect.Result, but []string) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	for _, r := range res.Resources {
		facts, err := resource.Facts(r, resource.NamesOf(r))
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]any{}
		for name, raw := range facts {
			var v any
			if err := json.Unmarshal(raw, &v); err != nil {
				t.Fatal(err)
			}
			m[name] = v
		}
		maps.DeleteFunc(m, func(name string, _ any) bool { return slices.Contains(but, name) })
		out[r.Reference().Region+" "+r.Reference().ID] = m
	}
	return out
}

// writesDeclared holds that the only writes that reached AWS are those of the plan, each once unless it may be repeated.
func writesDeclared(t *testing.T, b *Bench, p *plan.Plan, repeats bool) {
	t.Helper()
	var reads []awsop.Op
	reads = append(reads, b.Catalog.Reads()...)
	allowed := map[string]bool{"sts.GetCallerIdentity": true, "sts.AssumeRole": true}
	for _, r := range reads {
		allowed[r.Name] = true
	}
	planned, made := map[string]int{}, map[string]int{}
	for _, s := range p.Steps {
		for _, c := range s.Do {
			planned[c.Operation]++
		}
	}
	for _, c := range b.AWS.Calls() {
		if name := c.Service + "." + c.Operation; !allowed[name] {
			made[name]++
		}
	}
	for name, n := range planned {
		if made[name] < n || made[name] > n && !repeats {
			t.Errorf("%s: %d calls were planned, AWS got %d", name, n, made[name])
		}
		delete(made, name)
	}
	if len(made) > 0 {
		t.Errorf("AWS got calls that nobody planned: %v", made)
	}
}
