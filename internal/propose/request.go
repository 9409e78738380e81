package propose

import (
	"context"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// asker is on whose behalf something is asked for.
type asker struct {
	// names are the remediations that ask, the first of them first.
	names []string
	// serves are the findings that it is for.
	serves []plan.Judged
}

// only narrows what is served to some controls; nil leaves all.
func (a asker) only(controls []control.ID) asker {
	if controls != nil {
		a.serves = slices.DeleteFunc(slices.Clone(a.serves), func(j plan.Judged) bool { return !slices.Contains(controls, j.Control) })
	}
	return a
}

// without leaves out the controls that will still fail.
func (a asker) without(short map[control.ID]text.Message) asker {
	a.serves = slices.DeleteFunc(slices.Clone(a.serves), func(j plan.Judged) bool { _, is := short[j.Control]; return is })
	return a
}

func (a asker) controls() []control.ID {
	out := []control.ID{}
	for _, j := range a.serves {
		if !slices.Contains(out, j.Control) {
			out = append(out, j.Control)
		}
	}
	return out
}

// deepest is how far requests may lead to further ones.
const deepest = 8

// requests carries out what a remediation asks for, all or nothing. The message says what stands in the way.
func (d *draft) requests(ctx context.Context, all []catalog.Request, by asker) (text.Message, error) {
	before := len(d.past)
	for _, q := range all {
		why, err := d.request(ctx, q, by)
		if err != nil || !why.IsZero() {
			d.back(before)
			return why, err
		}
	}
	return text.Message{}, nil
}

func (d *draft) request(ctx context.Context, q catalog.Request, by asker) (text.Message, error) {
	chain := strings.Join(by.names, ", which asks for ")
	by = by.only(q.For)
	u, ok := d.Catalog.Remediation(q.Remediation)
	if !ok {
		return text.Message{}, fault.New(fault.Internal, "%s asks for %s, which is not there", chain, q.Remediation)
	}
	if len(by.names) > deepest {
		return text.Message{}, fault.New(fault.Internal, "requests have no end: %s asks for %s", chain, q.Remediation)
	}
	params, err := u.Params.With(q.With)
	if err != nil {
		return text.Message{}, fault.New(fault.Internal, "%s asks for %s: %w", chain, u.Name, err)
	}
	r, why, err := d.requested(ctx, u, q.On)
	if err != nil || !why.IsZero() {
		return why, err
	}
	if u.IsBundle() {
		_, why, err := d.carry(ctx, u, r, params, asker{append(slices.Clone(by.names), u.Name), by.serves})
		return why, err
	}
	return d.derived(ctx, link{u, params}, r, by)
}

// derived adds the step that makes a requested resource what it shall be.
func (d *draft) derived(ctx context.Context, l link, r resource.Resource, by asker) (text.Message, error) {
	c, err := run(r, []link{l}, d.now)
	if err != nil {
		return text.Message{}, err
	}
	if !c.effect.Refused.IsZero() {
		return c.effect.Refused, nil
	}
	if why, no := d.disturbs(l.unit, r, c.after); no {
		return textNeeded.With("resource", r.Reference().Name, "why", why.Text), nil
	}
	if len(c.calls) == 0 {
		if !d.credit(r.Reference(), l.unit, by) && len(d.on[r.Reference()]) > 0 {
			d.leaning[by.names[0]] = true
		}
		return text.Message{}, nil
	}
	if why, err := d.requests(ctx, c.first, asker{append(slices.Clone(by.names), l.unit.Name), by.serves}); err != nil || !why.IsZero() {
		return why, err
	}
	if why, no := d.full(); no {
		return why, nil
	}
	return d.put(made{
		ref: r.Reference(), unit: d.Catalog.CollectorFor(l.unit), links: []link{l}, chain: c, serves: by.serves, asked: by.names,
	})
}

// requested gives a requested resource as it stands after the steps so far.
func (d *draft) requested(ctx context.Context, u *catalog.RemediationUnit, ref resource.Ref) (resource.Resource, text.Message, error) {
	if why, no := d.hands(ref, nil); no {
		return nil, textNeeded.With("resource", ref.Name, "why", why.Text), nil
	}
	unit := d.Catalog.CollectorFor(u)
	facts := d.facts(unit, []*catalog.RemediationUnit{u})
	if r, ok := d.standing[ref]; !ok || (!asked(r, facts) && !d.creates(ref)) {
		r, err := d.Source.Get(ctx, unit, ref, facts)
		switch {
		case gone(err) && u.Makes == plan.Creates:
			r = unit.Missing(ref)
		case gone(err):
			return nil, textNeeded.With("resource", ref.Name, "why", textGone.With().Text), nil
		case err != nil:
			return nil, text.Message{}, err
		}
		d.know(unit, r)
	}
	r := d.standing[ref]
	if why, no := d.hands(ref, r); no {
		return nil, textNeeded.With("resource", ref.Name, "why", why.Text), nil
	}
	return r, text.Message{}, nil
}

// asked tells whether all of the facts have been read, or tried to.
func asked(r resource.Resource, facts []string) bool {
	return !slices.ContainsFunc(facts, func(f string) bool { return resource.FactOf(r, f).State() == resource.NotAsked })
}
