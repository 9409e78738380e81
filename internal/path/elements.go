package path

import (
	"fmt"
	"maps"
	"slices"
)

// element is a part of the cost that is paid once, by whichever of some ways is gone first. The cost of ways is the sum of
// their elements, or more where pieces that a further one would join are steps of their own.
type element struct {
	cost Cost
	// ways are those that pay it.
	ways []int
}

// parts are the elements of the cost of all ways, those that the same ways pay put together, so that there are few.
func (p *Problem) parts() []element {
	users := p.users()
	all := p.pieces(p.every())
	by := map[string]*element{}
	pay := func(ways []int, c Cost) {
		if len(ways) == 0 || c == (Cost{}) {
			return
		}
		key := fmt.Sprint(ways)
		if by[key] == nil {
			by[key] = &element{ways: ways}
		}
		by[key].cost = by[key].cost.Plus(c)
	}
	for _, step := range p.steps(all) {
		p.pay(step, users, pay)
	}
	var out []element
	for _, key := range slices.Sorted(maps.Keys(by)) {
		out = append(out, *by[key])
	}
	return out
}

// users are the ways that have each piece, in order.
func (p *Problem) users() [][]int {
	out := make([][]int, len(p.Pieces))
	for w := range p.Ways {
		for _, x := range p.Ways[w].Pieces {
			if n := len(out[x]); n == 0 || out[x][n-1] != w {
				out[x] = append(out[x], w)
			}
		}
	}
	return out
}

// pay names what a step costs, and which ways bring it about: the step itself by any of its pieces, that it cannot be
// undone by those of which that is true, and so on; the monthly cost piece by piece.
func (p *Problem) pay(step []int, users [][]int, pay func([]int, Cost)) {
	of := func(is func(Effect) bool) []int {
		var ways []int
		for _, x := range step {
			if is(p.Pieces[x].Effect) {
				ways = append(ways, users[x]...)
			}
		}
		slices.Sort(ways)
		return slices.Compact(ways)
	}
	pay(of(func(Effect) bool { return true }), Cost{Steps: 1})
	pay(of(func(e Effect) bool { return e.Irreversible }), Cost{Irreversible: 1})
	pay(of(func(e Effect) bool { return e.Interrupts }), Cost{Interrupts: 1})
	pay(of(func(e Effect) bool { return e.Risks }), Cost{Risks: 1})
	pay(of(func(e Effect) bool { return e.Unpriced }), Cost{Unpriced: 1})
	for _, x := range step {
		pay(users[x], Cost{Monthly: p.Pieces[x].Monthly})
	}
}

// every lists all ways.
func (p *Problem) every() []int {
	out := make([]int, len(p.Ways))
	for i := range out {
		out[i] = i
	}
	return out
}
