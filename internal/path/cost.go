package path

import (
	"cmp"
	"slices"
)

// Cost is what a set of steps asks for. Costs are compared by their fields in order: one step that cannot be undone is
// worse than any number of steps that can.
type Cost struct {
	// Irreversible, Interrupts, Risks and Unpriced count the steps of which [Effect] says so.
	Irreversible, Interrupts, Risks, Unpriced int
	// Monthly is in millionths of a USD a month.
	Monthly int64
	// Steps counts them all.
	Steps int
}

// Compare is negative where c asks for less than o.
func (c Cost) Compare(o Cost) int {
	return cmp.Or(
		cmp.Compare(c.Irreversible, o.Irreversible), cmp.Compare(c.Interrupts, o.Interrupts), cmp.Compare(c.Risks, o.Risks),
		cmp.Compare(c.Unpriced, o.Unpriced), cmp.Compare(c.Monthly, o.Monthly), cmp.Compare(c.Steps, o.Steps),
	)
}

// Step is the cost of one step.
func Step(e Effect) Cost {
	return Cost{
		Irreversible: count(e.Irreversible), Interrupts: count(e.Interrupts), Risks: count(e.Risks),
		Unpriced: count(e.Unpriced), Monthly: e.Monthly, Steps: 1,
	}
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// Plus is the cost of both.
func (c Cost) Plus(o Cost) Cost {
	return Cost{
		Irreversible: c.Irreversible + o.Irreversible, Interrupts: c.Interrupts + o.Interrupts, Risks: c.Risks + o.Risks,
		Unpriced: c.Unpriced + o.Unpriced, Monthly: c.Monthly + o.Monthly, Steps: c.Steps + o.Steps,
	}
}

// Cost is what some ways ask for together: what they share is done once.
func (p *Problem) Cost(ways []int) Cost {
	sum := Cost{}
	for _, step := range p.steps(p.pieces(ways)) {
		sum = sum.Plus(Step(p.effect(step)))
	}
	return sum
}

// effect is that of pieces that are one step.
func (p *Problem) effect(step []int) Effect {
	var e Effect
	for _, x := range step {
		o := p.Pieces[x].Effect
		e.Irreversible, e.Interrupts = e.Irreversible || o.Irreversible, e.Interrupts || o.Interrupts
		e.Risks, e.Unpriced, e.Monthly = e.Risks || o.Risks, e.Unpriced || o.Unpriced, e.Monthly+o.Monthly
	}
	return e
}

// steps groups those pieces that are done into steps: pieces on one resource that change a fact in common, also where it
// takes a third one to join two.
func (p *Problem) steps(done []bool) [][]int {
	on := map[string][][]int{}
	var names []string
	for x, is := range done {
		if !is {
			continue
		}
		name := p.Pieces[x].On
		if on[name] == nil {
			names = append(names, name)
		}
		step := []int{x}
		on[name] = slices.DeleteFunc(on[name], func(o []int) bool {
			joins := slices.ContainsFunc(o, func(y int) bool { return p.joins(x, y) })
			if joins {
				step = append(step, o...)
			}
			return joins
		})
		on[name] = append(on[name], step)
	}
	var out [][]int
	for _, name := range names {
		out = append(out, on[name]...)
	}
	return out
}

// joins tells whether two pieces on a resource are one step.
func (p *Problem) joins(x, y int) bool {
	a, b := p.Pieces[x], p.Pieces[y]
	return !a.Apart && !b.Apart && slices.ContainsFunc(a.Facts, func(f string) bool { return slices.Contains(b.Facts, f) })
}
