package standard

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/mantenhq/manten/internal/control"
)

// members.tsv has a line for each live control that belongs to at least one standard: its severity, its title, and its
// requirements in each. Source: AWS Security Hub User Guide, "Standards reference" and the controls' own pages, copies of
// 2025 and 2026.
//
//go:embed members.tsv
var membersTSV string

// Member is a live control of the standards as Security Hub offers it, whether or not Manten evaluates it.
type Member struct {
	ID       control.ID
	Severity control.Severity
	// Title is Security Hub's, in English.
	Title string
	In    In
}

// described is how many columns of members.tsv stand before the standards.
const described = 3

var memberLines = sync.OnceValue(func() []Member {
	lines := strings.Split(strings.TrimSpace(membersTSV), "\n")
	names := strings.Split(lines[0], "\t")
	all := make([]Member, 0, len(lines))
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		m := Member{ID: control.ID(cells[0]), Severity: control.Severity(cells[1]), Title: cells[2], In: In{}}
		for i := described; i < len(cells); i++ {
			if cells[i] != "" {
				m.In[Name(names[i])] = cells[i]
			}
		}
		all = append(all, m)
	}
	return all
})

// Members tells, for each live control of the standards, where it belongs; controls that Manten does not evaluate are
// there too. The map is shared: do not change it.
var Members = sync.OnceValue(func() map[control.ID]In {
	all := make(map[control.ID]In, len(memberLines()))
	for _, m := range memberLines() {
		all[m.ID] = m.In
	}
	return all
})

// MemberOf finds a live control of the standards by its id, in any case.
func MemberOf(id control.ID) (Member, bool) {
	for _, m := range memberLines() {
		if strings.EqualFold(string(m.ID), string(id)) {
			return m, true
		}
	}
	return Member{}, false
}

// Size is the number of live controls of a standard, of unique controls for All.
func Size(n Name) int { return sizeOf(func(in In) bool { return in.Has(n) }) }

func sizeOf(has func(In) bool) int {
	size := 0
	for _, in := range Members() {
		if has(in) {
			size++
		}
	}
	return size
}

// AllMembers lists the live controls of the standards. The list is shared: do not change it.
func AllMembers() []Member { return memberLines() }
