package path

import (
	"fmt"
	"maps"
	"slices"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// table is what the search looks up about the ways of a problem.
type table struct {
	elements []element
	// pays has each way's elements.
	pays [][]int
	// classes has each way's pieces, those that the same ways have as one; there are so many.
	classes [][]int
	many    int
	// wanted has what is to be settled for each control that can be turned for the better.
	wanted map[control.ID][][]int
	// like are ways that stand for each other.
	like [][]int
}

func (p *Problem) table() *table {
	t := &table{
		wanted: p.wants(), elements: p.parts(), pays: make([][]int, len(p.Ways)), classes: make([][]int, len(p.Ways)),
	}
	for e, el := range t.elements {
		for _, w := range el.ways {
			t.pays[w] = append(t.pays[w], e)
		}
	}
	known := map[string]bool{}
	for _, ways := range p.users() {
		key := fmt.Sprint(ways)
		if len(ways) == 0 || known[key] {
			continue
		}
		known[key] = true
		for _, w := range ways {
			t.classes[w] = append(t.classes[w], t.many)
		}
		t.many++
	}
	t.like = p.twins(t)
	return t
}

// covered are the ways all of whose pieces some ways do.
func (t *table) covered(ways []int) []int {
	done := make([]bool, t.many)
	for _, w := range ways {
		for _, c := range t.classes[w] {
			done[c] = true
		}
	}
	var out []int
	for w, classes := range t.classes {
		if !slices.ContainsFunc(classes, func(c int) bool { return !done[c] }) {
			out = append(out, w)
		}
	}
	return out
}

// wants are what each control wants settled that may be turned for the better: what is open about those that do not
// pass, and of those that have no data what would have them pass.
func (p *Problem) wants() map[control.ID][][]int {
	out := map[control.ID][][]int{}
	for id, open := range p.Open {
		if _, counts := p.Now[id]; counts {
			out[id] = open
		}
	}
	for w, way := range p.Ways {
		for id, to := range way.Turns {
			if p.Now[id] == standard.NoData && to == standard.Passed {
				if out[id] == nil {
					out[id] = [][]int{nil}
				}
				out[id][0] = append(out[id][0], w)
			}
		}
	}
	return out
}

// twins are groups of ways, the cheapest first, that stand for each other: each is the only way to the one control that it
// turns, breaks none, and what each shares with others is the same. So nothing is lost where one is taken only if those
// before it are.
func (p *Problem) twins(t *table) [][]int {
	by := map[string][]int{}
	for w, only := range p.single() {
		if only {
			elements, classes := t.shared(w)
			key := fmt.Sprint(elements, classes)
			by[key] = append(by[key], w)
		}
	}
	var out [][]int
	for _, key := range slices.Sorted(maps.Keys(by)) {
		group := by[key]
		slices.SortStableFunc(group, func(a, b int) int { return t.alone(a).Compare(t.alone(b)) })
		out = append(out, group)
	}
	return out
}

// single tells which ways do nothing but settle all that is open about one control, as its only way.
func (p *Problem) single() []bool {
	out, times := make([]bool, len(p.Ways)), make([]int, len(p.Ways))
	breaks := map[control.ID]bool{}
	for _, w := range p.Ways {
		for _, id := range w.Breaks {
			breaks[id] = true
		}
	}
	for id, open := range p.Open {
		_, counts := p.Now[id]
		for _, ways := range open {
			for _, w := range ways {
				times[w]++
				out[w] = counts && len(open) == 1 && len(ways) == 1 && !breaks[id]
			}
		}
	}
	for w, way := range p.Ways {
		out[w] = out[w] && times[w] == 1 && len(way.Turns) == 0 && len(way.Breaks) == 0
	}
	return out
}

// shared are the elements and the classes of a way that others have, too.
func (t *table) shared(w int) (elements, classes []int) {
	for _, e := range t.pays[w] {
		if len(t.elements[e].ways) > 1 {
			elements = append(elements, e)
		}
	}
	for _, c := range t.classes[w] {
		if slices.ContainsFunc(t.classes[:w], func(o []int) bool { return slices.Contains(o, c) }) ||
			slices.ContainsFunc(t.classes[w+1:], func(o []int) bool { return slices.Contains(o, c) }) {
			classes = append(classes, c)
		}
	}
	return elements, classes
}

// alone is what nobody but the way pays.
func (t *table) alone(w int) Cost {
	var c Cost
	for _, e := range t.pays[w] {
		if len(t.elements[e].ways) == 1 {
			c = c.Plus(t.elements[e].cost)
		}
	}
	return c
}
