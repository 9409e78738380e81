package propose

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// steps adds the steps for one resource. Remediations that change the same fact become one step, run one after the
// other on the patched state; the others get steps of their own.
func (d *draft) steps(ctx context.Context, t target) error {
	groups, err := d.groups(ctx, t)
	if err != nil {
		return err
	}
	now := d.verdicts(d.standing[t.ref])
	for _, group := range groups {
		why, err := d.group(ctx, t, group, now)
		if err != nil {
			return err
		}
		d.leaveServed(t, group, why)
	}
	return nil
}

// group adds the step of some remediations, or says why there is none. Now are the findings before the steps.
func (d *draft) group(ctx context.Context, t target, group []link, now []control.Finding) (func(control.Finding) text.Message, error) {
	always := func(why text.Message) func(control.Finding) text.Message {
		return func(control.Finding) text.Message { return why }
	}
	c, err := run(d.standing[t.ref], group, d.now)
	if err != nil {
		return nil, err
	}
	serves := d.judged(t, group, now)
	if !c.effect.Refused.IsZero() {
		return always(c.effect.Refused), nil
	}
	if len(c.calls) == 0 && d.done(t, group) {
		return always(text.Message{}), nil
	}
	if len(c.calls) == 0 || len(serves) == 0 {
		return func(f control.Finding) text.Message { return needless(now, f.Control) }, nil
	}
	why, err := d.whole(ctx, made{ref: t.ref, unit: t.unit, links: group, chain: c, serves: serves})
	return always(why), err
}

// done tells whether a step that something else asked for does what a group would do; it then serves the target, too.
func (d *draft) done(t target, group []link) bool {
	serves := d.judged(t, group, d.verdicts(d.known[t.ref]))
	return len(serves) > 0 && slices.ContainsFunc(group, func(l link) bool {
		return d.credit(t.ref, l.unit, asker{serves: serves})
	})
}

// whole adds a step with all that it asks for, or nothing of it.
func (d *draft) whole(ctx context.Context, m made) (text.Message, error) {
	if why, no := d.full(); no {
		return why, nil
	}
	names, before := []string{}, len(d.past)
	for _, l := range m.links {
		names = append(names, l.unit.Name)
	}
	why, err := d.requests(ctx, m.chain.first, asker{names, m.serves})
	if err != nil || !why.IsZero() {
		return why, err
	}
	why, no := d.full()
	if !no {
		why, err = d.put(m)
	}
	if err != nil || !why.IsZero() {
		d.back(before)
	}
	return why, err
}

// judged are the findings that fail now and that a group is for. What spans resources fails only where the scan says so:
// it may have seen less.
func (d *draft) judged(t target, group []link, now []control.Finding) []plan.Judged {
	var out []plan.Judged
	for _, id := range served(group, failing(now)) {
		u, ok := d.Catalog.Control(id)
		if ok && u.Joins() && !slices.ContainsFunc(t.findings, func(f control.Finding) bool { return f.Control == id }) {
			continue
		}
		out = append(out, plan.Judged{Control: id, Resource: t.ref})
	}
	return out
}

// verdicts are the findings on a resource, those of controls that span resources included.
func (d *draft) verdicts(r resource.Resource) []control.Finding {
	return append(d.judge.Resource(r), d.judge.Joined(d.world.was, r)...)
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
func (d *draft) groups(ctx context.Context, t target) ([][]link, error) {
	var all []group
	r := d.standing[t.ref]
	no := barred{}
	for _, u := range t.units {
		if u.IsBundle() {
			continue
		}
		l, err := d.link(ctx, u, t.ref.Region)
		if err != nil {
			return nil, err
		}
		after := u.Derive(r, l.params, d.now).After
		if why, is := d.disturbs(u, r, after); is {
			no[u] = why
			continue
		}
		g := group{[]link{l}, resource.Differing(r, after, resource.NamesOf(r))}
		all = slices.DeleteFunc(all, func(o group) bool {
			if !overlap(o.facts, g.facts) {
				return false
			}
			g = group{append(g.links, o.links...), append(g.facts, o.facts...)}
			return true
		})
		all = append(all, g)
	}
	d.leaveBarred(t, no)
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

// leaveServed leaves the findings of a target that the chain is for, where there is a reason.
func (d *draft) leaveServed(t target, links []link, why func(control.Finding) text.Message) {
	for _, f := range t.findings {
		if len(served(links, []control.ID{f.Control})) == 0 {
			continue
		}
		if w := why(f); !w.IsZero() {
			d.leave(f, w)
		}
	}
}

// full tells that the plan has as many steps as it may have.
func (d *draft) full() (text.Message, bool) {
	if most := d.Options.MaxSteps; most > 0 && len(d.made) >= most {
		return textMax.With("n", strconv.Itoa(most)), true
	}
	return text.Message{}, false
}
