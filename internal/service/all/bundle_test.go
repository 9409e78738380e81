package all_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
)

// accounts is how many accounts a bundle is tried on: each is a scan and a plan of its own.
const accounts = 250

// extras are parameters that plans of made-up accounts are made with.
var extras = []map[string]map[string]any{
	nil,
	{
		"CreateLogMetricFilterAndAlarm":        {"email": "new@example.com"},
		"ReplaceCodeBuildClearTextCredentials": {"deactivateKey": true},
		"CreateCloudTrailMultiRegionTrail":     {"retentionInDays": 365, "homeRegion": region, "namespace": "x"},
		"EnableCloudTrailToCloudWatchLogging":  {"retentionInDays": 90, "namespace": "x"},
	},
	{
		"CreateLogMetricFilterAndAlarm":    {"email": "ops@example.com", "kmsKeyArn": "arn:aws:kms:us-east-1:" + account + ":key/own"},
		"CreateCloudTrailMultiRegionTrail": {"kmsKeyArn": "arn:aws:kms:us-east-1:" + account + ":key/own"},
		"CreateIAMSupportRole":             {"trustedPrincipals": []string{"arn:aws:iam::" + account + ":role/path/role-0"}},
		"EncryptRDSSnapshot":               {"keepOriginal": true},
	},
}

// bundleWorld makes an account with what a bundle looks at, and sometimes with what it would make, half made.
func bundleWorld(t testing.TB, cat *catalog.Catalog, u *catalog.RemediationUnit, n int) *world {
	t.Helper()
	s := newSampler(t, fmt.Sprint(u.Name, n))
	s.sure = !s.one(5)
	w := emptyWorld(cat)
	w.sure = s.sure
	w.options = propose.Options{Remediations: []string{u.Name}, Params: extras[n%len(extras)]}
	for _, id := range some(s, len(u.Controls), u.Controls...) {
		c, _ := cat.Control(id)
		w.controls = append(w.controls, c)
	}
	if len(w.controls) == 0 {
		c, _ := cat.Control(u.Controls[0])
		w.controls = append(w.controls, c)
	}
	dense := pick(s, 2, 4, 50)
	for _, c := range typesFor(cat, u) {
		in := dense
		switch {
		case slices.Contains(neededBesides[u.Name], c.Type):
			in = 1
		case c == cat.CollectorFor(u):
			in = 2
		}
		w.some(s, c, in)
	}
	if s.one(3) {
		w.half(t, s)
	}
	return w
}

// neededBesides are types that bundles need without looking at them.
var neededBesides = map[string][]resource.Type{
	"CreateLogMetricFilterAndAlarm":        {"AWS::CloudTrail::Account"},
	"ReplaceCodeBuildClearTextCredentials": {"AWS::IAM::Role", "AWS::IAM::User"},
}

// typesFor are the collectors of what a bundle and its controls look at.
func typesFor(cat *catalog.Catalog, u *catalog.RemediationUnit) []*catalog.CollectorUnit {
	out := []*catalog.CollectorUnit{cat.CollectorFor(u)}
	add := func(c *catalog.CollectorUnit) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for _, of := range neededBesides[u.Name] {
		c, _ := cat.Collector(of)
		add(c)
	}
	for _, n := range u.Needs {
		add(cat.CollectorNeeded(n))
	}
	for _, id := range u.Controls {
		c, _ := cat.Control(id)
		for _, of := range cat.CollectorsOf(c) {
			add(of)
			for _, n := range c.NeedsOf(of) {
				add(cat.CollectorNeeded(n))
			}
		}
	}
	return out
}

// some makes few resources of a type, each once in so many times; those that stand for the account always.
func (w *world) some(s *sampler, u *catalog.CollectorUnit, in int) {
	regions := worldRegions
	if u.Scope == catalog.Global {
		regions = []string{w.Global()}
	}
	_, named := namings[u.Type]
	for _, region := range regions {
		if !named {
			w.fill(s, u, region, 1)
			continue
		}
		for n := range 4 {
			if s.one(in) {
				r := s.resource(u, region, n)
				w.resources[r.Reference()] = r
			}
		}
	}
}

// half makes some of what a plan would make, in any state.
func (w *world) half(t testing.TB, s *sampler) {
	t.Helper()
	for _, step := range w.planned(t, w.scan(t)).Steps {
		if u, _ := w.cat.Collector(step.Resource.Type); step.Makes == plan.Creates && s.one(4) {
			w.resources[step.Resource] = s.resourceAt(u, step.Resource)
		}
	}
}

// settle makes up what was left open, as AWS does.
func (w *world) settle(s *sampler) error {
	for ref := range w.made {
		u, _ := w.cat.Collector(ref.Type)
		r, there := w.resources[ref]
		if !there {
			continue
		}
		open := slices.DeleteFunc(slices.Clone(u.Facts), func(name string) bool { return !madeUp(r, name) })
		sure := *s
		sure.sure, sure.fresh = true, true
		var err error
		if w.resources[ref], err = u.Patch(r, sure.resourceAt(u, ref), open...); err != nil {
			return err
		}
	}
	return nil
}

// promised holds a plan of a bundle against what bundles promise. One step, if it is named, is left out.
func (w *world) promised(t *testing.T, s *sampler, scan propose.Scan, p *plan.Plan, but string) error {
	t.Helper()
	first := w.show(t)
	if err := w.apply(p, but); err != nil {
		return err
	}
	if err := w.settle(s); err != nil {
		return err
	}
	for _, s := range p.Steps {
		if _, there := w.resources[s.Resource]; there != (s.Makes != plan.Deletes) {
			return fmt.Errorf("step %s (%v) %s %s; that it is there is %v", s.ID, s.Remediations, s.Makes, s.Resource, there)
		}
	}
	after := w.scan(t)
	for _, f := range after.Findings {
		if f.Status == control.Failed && failed(scan, f) && !isLeft(p, f) {
			return fmt.Errorf("%s still fails on %s, and the plan did not say so: %s", f.Control, f.Resource, f.Reason)
		}
	}
	for _, s := range w.planned(t, after).Steps {
		if !late(s, after, p) {
			return fmt.Errorf("planning again yields a step: %v of %s", s.Remediations, s.Resource)
		}
	}
	return w.undone(t, p, first)
}

// late tells whether a step is only for what the first plan left (what stood in its way may be gone) or announced.
func late(s plan.Step, scan propose.Scan, first *plan.Plan) bool {
	was := len(s.Controls) == 0 && len(first.Announced) > 0
	for _, f := range scan.Findings {
		if serves(s, f) {
			if !isLeft(first, f) && !isAnnounced(first, f) {
				return false
			}
			was = true
		}
	}
	return was
}

func failed(scan propose.Scan, f control.Finding) bool {
	return slices.ContainsFunc(scan.Findings, func(o control.Finding) bool { return o.ID == f.ID && o.Status == control.Failed })
}

// undone takes back a plan that was carried out, and holds that all is as it was at first, but for what has no way back.
func (w *world) undone(t *testing.T, p *plan.Plan, first map[resource.Ref]string) error {
	t.Helper()
	undo, err := propose.Undo("undo", p, ran(p), nil, catalogtest.Now)
	if err != nil {
		return err
	}
	if err := w.apply(undo, ""); err != nil {
		return fmt.Errorf("undoing: %w", err)
	}
	var errs []error
	last := w.show(t)
	for _, ref := range w.union(first, last) {
		final := slices.ContainsFunc(undo.Left, func(l plan.Left) bool { return l.Resource == ref.ID && l.Region == ref.Region })
		if first[ref] != last[ref] && !final {
			errs = append(errs, fmt.Errorf("%s was %s and is %s", ref, first[ref], last[ref]))
		}
	}
	return errors.Join(errs...)
}

func (w *world) union(a, b map[resource.Ref]string) []resource.Ref {
	var out []resource.Ref
	for _, m := range []map[resource.Ref]string{a, b} {
		for ref := range m {
			if !slices.Contains(out, ref) {
				out = append(out, ref)
			}
		}
	}
	return out
}

// ran is a run that carried out all of a plan.
func ran(p *plan.Plan) *plan.Run {
	run := &plan.Run{ID: "run", Plan: p.ID}
	for _, s := range p.Steps {
		rs := plan.RunStep{Step: s.ID, State: plan.Verified}
		for i, c := range s.Do {
			rs.Calls = append(rs.Calls, plan.CallRecord{Index: i, Operation: c.Operation, Finished: p.Created})
		}
		run.Steps = append(run.Steps, rs)
	}
	return run
}

func (w *world) show(t *testing.T) map[resource.Ref]string {
	t.Helper()
	out := map[resource.Ref]string{}
	for ref, r := range w.resources {
		out[ref] = show(t, r)
	}
	return out
}

// TestBundles is what every bundle promises, whatever the account.
func TestBundles(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	for _, u := range bundles(cat) {
		t.Run(u.Name, func(t *testing.T) {
			t.Parallel()
			served := 0
			for n := range accounts {
				w := bundleWorld(t, cat, u, n)
				scan := w.scan(t)
				p := w.plan(t, scan)
				if err := propose.Check(cat, p); err != nil {
					t.Fatal(err)
				}
				oneTarget(t, p)
				accounted(t, scan, p)
				if err := w.promised(t, newSampler(t, fmt.Sprint("aws ", n)), scan, p, ""); err != nil {
					t.Fatalf("account %d: %v", n, err)
				}
				if len(p.Steps) > 0 {
					served++
				}
			}
			if served < accounts/4 {
				t.Errorf("of %d accounts, something was done in %d: make better samples", accounts, served)
			}
		})
	}
}

// TestBundlesNotice leaves one step out of plans that keep the promises: each time that must be noticed.
func TestBundlesNotice(t *testing.T) {
	t.Parallel()
	cat := everything(t)
	for _, u := range bundles(cat) {
		t.Run(u.Name, func(t *testing.T) {
			t.Parallel()
			left := 0
			for n := range accounts / 5 {
				w := bundleWorld(t, cat, u, n)
				for _, s := range w.plan(t, w.scan(t)).Steps {
					w := bundleWorld(t, cat, u, n)
					scan := w.scan(t)
					left++
					if w.promised(t, newSampler(t, fmt.Sprint("aws ", n)), scan, w.plan(t, scan), s.ID) == nil {
						t.Fatalf("account %d: nobody notices that step %s (%v of %s) was left out", n, s.ID, s.Remediations, s.Resource)
					}
				}
			}
			if left == 0 {
				t.Error("no step was left out")
			}
		})
	}
}
