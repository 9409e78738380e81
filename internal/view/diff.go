package view

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/mantenhq/manten/internal/plan"
)

// differ writes what differs between two values, finely.
type differ struct {
	*screen
}

// change writes a fact before and after.
func (s *screen) change(indent int, c plan.Change) {
	d := differ{s}
	name := Safe(c.Fact)
	if c.Sensitive {
		d.line(indent, name+"   "+d.say(textSensitive))
		return
	}
	before, errB := factNode(c.Before)
	after, errA := factNode(c.After)
	if errB != nil || errA != nil {
		d.replaced(indent, name, Safe(string(c.Before)), Safe(string(c.After)))
		return
	}
	d.diff(indent, name, before, after)
}

// diff writes one value under its name.
func (d differ) diff(indent int, name string, a, b node) {
	inA, inB := a.unfolded(), b.unfolded()
	switch {
	case a.equal(b):
		d.line(indent, name+"   "+d.say(textSame))
	case inA.equal(inB):
		d.replaced(indent, name+"   "+d.say(textSpelling), d.one(a), d.one(b))
	case tree(inA) && inA.kind == inB.kind:
		d.line(indent, name)
		d.inside(indent+2, inA, inB)
	case inA.kind == nothing && tree(inB):
		d.line(indent, name+"   "+d.say(textNoneBefore))
		d.whole(indent+2, "+", good, inB)
	case inB.kind == nothing && tree(inA):
		d.line(indent, name+"   "+d.say(textNoneAfter))
		d.whole(indent+2, "-", bad, inA)
	default:
		d.scalar(indent, name, d.one(a), d.one(b))
	}
}

// tree tells whether there is something in a node to go through.
func tree(n node) bool {
	return len(n.members) > 0 || len(n.items) > 0 || n.kind == array || n.kind == object
}

func (d differ) inside(indent int, a, b node) {
	if a.kind == array {
		d.lists(indent, a.items, b.items)
		return
	}
	d.objects(indent, a, b, "")
}

// objects writes the members that differ, but for one.
func (d differ) objects(indent int, a, b node, but string) {
	all := slices.Clone(b.members)
	for _, m := range a.members {
		if b.member(m.name).kind == nothing {
			all = append(all, m)
		}
	}
	all = slices.DeleteFunc(all, func(m member) bool { return m.name == but || a.member(m.name).equal(b.member(m.name)) })
	wide := 0
	for _, m := range all {
		wide = max(wide, lipgloss.Width(Safe(m.name)))
	}
	for _, m := range all {
		name := Safe(m.name)
		x, y := a.member(m.name), b.member(m.name)
		if !tree(x.unfolded()) && !tree(y.unfolded()) {
			name = pad(name, wide)
		}
		d.diff(indent, name, x, y)
	}
}

// scalar writes old → new on a line where they fit.
func (d differ) scalar(indent int, name, a, b string) {
	arrow := " → "
	if indent+lipgloss.Width(name+"   "+a+arrow+b) <= d.width() {
		d.line(indent, name+"   "+a+d.paint(faint, arrow)+b)
		return
	}
	d.replaced(indent, name, a, b)
}

// replaced writes old and new below each other.
func (d differ) replaced(indent int, name, a, b string) {
	d.line(indent, strings.TrimRight(name, " "))
	d.para(indent+2, d.paint(bad, "-")+" ", a)
	d.para(indent+2, d.paint(good, "+")+" ", b)
}

// whole writes all of a value that is new, or that goes.
func (d differ) whole(indent int, sign string, l look, n node) {
	sign = d.paint(l, sign) + " "
	for _, item := range n.items {
		d.para(indent, sign, d.one(item))
	}
	wide := 0
	for _, m := range n.members {
		wide = max(wide, lipgloss.Width(Safe(m.name)))
	}
	for _, m := range n.members {
		if len(m.value.items) > 1 || len(m.value.items) == 1 && tree(m.value.items[0]) {
			d.line(indent, sign+Safe(m.name))
			d.whole(indent+2, strings.TrimRight(sign, " "), plain, m.value)
			continue
		}
		d.para(indent, sign+pad(Safe(m.name), wide)+"   ", d.one(m.value))
	}
	if len(n.items)+len(n.members) == 0 {
		d.line(indent, sign+d.one(n))
	}
}

// kept is how many unchanged items of a list are shown.
const kept = 3

func (d differ) stays(indent int, items []node) {
	if len(items) > kept {
		d.line(indent+2, d.paint(faint, d.count(len(items), textOthersStay)))
		return
	}
	for _, n := range items {
		d.para(indent, "  ", d.one(n)+"   "+d.paint(faint, d.say(textStays)))
	}
}

// moved writes a list of which only the order differs.
func (d differ) moved(indent int, b []node) {
	d.line(indent, d.say(textOrder))
	for i, n := range b {
		d.para(indent+2, fmt.Sprintf("%d. ", i+1), d.one(n))
	}
}
