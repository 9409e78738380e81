package propose

import (
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// work is what a draft has worked out so far. What leads to nothing is taken back.
type work struct {
	// made are the steps in the order in which they were derived, and on their places by the resource.
	made []made
	on   map[resource.Ref][]int
	// known are the resources as they were read, and standing as the steps so far leave them.
	known, standing map[resource.Ref]resource.Resource
	// serving has what each step serves.
	serving map[serving]bool
	// past takes back what was done, the last first.
	past []func()
}

// serving is a finding that the step at a place serves.
type serving struct {
	at int
	j  plan.Judged
}

func newWork() work {
	return work{
		serving: map[serving]bool{}, on: map[resource.Ref][]int{}, known: map[resource.Ref]resource.Resource{}, standing: map[resource.Ref]resource.Resource{},
	}
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

// back takes back what was done since there was so much of it.
func (w *work) back(to int) {
	for len(w.past) > to {
		last := w.past[len(w.past)-1]
		w.past = w.past[:len(w.past)-1]
		last()
	}
}

// note puts a resource into one of the maps.
func (w *work) note(in map[resource.Ref]resource.Resource, r resource.Resource) {
	ref := r.Reference()
	old, had := in[ref]
	in[ref] = r
	w.past = append(w.past, func() {
		delete(in, ref)
		if had {
			in[ref] = old
		}
	})
}

// add appends a step, and change puts one into the place of another.
func (w *work) add(m made) {
	at, ref := len(w.made), m.ref
	serves := m.serves
	m.serves = nil
	w.serve(at, &m, serves)
	w.made = append(w.made, m)
	w.on[ref] = append(w.on[ref], at)
	w.past = append(w.past, func() {
		w.made = w.made[:at]
		w.on[ref] = w.on[ref][:len(w.on[ref])-1]
	})
}

func (w *work) change(at int, m made) {
	old := w.made[at]
	w.made[at] = m
	w.past = append(w.past, func() { w.made[at] = old })
}

// serve adds what the step at a place serves, each once. A step may serve everything in the account.
func (w *work) serve(at int, m *made, more []plan.Judged) {
	for _, j := range more {
		key := serving{at, j}
		if !w.serving[key] {
			w.serving[key] = true
			w.past = append(w.past, func() { delete(w.serving, key) })
			m.serves = append(m.serves, j)
		}
	}
}

// creates tells whether a step so far makes the resource.
func (w *work) creates(ref resource.Ref) bool {
	was, ok := w.known[ref]
	return ok && resource.IsMissing(was) && !resource.IsMissing(w.standing[ref])
}

// know takes note of a resource as it was read. Facts that were known before stay as they are: steps may be planned on them.
func (d *draft) know(u *catalog.CollectorUnit, r resource.Resource) {
	ref := r.Reference()
	for _, m := range []map[resource.Ref]resource.Resource{d.known, d.standing} {
		have, ok := m[ref]
		if !ok {
			d.work.note(m, r)
			continue
		}
		missing := slices.DeleteFunc(slices.Clone(u.Facts), func(f string) bool {
			return resource.FactOf(have, f).State() != resource.NotAsked
		})
		if both, err := u.Patch(have, r, missing...); err == nil {
			d.work.note(m, both)
		}
	}
}

// put adds a chain to the work. Where an earlier one on the resource changes the same facts, they become one step. The
// message says why that cannot be.
func (d *draft) put(m made) (text.Message, error) {
	for _, at := range d.on[m.ref] {
		o := d.made[at]
		if !overlap(o.chain.changed, m.chain.changed) || shares(o.links, m.links) || deletes(o) || deletes(m) {
			continue
		}
		o.links = slices.Concat(o.links, m.links)
		o.asked = union(o.asked, m.asked)
		d.serve(at, &o, m.serves)
		d.change(at, o)
		return d.rederive(m.ref)
	}
	d.add(m)
	if len(d.on[m.ref]) > 1 {
		return d.rederive(m.ref) // what it was derived on may have changed since
	}
	d.work.note(d.standing, m.chain.after)
	return text.Message{}, nil
}

// deletes tells whether a step deletes its resource: it stays a step of its own, for it needs a word of its own.
func deletes(m made) bool { return m.chain.makes() == plan.Deletes }

func shares(a, b []link) bool {
	return slices.ContainsFunc(a, func(l link) bool {
		return slices.ContainsFunc(b, func(o link) bool { return l.unit == o.unit })
	})
}

// rederive derives the steps on a resource anew, each on what the one before leaves.
func (d *draft) rederive(ref resource.Ref) (text.Message, error) {
	r := d.known[ref]
	for _, at := range d.on[ref] {
		m := d.made[at]
		c, err := run(r, m.links, d.now)
		if err != nil || !c.effect.Refused.IsZero() {
			return c.refused(), err
		}
		m.chain, r = c, c.after
		d.change(at, m)
	}
	d.work.note(d.standing, r)
	return text.Message{}, nil
}

// credit notes that a step serves something else, too. It tells whether there is one.
func (d *draft) credit(ref resource.Ref, u *catalog.RemediationUnit, by asker) bool {
	for _, at := range d.on[ref] {
		m := d.made[at]
		if slices.ContainsFunc(m.links, func(l link) bool { return l.unit == u }) {
			m.asked = union(m.asked, by.names)
			d.serve(at, &m, by.serves)
			d.change(at, m)
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

// elsewhere are those that are judged on another resource, nil where there are none. One that is judged on the step's,
// too, stands among them with both.
func (m made) elsewhere() []plan.Judged {
	others := map[control.ID]bool{}
	for _, j := range m.serves {
		others[j.Control] = others[j.Control] || j.Resource != m.ref
	}
	var out []plan.Judged
	for _, j := range m.serves {
		if others[j.Control] {
			out = append(out, j)
		}
	}
	return out
}
