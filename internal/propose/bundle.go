package propose

import (
	"context"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// world is what is known of the account besides the resources at hand.
type world struct {
	// scan are the resources of the scan, as far as its controls had them read.
	scan []resource.Resource
	// was is the same, for controls that span resources.
	was catalog.World
	// fresh is what bundles had read, by the type; a type is there once it has been asked for.
	fresh map[*catalog.CollectorUnit]collect.Result
	// accepted is what the scan's exceptions leave alone.
	accepted accepted
	// parameters are those of Parameter Store, by region and name.
	parameters map[string]parameter
}

func worldOf(scan []resource.Resource) world {
	return world{
		scan: scan, was: catalog.NewWorld(scan),
		fresh: map[*catalog.CollectorUnit]collect.Result{}, parameters: map[string]parameter{},
	}
}

// bundle adds the steps that a bundle asks for on behalf of a target.
func (d *draft) bundle(ctx context.Context, t target, u *catalog.RemediationUnit) error {
	l, err := d.link(ctx, u, t.ref.Region)
	if err != nil {
		return err
	}
	b, why, err := d.carry(ctx, u, d.standing[t.ref], l.params, asker{[]string{u.Name}, d.serves(t, u)})
	if err != nil {
		return err
	}
	d.leaveServed(t, []link{l}, func(f control.Finding) text.Message {
		short, is := b.Short[f.Control]
		switch {
		case !why.IsZero():
			return why
		case is:
			return short
		}
		d.idle = append(d.idle, idle{f, u.Name})
		return text.Message{}
	})
	return nil
}

// idle is a finding that a bundle found nothing to do for.
type idle struct {
	control.Finding
	bundle string
}

// why says what there is in the place of a step: it may be this plan that makes it, as for another region.
func (d *draft) why(f idle) text.Message {
	if d.leaning[f.bundle] || slices.ContainsFunc(d.made, func(m made) bool { return slices.Contains(m.asked, f.bundle) }) {
		return textMade.With()
	}
	return textThere.With()
}

// leaveIdle leaves the findings for which bundles asked only for what is there already.
func (d *draft) leaveIdle() {
	done := map[plan.Judged]bool{}
	for _, m := range d.made {
		for _, j := range m.serves {
			done[j] = true
		}
	}
	for _, l := range d.plan.Left {
		for _, f := range d.idle {
			if f.Control == l.Control && f.Resource.ID == l.Resource && f.Resource.Region == l.Region {
				done[plan.Judged{Control: f.Control, Resource: f.Resource}] = true
			}
		}
	}
	for _, f := range d.idle {
		if j := (plan.Judged{Control: f.Control, Resource: f.Resource}); !done[j] {
			done[j] = true
			d.leave(f.Finding, d.why(f))
		}
	}
}

// rounds is how often a bundle may ask again.
const rounds = 4

// carry carries out what a bundle asks for, all or nothing, and asks again where it says so. The message says what
// stands in the way.
func (d *draft) carry(ctx context.Context, u *catalog.RemediationUnit, r resource.Resource, params any, by asker) (catalog.Bundled, text.Message, error) {
	before := len(d.past)
	for range rounds {
		b, err := d.gathered(ctx, u, r, params, by)
		if err != nil || !b.Refused.IsZero() {
			d.back(before)
			return b, b.Refused, err
		}
		for _, m := range b.Notes {
			d.note(m)
		}
		why, err := d.requests(ctx, b.Requests, by.without(b.Short))
		if err != nil || !why.IsZero() {
			d.back(before)
			return b, why, err
		}
		if !b.Again {
			return b, text.Message{}, nil
		}
	}
	return catalog.Bundled{}, text.Message{}, fault.New(fault.Internal, "%s asks again without end", u.Name)
}

// serves are the target's findings that a bundle is for.
func (d *draft) serves(t target, u *catalog.RemediationUnit) []plan.Judged {
	var out []plan.Judged
	for _, f := range t.findings {
		if slices.Contains(u.Controls, f.Control) {
			out = append(out, plan.Judged{Control: f.Control, Resource: f.Resource})
		}
	}
	return out
}

// gathered asks a bundle, which sees the account as the steps so far leave it.
func (d *draft) gathered(ctx context.Context, u *catalog.RemediationUnit, r resource.Resource, params any, by asker) (catalog.Bundled, error) {
	res, err := d.survey(ctx, u.Needs)
	if err != nil {
		return catalog.Bundled{}, err
	}
	w := res.World()
	w.Regions, w.Controls = d.Source.Regions(), by.controls()
	return u.Gather(r, w, params, d.now), nil
}

// survey reads what a bundle needs, once for all bundles, and shows it as the steps so far leave it.
func (d *draft) survey(ctx context.Context, needs []catalog.Need) (collect.Result, error) {
	var out collect.Result
	for _, w := range collect.Needed(d.Catalog, needs) {
		res, ok := d.world.fresh[w.Unit]
		if !ok {
			w.Facts = d.everNeeded(w.Unit)
			var err error
			if res, err = collect.Collect(ctx, d.Source, []collect.Wish{w}, sideBySide); err != nil {
				return out, err
			}
			d.world.fresh[w.Unit] = res
		}
		out.Resources = append(out.Resources, d.left(w.Unit, res.Resources)...)
		out.Listings = append(out.Listings, res.Listings...)
	}
	return out, nil
}

// everNeeded are the facts of a type that any bundle looks at.
func (d *draft) everNeeded(u *catalog.CollectorUnit) []string {
	var needs []catalog.Need
	for _, r := range d.Catalog.Remediations() {
		needs = append(needs, r.Needs...)
	}
	for _, w := range collect.Needed(d.Catalog, needs) {
		if w.Unit == u {
			return w.Facts
		}
	}
	return nil
}

// left gives the resources of a type as the steps so far leave them.
func (d *draft) left(u *catalog.CollectorUnit, all []resource.Resource) []resource.Resource {
	var out []resource.Resource
	listed := make(map[resource.Ref]bool, len(all))
	for _, r := range all {
		listed[r.Reference()] = true
		if now, ok := d.standing[r.Reference()]; ok {
			r = patched(u, r, now, resource.Differing(d.known[r.Reference()], now, u.Facts))
		}
		out = append(out, r)
	}
	for ref, r := range d.standing {
		if ref.Type == u.Type && !listed[ref] {
			out = append(out, r)
		}
	}
	out = slices.DeleteFunc(out, d.nothing)
	slices.SortFunc(out, func(a, b resource.Resource) int { return a.Reference().Compare(b.Reference()) })
	return out
}

// nothing tells whether a resource was looked for and is not there, or is not there any more.
func (d *draft) nothing(r resource.Resource) bool {
	_, looked := d.standing[r.Reference()]
	return looked && !r.Reference().IsAccount() && resource.IsMissing(r)
}

func patched(u *catalog.CollectorUnit, r, from resource.Resource, facts []string) resource.Resource {
	if both, err := u.Patch(r, from, facts...); err == nil {
		return both
	}
	return r
}
