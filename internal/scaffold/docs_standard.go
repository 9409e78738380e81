package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// standards writes which controls of each standard are evaluated, and which are not.
func (w *writer) standards() {
	p := newPage("Standards")
	p.para("How much of each standard this release evaluates. A score is over the controls that were evaluated; those that are not evaluated do not count as passed, nor as failed.")
	var rows [][]string
	for _, n := range append(standard.Names(), standard.All) {
		rows = append(rows, []string{
			n.Title(), code(string(n)), strconv.Itoa(len(w.evaluated(n))), strconv.Itoa(standard.Size(n)),
		})
	}
	p.table([]string{"Standard", "Short name", "Controls evaluated", "Controls in all"}, rows)
	w.matrix(p)
	for _, n := range standard.Names() {
		w.standard(p, n)
	}
	w.add("standards.md", p)
}

// evaluated are the live controls of a standard that this release has.
func (w *writer) evaluated(n standard.Name) []*catalog.ControlUnit {
	return slices.DeleteFunc(slices.Clone(w.cat.Controls()), func(u *catalog.ControlUnit) bool {
		return u.Retired != "" || !u.Standards.Has(n)
	})
}

func (w *writer) matrix(p *page) {
	p.heading(2, "Control by control")
	p.para("Under each standard stands the requirement that the control answers. Where AWS publishes only that a control belongs to the standard, its id stands there.")
	heads := []string{"Control", "Severity"}
	for _, n := range standard.Names() {
		heads = append(heads, code(string(n)))
	}
	var rows [][]string
	for _, u := range w.cat.Controls() {
		row := []string{link(string(u.ID), "controls/"+string(u.ID)+".md"), string(u.Severity)}
		for _, n := range standard.Names() {
			row = append(row, strings.Join(requirements(u, n), ", "))
		}
		rows = append(rows, row)
	}
	p.table(heads, rows)
}

func requirements(u *catalog.ControlUnit, n standard.Name) []string {
	var out []string
	for _, r := range u.Standards.Requirements() {
		if r.Standard == n {
			out = append(out, r.ID)
		}
	}
	return out
}

func (w *writer) standard(p *page, n standard.Name) {
	done := w.evaluated(n)
	p.heading(2, "%s", n.Title())
	p.para("`--standard %s`: %d of %d controls.", n, len(done), standard.Size(n))
	var rows [][]string
	have := map[control.ID]bool{}
	for _, u := range done {
		have[u.ID] = true
		rows = append(rows, []string{
			strings.Join(requirements(u, n), ", "), link(string(u.ID), "controls/"+string(u.ID)+".md"), prose(u.Title.EN), w.servedBy(u, ""),
		})
	}
	p.table([]string{"Requirement", "Control", "Title", "Remediation"}, rows)
	var missing []string
	for _, id := range slices.SortedFunc(maps.Keys(standard.Members()), catalog.CompareIDs) {
		if standard.Members()[id].Has(n) && !have[id] {
			missing = append(missing, string(id))
		}
	}
	if len(missing) > 0 {
		p.para("<details><summary>Not evaluated: %d</summary>\n\n%s\n\n</details>", len(missing), strings.Join(missing, ", "))
	}
}
