package propose

import (
	"cmp"
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
	before, now := r, d.judge.Resource(r)
	groups, err := d.groups(r, units)
	if err != nil {
		return err
	}
	for _, group := range groups {
		c, err := run(r, group, d.now)
		if err != nil {
			return err
		}
		controls := served(group, failing(now))
		if !c.effect.Refused.IsZero() {
			d.leaveServed(t, group, func(control.ID) text.Message { return c.effect.Refused })
			continue
		}
		if len(c.calls) == 0 || len(controls) == 0 {
			d.leaveServed(t, group, func(id control.ID) text.Message { return needless(now, id) })
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

// needless says why nothing is done about a control, given what the controls say of the resource now.
func needless(now []control.Finding, id control.ID) text.Message {
	for _, f := range now {
		switch {
		case f.Control != id || f.Status == control.Passed:
		case f.Status == control.Failed:
			return textPartly.With("reason", f.Reason.Text)
		default:
			return f.Reason
		}
	}
	return textPassing.With()
}

// group is remediations that change facts in common.
type group struct {
	links []link
	facts []string
}

// groups puts remediations that change a fact in common into one chain, also where it takes a third one to join two. The
// chains and the remediations in them are in the order of their names.
func (d *draft) groups(r resource.Resource, units []*catalog.RemediationUnit) ([][]link, error) {
	var all []group
	for _, u := range units {
		l, err := d.link(u)
		if err != nil {
			return nil, err
		}
		g := group{[]link{l}, resource.Differing(r, u.Derive(r, l.params, d.now).After, resource.NamesOf(r))}
		all = slices.DeleteFunc(all, func(o group) bool {
			if !overlap(o.facts, g.facts) {
				return false
			}
			g = group{append(g.links, o.links...), append(g.facts, o.facts...)}
			return true
		})
		all = append(all, g)
	}
	var chains [][]link
	for _, g := range all {
		slices.SortFunc(g.links, func(a, b link) int { return cmp.Compare(a.unit.Name, b.unit.Name) })
		chains = append(chains, g.links)
	}
	slices.SortFunc(chains, func(a, b []link) int { return cmp.Compare(a[0].unit.Name, b[0].unit.Name) })
	return chains, nil
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
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

// failing are the controls that fail.
func failing(findings []control.Finding) []control.ID {
	var out []control.ID
	for _, f := range findings {
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
func (d *draft) leaveServed(t target, links []link, why func(control.ID) text.Message) {
	for _, f := range t.findings {
		if len(served(links, []control.ID{f.Control})) > 0 {
			d.leave(f, why(f.Control))
		}
	}
}

// add appends a step unless the plan is full.
func (d *draft) add(s plan.Step, t target, links []link) bool {
	if d.Options.MaxSteps > 0 && len(d.plan.Steps) >= d.Options.MaxSteps {
		full := textMax.With("n", strconv.Itoa(d.Options.MaxSteps))
		d.leaveServed(t, links, func(control.ID) text.Message { return full })
		return false
	}
	d.plan.Steps = append(d.plan.Steps, s)
	return true
}

// number orders the steps (most severe first, then alike ones together) and names them.
func (d *draft) number() {
	derived := d.plan.Steps
	order := make([]int, len(derived))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := derived[i], derived[j]
		return cmp.Or(
			cmp.Compare(d.rank(b), d.rank(a)),
			cmp.Compare(a.Remediations[0], b.Remediations[0]),
			a.Resource.Compare(b.Resource),
		)
	})
	sequence(derived, order)
	d.plan.Steps = make([]plan.Step, len(derived))
	for n, i := range order {
		d.plan.Steps[n] = derived[i]
		d.plan.Steps[n].ID = strconv.Itoa(n + 1)
	}
	for i := range d.plan.Steps {
		d.plan.Steps[i].After = firstOf(d.plan.Steps, d.plan.Steps[i])
	}
}

// sequence lets the steps on one resource change places among themselves until those that depend on each other stand in
// the order in which they were derived, for each was derived on what the ones before it leave. The order is of indexes.
func sequence(derived []plan.Step, order []int) {
	places := map[resource.Ref][]int{}
	for place, i := range order {
		places[derived[i].Resource] = append(places[derived[i].Resource], place)
	}
	for _, rest := range places {
		for ; len(rest) > 1; rest = rest[1:] {
			// The first that none of the others has to come before.
			n := slices.IndexFunc(rest, func(p int) bool {
				return !slices.ContainsFunc(rest, func(o int) bool {
					return order[o] < order[p] && depend(derived[order[o]], derived[order[p]])
				})
			})
			next := order[rest[n]]
			for ; n > 0; n-- {
				order[rest[n]] = order[rest[n-1]]
			}
			order[rest[0]] = next
		}
	}
}

// depend tells whether one of two steps changes what the other one is guarded by.
func depend(a, b plan.Step) bool {
	return overlap(a.Changed(), b.Guarded) || overlap(b.Changed(), a.Guarded)
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

// firstOf lists the steps on the same resource that change what the step was planned on.
func firstOf(steps []plan.Step, s plan.Step) []string {
	after := []string{}
	for _, o := range steps {
		if o.ID != s.ID && o.Resource == s.Resource && slices.ContainsFunc(o.Changes, func(c plan.Change) bool {
			return string(s.Facts[c.Fact]) == string(c.After) && slices.Contains(s.Guarded, c.Fact)
		}) {
			after = append(after, o.ID)
		}
	}
	return after
}
