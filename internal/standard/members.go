package standard

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/mantenhq/manten/internal/control"
)

// members.tsv has a line for each live control that belongs to at least one standard. Source: AWS Security Hub User
// Guide, "Standards reference" and the controls' own pages, copies of 2025 and 2026.
//
//go:embed members.tsv
var membersTSV string

// Members tells, for each live control of the standards, where it belongs; controls that Manten does not evaluate are
// there too. The map is shared: do not change it.
var Members = sync.OnceValue(func() map[control.ID]In {
	lines := strings.Split(strings.TrimSpace(membersTSV), "\n")
	names := strings.Split(lines[0], "\t")
	all := make(map[control.ID]In, len(lines))
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		in := In{}
		for i, cell := range cells[1:] {
			if cell != "" {
				in[Name(names[i+1])] = cell
			}
		}
		all[control.ID(cells[0])] = in
	}
	return all
})

// Size is the number of live controls of a standard, of unique controls for All.
func Size(n Name) int {
	size := 0
	for _, in := range Members() {
		if in.Has(n) {
			size++
		}
	}
	return size
}
