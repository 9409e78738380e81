package securityhub

import (
	"context"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// Target is what a finding is about in Manten's own terms: a control, and a resource that is there.
type Target struct {
	Control *catalog.ControlUnit
	// Unit is the collector of the resource.
	Unit *catalog.CollectorUnit
	Ref  resource.Ref
}

// Resolver finds out what findings are about. A resource is looked for among those that AWS lists for the account, never put
// together from what a finding says: so nothing is ever planned on a resource of somebody else that a finding names.
type Resolver struct {
	Catalog *catalog.Catalog
	Source  collect.Source
	// Regions are those that are worked on. Global resources belong to none.
	Regions []string
	// Known are resources of an earlier scan; what is among them is not listed again. It may be empty.
	Known []resource.Resource

	known index
	lists lists
}

// Resolve gives the targets of the findings, each once whatever the number of findings on it, and the findings that lead to
// none, with the reason. The error is for an ended context.
func (r *Resolver) Resolve(ctx context.Context, found Findings) ([]Target, []plan.Left, error) {
	r.known = indexOf(refsOf(r.Known))
	var wishes []wish
	out := targets{seen: map[any]bool{}}
	for _, s := range found.Skipped {
		out.leave(plan.Left{Resource: s.ID, Why: s.Why})
	}
	for _, x := range found.Items {
		for _, t := range things(x) {
			w := wish{item: x, thing: t}
			if why := r.wish(&w); !why.IsZero() {
				out.leave(w.left(why))
				continue
			}
			wishes = append(wishes, w)
		}
	}
	if err := r.look(ctx, wishes); err != nil {
		return nil, nil, err
	}
	for _, w := range wishes {
		r.settle(w, &out)
	}
	return out.all, out.left, nil
}

// things are the resources of a finding; one without any still has to be spoken of.
func things(x Item) []Thing {
	if len(x.Resources) == 0 {
		return []Thing{{}}
	}
	return x.Resources
}

// targets gathers targets and what is left, each once.
type targets struct {
	all  []Target
	left []plan.Left
	seen map[any]bool
}

// first tells whether something comes for the first time.
func (t *targets) first(key any) bool {
	seen := t.seen[key]
	t.seen[key] = true
	return !seen
}

func (t *targets) add(x Target) {
	if t.first(x) {
		t.all = append(t.all, x)
	}
}

func (t *targets) leave(l plan.Left) {
	if t.first([4]string{string(l.Control), l.Resource, l.Region, l.Why.Text}) {
		t.left = append(t.left, l)
	}
}

// wish is one resource of a finding, with what it may be.
type wish struct {
	item  Item
	thing Thing
	pairs []pair
}

// pair is a control and a type that it judges, with the region in which the resource would be listed.
type pair struct {
	control *catalog.ControlUnit
	unit    *catalog.CollectorUnit
	region  string
}

// left is the finding among those that nothing is done about.
func (w wish) left(why text.Message) plan.Left {
	l := plan.Left{Resource: w.thing.ID, Region: w.item.Region, Why: why}
	if len(w.item.Names) == 1 {
		l.Control = w.item.Names[0]
	}
	if l.Resource == "" {
		l.Resource = w.item.ID
	}
	return l
}

// wish works out what a finding may be about, by what it says alone. The message says why nothing is done with it.
func (r *Resolver) wish(w *wish) text.Message {
	if why := r.past(w.item); !why.IsZero() {
		return why
	}
	units, why := r.controls(w.item.Names)
	if !why.IsZero() {
		return why
	}
	if w.thing.ID == "" {
		return textNoResource.With()
	}
	if of := ownerOf(w.thing.ID); of != "" && of != w.item.Account {
		return textForeign.With("account", of)
	}
	if w.pairs = r.pairs(units, w.thing); len(w.pairs) == 0 {
		return r.noPair(units, w.thing)
	}
	return r.regions(w)
}

// past tells why a finding asks for nothing.
func (r *Resolver) past(x Item) text.Message {
	switch {
	case x.Account != r.Source.Account():
		return textOtherAccount.With("account", x.Account)
	case x.Archived:
		return textArchived.With()
	case x.Workflow == control.Suppressed:
		return textSuppressed.With()
	case x.Status == control.Passed:
		return textSaysPassed.With()
	}
	return text.Message{}
}

// controls are those of the names that Manten evaluates.
func (r *Resolver) controls(names []control.ID) ([]*catalog.ControlUnit, text.Message) {
	var out []*catalog.ControlUnit
	for _, id := range names {
		if u, ok := r.Catalog.Control(id); ok {
			out = append(out, u)
		}
	}
	switch {
	case len(names) == 0:
		return nil, textNoControl.With()
	case len(out) > 0:
		return out, text.Message{}
	}
	if _, ok := standard.Members()[names[0]]; ok {
		return nil, textNotEvaluated.With("control", list(names))
	}
	return nil, textUnknown.With()
}

// regions works out where to look for the resource of a wish.
func (r *Resolver) regions(w *wish) text.Message {
	for i := range w.pairs {
		p := &w.pairs[i]
		switch {
		case p.unit.Scope != catalog.Regional:
			p.region = r.Source.Global()
		case w.item.Region == "":
			return textNoRegion.With()
		case !slices.Contains(r.Regions, w.item.Region):
			return textOtherRegion.With("region", w.item.Region)
		default:
			p.region = w.item.Region
		}
	}
	return text.Message{}
}

// settle finds the resource of a wish where it was looked for.
func (r *Resolver) settle(w wish, out *targets) {
	why, found := text.Message{}, false
	for _, p := range w.pairs {
		ref, no := r.find(p, p.meant(w.item.Account, w.thing))
		switch {
		case !no.IsZero():
			why = no
		case p.unit.Scope != catalog.Global && !slices.Contains(r.Regions, ref.Region):
			why = textOtherRegion.With("region", ref.Region)
		default:
			found = true
			out.add(Target{Control: p.control, Unit: p.unit, Ref: ref})
		}
	}
	if !found {
		out.leave(w.left(why))
	}
}
