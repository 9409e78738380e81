package propose

import (
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// work is what a draft has worked out so far. It is copied before something that may have to be taken back.
type work struct {
	// made are the steps in the order in which they were derived.
	made []made
	// known are the resources as they were read, and standing as the steps so far leave them.
	known, standing map[resource.Ref]resource.Resource
}

// made is a step in the making.
type made struct {
	ref   resource.Ref
	unit  *catalog.CollectorUnit
	links []link
	chain *chain
	// serves are the findings that the step is for, and asked the remediations that it was asked for by.
	serves []plan.Judged
	asked  []string
}

func (w work) copy() work {
	c := work{made: slices.Clone(w.made), known: map[resource.Ref]resource.Resource{}, standing: map[resource.Ref]resource.Resource{}}
	for ref, r := range w.known {
		c.known[ref] = r
	}
	for ref, r := range w.standing {
		c.standing[ref] = r
	}
	return c
}

// know takes note of a resource as it was read. Facts that were known before stay as they are: steps may be planned on them.
func (d *draft) know(u *catalog.CollectorUnit, r resource.Resource) {
	ref := r.Reference()
	for _, m := range []map[resource.Ref]resource.Resource{d.known, d.standing} {
		have, ok := m[ref]
		if !ok {
			m[ref] = r
			continue
		}
		missing := slices.DeleteFunc(slices.Clone(u.Facts), func(f string) bool {
			return resource.FactOf(have, f).State() != resource.NotAsked
		})
		if both, err := u.Patch(have, r, missing...); err == nil {
			m[ref] = both
		}
	}
}

// put adds a chain to the work. Where an earlier one on the resource changes the same facts, they become one step.
func (d *draft) put(m made) error {
	at := slices.IndexFunc(d.made, func(o made) bool {
		return o.ref == m.ref && overlap(o.chain.changed, m.chain.changed) && !shares(o.links, m.links)
	})
	if at < 0 {
		d.made = append(d.made, m)
		d.standing[m.ref] = m.chain.after
		return nil
	}
	o := d.made[at]
	o.links = append(slices.Clone(o.links), m.links...)
	o.serves, o.asked = union(o.serves, m.serves), union(o.asked, m.asked)
	d.made = slices.Clone(d.made)
	d.made[at] = o
	return d.rederive(m.ref)
}

func shares(a, b []link) bool {
	return slices.ContainsFunc(a, func(l link) bool {
		return slices.ContainsFunc(b, func(o link) bool { return l.unit == o.unit })
	})
}

// rederive derives the steps on a resource anew, each on what the one before leaves.
func (d *draft) rederive(ref resource.Ref) error {
	r := d.known[ref]
	for i := range d.made {
		if d.made[i].ref != ref {
			continue
		}
		c, err := run(r, d.made[i].links, d.now)
		if err != nil {
			return err
		}
		d.made[i].chain, r = c, c.after
	}
	d.standing[ref] = r
	return nil
}

// credit notes that a step serves something else, too.
func (d *draft) credit(ref resource.Ref, u *catalog.RemediationUnit, by asker) bool {
	for i := range d.made {
		if d.made[i].ref == ref && slices.ContainsFunc(d.made[i].links, func(l link) bool { return l.unit == u }) {
			d.made[i].serves, d.made[i].asked = union(d.made[i].serves, by.serves), union(d.made[i].asked, by.names)
			return true
		}
	}
	return false
}

func union[T comparable](a, b []T) []T {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// controlsOf are the controls that a step serves, by id.
func (m made) controls() []control.ID {
	out := []control.ID{}
	for _, j := range m.serves {
		if !slices.Contains(out, j.Control) {
			out = append(out, j.Control)
		}
	}
	slices.SortFunc(out, catalog.CompareIDs)
	return out
}

// elsewhere are those that are judged on another resource, nil where there are none.
func (m made) elsewhere() []plan.Judged {
	var out []plan.Judged
	for _, j := range m.serves {
		if j.Resource != m.ref {
			out = append(out, j)
		}
	}
	return out
}
