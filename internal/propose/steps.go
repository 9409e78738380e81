package propose

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// steps adds the steps for one resource. Remediations that change the same fact become one step, run one after the
// other on the patched state; the others get steps of their own.
func (d *draft) steps(u *catalog.CollectorUnit, r resource.Resource, units []*catalog.RemediationUnit, t target) error {
	failing := d.failing(r)
	before := r
	for _, group := range d.groups(r, units) {
		c, err := run(r, group, d.now)
		if err != nil {
			return err
		}
		controls := served(group, failing)
		why := c.effect.Refused
		if why.IsZero() && len(c.calls) == 0 {
			why = textPassing.With()
		}
		if !why.IsZero() {
			d.leaveServed(t, group, why)
			continue
		}
		s, err := c.step(controls, d.facts(u, unitsOf(group)))
		if err != nil {
			return err
		}
		if !d.add(s, t, group) {
			continue
		}
		r = c.after
	}
	if r.Reference() == before.Reference() && len(resource.Differing(before, r, u.Facts)) > 0 {
		d.touched = append(d.touched, touched{before: before, after: r})
	}
	return nil
}

// groups puts remediations that change a fact in common into one chain.
func (d *draft) groups(r resource.Resource, units []*catalog.RemediationUnit) [][]link {
	var groups [][]link
	var changed [][]string
	for _, u := range units {
		l, err := d.link(u)
		if err != nil {
			continue // configuration was checked before; a parameter that does not decode cannot come here
		}
		after := u.Derive(r, l.params, d.now).After
		facts := resource.Differing(r, after, resource.NamesOf(r))
		i := slices.IndexFunc(changed, func(c []string) bool {
			return slices.ContainsFunc(c, func(f string) bool { return slices.Contains(facts, f) })
		})
		if i < 0 {
			groups, changed = append(groups, []link{l}), append(changed, facts)
			continue
		}
		groups[i] = append(groups[i], l)
		changed[i] = append(changed[i], facts...)
	}
	return groups
}

func (d *draft) link(u *catalog.RemediationUnit) (link, error) {
	p, err := u.Params.With(d.Options.Params[u.Name])
	if err != nil {
		return link{}, fault.New(fault.Invalid, "%s: %w", u.Name, err)
	}
	return link{u, p}, nil
}

func unitsOf(links []link) []*catalog.RemediationUnit {
	var out []*catalog.RemediationUnit
	for _, l := range links {
		out = append(out, l.unit)
	}
	return out
}

// failing are the controls that fail on a resource as it is now.
func (d *draft) failing(r resource.Resource) []control.ID {
	var out []control.ID
	for _, f := range d.judge.Resource(r) {
		if f.Status == control.Failed {
			out = append(out, f.Control)
		}
	}
	return out
}

// served are those of the failing controls that the chain is for.
func served(links []link, failing []control.ID) []control.ID {
	return slices.DeleteFunc(slices.Clone(failing), func(id control.ID) bool {
		return !slices.ContainsFunc(links, func(l link) bool { return slices.Contains(l.unit.Controls, id) })
	})
}

// leaveServed leaves the findings of a target that the chain is for.
func (d *draft) leaveServed(t target, links []link, why text.Message) {
	for _, f := range t.findings {
		if len(served(links, []control.ID{f.Control})) > 0 {
			d.leave(f, why)
		}
	}
}

// add appends a step unless the plan is full.
func (d *draft) add(s plan.Step, t target, links []link) bool {
	if d.Options.MaxSteps > 0 && len(d.plan.Steps) >= d.Options.MaxSteps {
		d.leaveServed(t, links, textMax.With("n", strconv.Itoa(d.Options.MaxSteps)))
		return false
	}
	d.plan.Steps = append(d.plan.Steps, s)
	return true
}

// number orders the steps (most severe first, then alike ones together) and names them.
func (d *draft) number() {
	slices.SortStableFunc(d.plan.Steps, func(a, b plan.Step) int {
		return cmp.Or(
			cmp.Compare(d.rank(b), d.rank(a)),
			cmp.Compare(a.Remediations[0], b.Remediations[0]),
			a.Resource.Compare(b.Resource),
		)
	})
	for i := range d.plan.Steps {
		d.plan.Steps[i].ID = strconv.Itoa(i + 1)
	}
	for i := range d.plan.Steps {
		d.plan.Steps[i].After = d.before(d.plan.Steps[i])
	}
}

func (d *draft) rank(s plan.Step) int {
	rank := 0
	for _, id := range s.Controls {
		if c, ok := d.Catalog.Control(id); ok {
			rank = max(rank, c.Severity.Rank())
		}
	}
	return rank
}

// before lists the steps on the same resource that change what the step was planned on.
func (d *draft) before(s plan.Step) []string {
	after := []string{}
	for _, o := range d.plan.Steps {
		if o.ID != s.ID && o.Resource == s.Resource && slices.ContainsFunc(o.Changes, func(c plan.Change) bool {
			return string(s.Facts[c.Fact]) == string(c.After) && slices.Contains(s.Guarded, c.Fact)
		}) {
			after = append(after, o.ID)
		}
	}
	return after
}

// Check derives every step of a plan again from its guarded facts with the compiled remediations, and names the first
// difference: what a plan says it does is what it does.
func Check(cat *catalog.Catalog, p *plan.Plan) error {
	for _, s := range p.Steps {
		if err := check(cat, p, s); err != nil {
			return fault.New(fault.Refused, "plan %s, step %s: %w", p.ID, s.ID, err).
				Do("the plan was altered or made by another release; make it again: manten plan -o plan.json")
		}
	}
	return nil
}

func check(cat *catalog.Catalog, p *plan.Plan, s plan.Step) error {
	u, ok := cat.Collector(s.Resource.Type)
	if !ok {
		return fmt.Errorf("resource type %q is not known", s.Resource.Type)
	}
	if s.Resource.Account != p.Account || s.Region != s.Resource.Region {
		return fmt.Errorf("its resource is in account %s, region %s, the plan says %s, %s", s.Resource.Account, s.Resource.Region, p.Account, s.Region)
	}
	before, err := u.With(s.Resource, s.Facts)
	if err != nil {
		return err
	}
	links, err := linksOf(cat, s)
	if err != nil {
		return err
	}
	c, err := run(before, links, p.Created)
	if err != nil {
		return err
	}
	if !c.effect.Refused.IsZero() {
		return fmt.Errorf("the remediation refuses: %s", c.effect.Refused)
	}
	if len(served(links, s.Controls)) != len(s.Controls) {
		return fmt.Errorf("its controls %v are not those of %v", s.Controls, s.Remediations)
	}
	again, err := c.step(s.Controls, namesOf(s.Facts))
	if err != nil {
		return err
	}
	again.ID, again.After = s.ID, s.After
	return differs(again, s)
}

func linksOf(cat *catalog.Catalog, s plan.Step) ([]link, error) {
	if len(s.Remediations) == 0 {
		return nil, fmt.Errorf("it names no remediation")
	}
	var links []link
	for _, name := range s.Remediations {
		u, ok := cat.Remediation(name)
		if !ok || u.Name != name {
			return nil, fmt.Errorf("remediation %q is not known", name)
		}
		if cat.CollectorFor(u).Type != s.Resource.Type {
			return nil, fmt.Errorf("remediation %s is not for %s", name, s.Resource.Type)
		}
		params, err := u.Params.Decode(s.Parameters[name])
		if err != nil {
			return nil, err
		}
		links = append(links, link{u, params})
	}
	return links, nil
}

func namesOf(facts map[string]json.RawMessage) []string {
	var names []string
	for n := range facts {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// differs names the first member in which a step is not what it was derived to be.
func differs(want, got plan.Step) error {
	w, err := members(want)
	if err != nil {
		return err
	}
	g, err := members(got)
	if err != nil {
		return err
	}
	for _, m := range []string{"do", "undo", "changes", "guard", "guarded", "facts", "irreversible", "interrupts", "risk", "cost", "parameters"} {
		if string(w[m]) != string(g[m]) {
			return fmt.Errorf("its %q is not what the remediation does: it says %.300s, derived is %.300s", m, g[m], w[m])
		}
	}
	return nil
}

func members(s plan.Step) (map[string]json.RawMessage, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var m map[string]json.RawMessage
	return m, json.Unmarshal(b, &m)
}
