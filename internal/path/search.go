package path

import (
	"slices"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// Bound is how many choices the search looks at before it is content with the best that it has found: a second or two.
// The first one that it finds always serves the cheapest control next, so that is what a search that ends early is at
// least as good as. Accounts whose steps are mostly for one control each take a few hundred.
const Bound = 30_000

// Reach finds the cheapest ways to a score of at least so many percent, with so many controls to spare. It tells whether
// there are any; no ways are needed where the score is reached already. Where ways break controls that passed, one that
// breaks none is preferred only if it is needed to reach the score.
func (p *Problem) Reach(aim, spare int) (Choice, bool) {
	s := &search{Problem: p, table: p.table(), aim: aim, want: one * spare, from: value(p.Now, aim), left: Bound}
	s.look(make([]state, len(p.Ways)))
	if s.best == nil {
		return Choice{}, false
	}
	c := Choice{Ways: s.gone(s.best), Cost: s.cost, Exact: s.left > 0}
	c.Ways = slices.DeleteFunc(c.Ways, func(w int) bool { return len(p.Ways[w].Pieces) == 0 })
	return c, true
}

// Highest finds the cheapest ways to the highest score that there is a way to, up to an aim.
func (p *Problem) Highest(aim int) (Choice, bool) {
	for ; aim > 0; aim-- {
		if c, ok := p.Reach(aim, 0); ok {
			return c, true
		}
	}
	return Choice{}, false
}

// state is what the search has decided about a way.
type state uint8

const (
	open state = iota
	taken
	barred
)

// search is branch and bound: it takes a way or bars it, as long as what is open may lead to something cheaper than the
// best so far.
type search struct {
	*Problem
	*table
	aim, want int
	// from is the value before any way.
	from int
	// left is how many more choices it looks at.
	left int
	best []int
	cost Cost
}

// look goes on from what has been decided.
func (s *search) look(states []state) {
	if s.left <= 0 && s.best != nil {
		return
	}
	s.left--
	n := s.node(states)
	if n.value >= s.want {
		s.keep(states)
	}
	if !n.promising(s) {
		return
	}
	w := n.next()
	if w < 0 {
		return
	}
	with := slices.Clone(states)
	with[w] = taken
	s.look(with)
	without := slices.Clone(states)
	without[w] = barred
	s.bar(without, w)
	s.look(without)
}

// keep notes a choice if it is the cheapest so far.
func (s *search) keep(states []state) {
	var ways []int
	for w, st := range states {
		if st == taken {
			ways = append(ways, w)
		}
	}
	if c := s.Cost(ways); s.best == nil || c.Compare(s.cost) < 0 {
		s.best, s.cost = append([]int{}, ways...), c
	}
}

// goal is a control that open ways may turn for the better.
type goal struct {
	id control.ID
	// gain is the most that it adds to the value.
	gain int
	// open are the ways that are open to settle each of what is not settled yet.
	open [][]int
	// least is a bound to what it costs more, and by is the way that has to be decided on for it.
	least share
	by    int
}

// node is what follows from what has been decided.
type node struct {
	value int
	// paid are the elements that the taken ways pay, and sum is what they cost: at most what the ways do.
	paid  []bool
	sum   Cost
	goals []goal
}

func (s *search) node(states []state) node {
	n := node{paid: make([]bool, len(s.elements))}
	var ways []int
	for w, st := range states {
		if st != taken {
			continue
		}
		ways = append(ways, w)
		for _, e := range s.pays[w] {
			if !n.paid[e] {
				n.paid[e], n.sum = true, n.sum.Plus(s.elements[e].cost)
			}
		}
	}
	now := s.changed(s.covered(ways))
	n.value = s.from
	for id, st := range now {
		n.value += worth(st, s.aim) - worth(s.Now[id], s.aim)
	}
	n.goals = s.goals(states, ways, now)
	s.reckon(&n)
	return n
}

// goals are the controls that the open ways can turn for the better, given the taken ones and what they have changed.
func (s *search) goals(states []state, ways []int, now map[control.ID]standard.ControlStatus) []goal {
	done := make([]bool, len(s.Ways))
	for _, w := range s.covered(ways) {
		done[w] = true
	}
	var out []goal
	for id, all := range s.wanted {
		if _, changed := now[id]; changed {
			continue
		}
		g := goal{id: id, gain: one, by: -1}
		if s.Now[id] == standard.NoData {
			g.gain = worth(standard.Passed, s.aim)
		}
		for _, settle := range all {
			if slices.ContainsFunc(settle, func(w int) bool { return done[w] }) {
				continue
			}
			g.open = append(g.open, slices.DeleteFunc(slices.Clone(settle), func(w int) bool { return states[w] != open }))
		}
		if g.gain > 0 && !slices.ContainsFunc(g.open, func(ways []int) bool { return len(ways) == 0 }) {
			out = append(out, g)
		}
	}
	return out
}
