package view

import (
	"slices"
)

// identities are members that tell an item of a list from the others, in the order in which they are tried.
var identities = []string{"ID", "Id", "Arn", "ARN", "Sid", "Name", "Key", "User"}

// lists writes how a list differs: what goes, what comes, what changes within, and what stays.
func (d differ) lists(indent int, a, b []node) {
	gone, came := without(a, b), without(b, a)
	if len(gone)+len(came) == 0 {
		d.moved(indent, b)
		return
	}
	by := identity(a, b)
	for _, n := range gone {
		if match(came, n, by) == nil {
			d.para(indent, d.paint(bad, "-")+" ", d.one(n))
		}
	}
	for _, n := range came {
		old := match(gone, n, by)
		if old == nil {
			d.para(indent, d.paint(good, "+")+" ", d.one(n))
			continue
		}
		d.line(indent, d.paint(doubt, "~")+" "+d.one(n.member(by)))
		d.objects(indent+4, *old, n, by)
	}
	stay := without(a, gone)
	d.stays(indent, stay)
	if !slices.EqualFunc(stay, without(b, came), node.equal) {
		d.line(indent+2, d.say(textOrder))
	}
}

// without are the items of a that have no equal of their own in b.
func without(a, b []node) []node {
	rest := slices.Clone(b)
	var out []node
	for _, n := range a {
		if i := slices.IndexFunc(rest, n.equal); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		out = append(out, n)
	}
	return out
}

// identity names the member that tells the items apart, in both lists; empty where there is none.
func identity(a, b []node) string {
	for _, name := range identities {
		if distinct(a, name) && distinct(b, name) {
			return name
		}
	}
	return ""
}

func distinct(items []node, name string) bool {
	seen := map[string]bool{}
	for _, n := range items {
		id := n.member(name)
		if id.kind != textual || seen[id.text] {
			return false
		}
		seen[id.text] = true
	}
	return len(items) > 0
}

// match finds the item with the same identity.
func match(items []node, n node, by string) *node {
	if by == "" {
		return nil
	}
	i := slices.IndexFunc(items, func(o node) bool { return o.member(by).equal(n.member(by)) })
	if i < 0 {
		return nil
	}
	return &items[i]
}
