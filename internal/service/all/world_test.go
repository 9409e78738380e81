package all_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
)

// world is a made-up account as a source of resources.
type world struct {
	cat       *catalog.Catalog
	resources map[resource.Ref]resource.Resource
	// controls are those that it is scanned for, and options what plans are made with.
	controls []*catalog.ControlUnit
	options  propose.Options
	// sure tells that nothing in it is hidden.
	sure bool
	// made are facts that AWS made up, as they were before.
	made map[resource.Ref]resource.Resource
}

var worldRegions = []string{"ap-northeast-1", region, "us-east-1"}

// newWorld makes an account with resources of all types.
func newWorld(t testing.TB, cat *catalog.Catalog, seed string) *world {
	t.Helper()
	s := newSampler(t, seed)
	s.sure = s.one(3)
	w := emptyWorld(cat)
	w.controls, w.sure = cat.Controls(), s.sure
	for _, u := range cat.Collectors() {
		regions := worldRegions
		if u.Scope == catalog.Global {
			regions = []string{w.Global()}
		}
		for _, region := range regions {
			w.fill(s, u, region, 4)
		}
	}
	return w
}

func emptyWorld(cat *catalog.Catalog) *world {
	return &world{cat: cat, resources: map[resource.Ref]resource.Resource{}, made: map[resource.Ref]resource.Resource{}}
}

// fill makes resources of a type in a region, so many of them where there can be more than one.
func (w *world) fill(s *sampler, u *catalog.CollectorUnit, region string, count int) {
	if _, named := namings[u.Type]; !named {
		count = 1
	}
	for n := range count {
		if count > 1 && s.one(6) {
			continue
		}
		r := s.resource(u, region, n)
		w.resources[r.Reference()] = r
	}
}

func (w *world) Account() string   { return account }
func (w *world) Regions() []string { return worldRegions }
func (w *world) Global() string    { return "us-east-1" }

func (w *world) List(_ context.Context, u *catalog.CollectorUnit, region string, _ []string) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		for _, ref := range slices.SortedFunc(maps.Keys(w.resources), resource.Ref.Compare) {
			if ref.Type == u.Type && (ref.Region == region || u.Scope == catalog.Dispersed) && !yield(u.Empty(ref), nil) {
				return
			}
		}
	}
}

func (w *world) Fill(_ context.Context, u *catalog.CollectorUnit, r resource.Resource, facts []string) (resource.Resource, error) {
	return w.patch(u, r, facts)
}

// Get gives no more than was asked for, as AWS would be asked.
func (w *world) Get(_ context.Context, u *catalog.CollectorUnit, ref resource.Ref, facts []string) (resource.Resource, error) {
	return w.patch(u, u.Empty(ref), facts)
}

func (w *world) patch(u *catalog.CollectorUnit, r resource.Resource, facts []string) (resource.Resource, error) {
	full, ok := w.resources[r.Reference()]
	if !ok {
		return nil, fault.New(fault.NotFound, "there is no %s", r.Reference())
	}
	return u.Patch(r, full, facts...)
}

func (w *world) scan(t testing.TB) propose.Scan {
	t.Helper()
	res, err := collect.Collect(t.Context(), w, collect.Wishes(w.cat, w.controls), 2)
	if err != nil {
		t.Fatal(err)
	}
	var selected []evaluate.Selected
	for _, u := range w.controls {
		selected = append(selected, evaluate.Selected{Unit: u, Params: u.Params.Defaults})
	}
	return propose.Scan{
		ID: "scan", Regions: worldRegions, Finished: catalogtest.Now, Controls: selected, Resources: res.Resources,
		Findings: evaluate.New(w.cat, selected, catalogtest.Now).All(res),
	}
}

// plan makes a plan of everything and reads it as it would be stored.
func (w *world) plan(t testing.TB, scan propose.Scan) *plan.Plan {
	t.Helper()
	return stored(t, w.planned(t, scan))
}

// planned makes a plan of everything.
func (w *world) planned(t testing.TB, scan propose.Scan) *plan.Plan {
	t.Helper()
	p, err := (&propose.Proposer{Catalog: w.cat, Source: w, Caller: "arn:aws:iam::" + account + ":user/path/user-1", Options: w.options}).
		Plan(t.Context(), "plan", scan, catalogtest.Now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func stored(t testing.TB, p *plan.Plan) *plan.Plan {
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

// apply puts what the steps change into the account, in their order, all but one. It says what does not fit.
func (w *world) apply(p *plan.Plan, but string) error {
	var errs []error
	done := map[string]bool{}
	for _, s := range p.Steps {
		for _, first := range s.After {
			if !done[first] {
				errs = append(errs, fmt.Errorf("step %s comes before step %s, which it waits for", s.ID, first))
			}
		}
		done[s.ID] = true
		if s.ID == but {
			continue
		}
		if err := w.step(s, p); err != nil {
			return errors.Join(append(errs, fmt.Errorf("step %s: %w", s.ID, err))...)
		}
	}
	return errors.Join(errs...)
}

// step puts what a step changes into the account.
func (w *world) step(s plan.Step, p *plan.Plan) error {
	u, _ := w.cat.Collector(s.Resource.Type)
	before, there := w.resources[s.Resource]
	switch {
	case there == (s.Makes == plan.Creates):
		return fmt.Errorf("it %s %s; that it is there is %v", s.Makes, s.Resource, there)
	case !there:
		before = u.Missing(s.Resource)
	}
	if guard, err := resource.Digest(before, s.Guarded); err != nil || guard != s.Guard {
		return fmt.Errorf("it is guarded by %s, the resource then has %s (%w)", s.Guard, guard, err)
	}
	after := map[string]json.RawMessage{}
	for _, c := range s.Changes {
		now, err := resource.FactOf(before, c.Fact).MarshalJSON()
		if err != nil || string(now) != string(c.Before) {
			return fmt.Errorf("it takes %s for %s, it is %s (%w)", c.Fact, c.Before, now, err)
		}
		after[c.Fact] = c.After
	}
	from, err := u.With(s.Resource, after)
	if err != nil {
		return err
	}
	r, err := u.Patch(before, from, s.Changed()...)
	if err != nil {
		return err
	}
	if p.UndoOf == "" {
		r, err = w.makeUp(u, s, before, r, p.Created)
	} else if was, ok := w.made[s.Resource]; ok && s.Makes == "" {
		r, err = u.Patch(r, was, openFacts(was, r)...)
	}
	w.resources[s.Resource] = r
	if s.Makes == plan.Deletes {
		delete(w.resources, s.Resource)
	}
	return err
}

// makeUp leaves open the facts that AWS makes up when a step is carried out: nobody knows them before.
func (w *world) makeUp(u *catalog.CollectorUnit, s plan.Step, before, after resource.Resource, now time.Time) (resource.Resource, error) {
	shall := before
	for _, name := range s.Remediations {
		unit, _ := w.cat.Remediation(name)
		params, err := unit.Params.Decode(s.Parameters[name])
		if err != nil {
			return nil, err
		}
		shall = unit.Derive(shall, params, now).After
	}
	made := openFacts(before, shall)
	if _, ok := w.made[s.Resource]; !ok && len(made) > 0 {
		w.made[s.Resource] = before
	}
	return u.Patch(after, u.Empty(s.Resource), made...)
}

// openFacts are the facts that an edit leaves for AWS to make up.
func openFacts(before, after resource.Resource) []string {
	return slices.DeleteFunc(resource.Differing(before, after, resource.NamesOf(after)), func(name string) bool { return !madeUp(after, name) })
}
