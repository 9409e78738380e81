package propose

import (
	"cmp"
	"container/heap"
	"slices"
	"strconv"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// write orders what was made (most severe first, then alike ones together, but what others need before them), and
// writes it down as the plan's steps.
func (d *draft) write() error {
	waits, then := edges(d.made)
	order := sequence(waits, then, d.ranked(then))
	if len(order) < len(d.made) {
		return fault.New(fault.Internal, "%d steps need one another", len(d.made)-len(order))
	}
	for n, i := range order {
		m := d.made[i]
		facts := d.facts(m.unit, unitsOf(m.links))
		if m.chain.makes() == plan.Creates {
			facts = m.unit.Facts // that the resource is not there takes all of them to say
		}
		s, err := m.chain.step(m.controls(), facts)
		if err != nil {
			return err
		}
		s.ID, s.Elsewhere, s.For = strconv.Itoa(n+1), m.elsewhere(), m.asked
		d.plan.Steps = append(d.plan.Steps, s)
	}
	on := placesOf(d.plan.Steps)
	for n, i := range order {
		d.plan.Steps[n].After = firstOf(d.plan.Steps, on, d.plan.Steps[n], d.made[i].chain)
	}
	return nil
}

// ranked are the places of what was made, in the order in which a person wants to read it. What others need is as
// severe as they are.
func (d *draft) ranked(then [][]int) []int {
	order, ranks := make([]int, len(d.made)), make([]int, len(d.made))
	for i := range order {
		order[i], ranks[i] = i, d.rank(d.made[i])
	}
	seen := map[int]bool{}
	for i := range ranks {
		inherit(ranks, then, i, seen)
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := d.made[i], d.made[j]
		return cmp.Or(
			cmp.Compare(ranks[j], ranks[i]),
			cmp.Compare(a.links[0].unit.Name, b.links[0].unit.Name),
			a.ref.Compare(b.ref),
		)
	})
	return order
}

// inherit raises a step's rank to that of the steps after it.
func inherit(ranks []int, then [][]int, i int, seen map[int]bool) int {
	if !seen[i] {
		seen[i] = true
		for _, j := range then[i] {
			ranks[i] = max(ranks[i], inherit(ranks, then, j, seen))
		}
	}
	return ranks[i]
}

func (d *draft) rank(m made) int {
	rank := 0
	for _, j := range m.serves {
		if c, ok := d.Catalog.Control(j.Control); ok {
			rank = max(rank, c.Severity.Rank())
		}
	}
	return rank
}

// sequence keeps the wanted order as far as what a step needs comes before it.
func sequence(waits []int, then [][]int, wanted []int) []int {
	place := make([]int, len(wanted))
	for p, i := range wanted {
		place[i] = p
	}
	ready := &queue{}
	for i := range wanted {
		if waits[i] == 0 {
			heap.Push(ready, place[i])
		}
	}
	var out []int
	for ready.Len() > 0 {
		p, _ := heap.Pop(ready).(int)
		out = append(out, wanted[p])
		for _, j := range then[wanted[p]] {
			if waits[j]--; waits[j] == 0 {
				heap.Push(ready, place[j])
			}
		}
	}
	return out
}

// edges tells for each step how many others come before it, and which come after it.
func edges(all []made) (waits []int, then [][]int) {
	waits, then = make([]int, len(all)), make([][]int, len(all))
	on := map[resource.Ref][]int{}
	for i, m := range all {
		on[m.ref] = append(on[m.ref], i)
	}
	edge := func(from, to int) {
		if from != to && !slices.Contains(then[from], to) {
			then[from] = append(then[from], to)
			waits[to]++
		}
	}
	for i, m := range all {
		for _, o := range on[m.ref] {
			if o < i && depend(all[o].chain, m.chain) {
				edge(o, i)
			}
		}
		for _, ref := range m.chain.needs() {
			for _, o := range on[ref] {
				edge(o, i)
			}
		}
	}
	return waits, then
}

// needs are the resources whose steps come before the chain's.
func (c *chain) needs() []resource.Ref {
	out := slices.Clone(c.behind)
	for _, q := range c.first {
		out = append(out, q.On)
	}
	return out
}

// depend tells whether one of two chains changes what the other one is guarded by.
func depend(a, b *chain) bool {
	return overlap(a.changed, b.guarded()) || overlap(b.changed, a.guarded())
}

func (c *chain) guarded() []string {
	var out []string
	for _, l := range c.links {
		out = append(out, l.unit.Reads...)
	}
	return out
}

// queue is a heap of places.
type queue []int

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i] < q[j] }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }

// Push implements [heap.Interface].
func (q *queue) Push(x any) {
	if p, ok := x.(int); ok {
		*q = append(*q, p)
	}
}

// Pop implements [heap.Interface].
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}

// placesOf are the places of a plan's steps by their resource.
func placesOf(steps []plan.Step) map[resource.Ref][]int {
	on := map[resource.Ref][]int{}
	for i, s := range steps {
		on[s.Resource] = append(on[s.Resource], i)
	}
	return on
}

// firstOf lists the steps that come before a step: those on the same resource that change what it was planned on, and
// those on resources that it needs.
func firstOf(steps []plan.Step, on map[resource.Ref][]int, s plan.Step, c *chain) []string {
	var at []int
	for _, ref := range c.needs() {
		at = append(at, on[ref]...)
	}
	for _, i := range on[s.Resource] {
		if leavesWhatItReads(steps[i], s) {
			at = append(at, i)
		}
	}
	slices.Sort(at)
	after := []string{}
	for _, i := range slices.Compact(at) {
		if steps[i].ID != s.ID {
			after = append(after, steps[i].ID)
		}
	}
	return after
}

func leavesWhatItReads(o, s plan.Step) bool {
	return slices.ContainsFunc(o.Changes, func(c plan.Change) bool {
		return string(s.Facts[c.Fact]) == string(c.After) && slices.Contains(s.Guarded, c.Fact)
	})
}

// unitsOf are the remediations of a chain.
func unitsOf(links []link) []*catalog.RemediationUnit {
	var out []*catalog.RemediationUnit
	for _, l := range links {
		out = append(out, l.unit)
	}
	return out
}
