package path

import (
	"cmp"
	"slices"
)

// scale keeps shares of costs whole: they are rounded down, so that sums of them stay bounds.
const scale = 720_720

// share is a part of a [Cost], times [scale].
type share [6]int64

func (a share) plus(b share) share {
	for i := range a {
		a[i] += b[i]
	}
	return a
}

func (a share) compare(b share) int { return slices.Compare(a[:], b[:]) }

// part is what each of some controls pays of a cost that they share.
func (c Cost) part(of int64) share {
	out := share{int64(c.Irreversible), int64(c.Interrupts), int64(c.Risks), int64(c.Unpriced), c.Monthly, int64(c.Steps)}
	for i := range out {
		out[i] = out[i] * scale / of
	}
	return out
}

// reckon puts a bound to what each goal costs more. An element that several goals may pay is shared out among them: so no
// choice of goals costs less than the sum of its goals' bounds.
func (s *search) reckon(n *node) {
	payers := s.payers(n)
	for i := range n.goals {
		g := &n.goals[i]
		for _, ways := range g.open {
			least, by := s.least(n, payers, ways)
			if g.by < 0 || least.compare(g.least) > 0 {
				g.least, g.by = least, by // all has to be settled: it costs what the dearest does, or more
			}
		}
	}
	slices.SortFunc(n.goals, func(a, b goal) int {
		return cmp.Or(a.least.compare(b.least), -cmp.Compare(a.gain, b.gain), cmp.Compare(a.id, b.id))
	})
}

// payers counts for each element that is not paid yet the goals that may pay it.
func (s *search) payers(n *node) []int64 {
	out, last := make([]int64, len(s.elements)), make([]int, len(s.elements))
	for g := range n.goals {
		for _, ways := range n.goals[g].open {
			for _, w := range ways {
				for _, e := range s.pays[w] {
					if !n.paid[e] && last[e] != g+1 {
						last[e] = g + 1
						out[e]++
					}
				}
			}
		}
	}
	return out
}

// least is the cheapest of some ways, and its share of what is not paid yet.
func (s *search) least(n *node, payers []int64, ways []int) (least share, by int) {
	by = -1
	for _, w := range ways {
		var sum share
		for _, e := range s.pays[w] {
			if !n.paid[e] {
				sum = sum.plus(s.elements[e].cost.part(payers[e]))
			}
		}
		if by < 0 || sum.compare(least) < 0 {
			least, by = sum, w
		}
	}
	return least, by
}

// promising tells whether what is open can reach the score, and for less than the best so far.
func (n *node) promising(s *search) bool {
	gain := 0
	for _, g := range n.goals {
		gain += g.gain
	}
	short := s.want - n.value
	if gain < short {
		return false
	}
	if s.best == nil {
		return true
	}
	sum := n.sum.part(1)
	for i := 0; short > 0; i++ { // no goal adds more than one
		sum = sum.plus(n.goals[i].least)
		short -= one
	}
	return sum.compare(s.cost.part(1)) < 0
}

// next is the way to decide about: that of the cheapest goal; -1 where none is open.
func (n *node) next() int {
	if len(n.goals) == 0 {
		return -1
	}
	return n.goals[0].by
}

// bar bars the ways after one that has been barred, among those that stand for each other.
func (s *search) bar(states []state, w int) {
	for _, group := range s.like {
		if at := slices.Index(group, w); at >= 0 {
			for _, o := range group[at:] {
				if states[o] == open {
					states[o] = barred
				}
			}
		}
	}
}
