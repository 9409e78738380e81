package view

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/store"
)

// most is how many lines of a kind the screen of a scan has.
const most = 15

// Scan writes the screen of a scan.
func (p *Printer) Scan(doc Scan) error {
	return p.show(func(s *screen) {
		s.scoreLine(overall(doc.Scores))
		s.scanned(doc)
		s.ending(doc.Exceptions)
		s.standards(doc.Scores)
		groups := failing(doc.Findings)
		s.groups(groups)
		s.unread(doc)
		s.suppressed(doc.Findings)
		s.scanNext(doc, groups)
	})
}

// scanned says what was scanned, and how much work it was.
func (s *screen) scanned(doc Scan) {
	all := overall(doc.Scores)
	parts := []string{
		s.say(textAccountOf, "account", names(doc.Accounts, s.say(textList))),
		s.regions(doc.Regions),
	}
	if all.Evaluated > 0 {
		parts = append(parts, s.evaluated(all))
	}
	parts = append(parts, s.count(doc.Resources, textResources))
	if doc.Snapshot == "" {
		parts = append(parts, s.count(doc.Calls, textCalls), s.took(doc.Finished.Sub(doc.Started)))
	}
	s.parts(slices.DeleteFunc(parts, func(t string) bool { return t == "" }))
	if doc.Snapshot != "" {
		s.para(0, "", s.say(textSnapshot, "snapshot", doc.Snapshot))
	}
	if !doc.AsOf.IsZero() {
		s.para(0, "", s.say(textAsOf, "at", at(doc.AsOf)))
	}
	for _, r := range doc.Retired {
		s.para(0, "", s.say(textRetiredScan, "control", string(r.ID), "date", r.Since))
	}
}

// regions lists a few regions, and counts many.
func (s *screen) regions(all []string) string {
	out := make([]string, len(all))
	for i, r := range all {
		out[i] = Safe(r)
	}
	return s.list(out, 4)
}

// group is a control with its failed findings.
type group struct {
	Finding
	findings []Finding
}

// failing gathers the failed findings by control, most severe first. Suppressed ones do not count.
func failing(all []Finding) []group {
	return gather(all, func(f Finding) bool { return f.Status == control.Failed && f.Workflow != control.Suppressed })
}

// add adds a finding. The control's severity stands only in findings that failed.
func (g *group) add(f Finding) {
	if f.Status == control.Failed {
		g.Status, g.Severity = f.Status, f.Severity
	}
	g.findings = append(g.findings, f)
}

// byPerson tells whether only a person can put right what failed.
func (g *group) byPerson() bool {
	return !slices.ContainsFunc(g.findings, func(f Finding) bool { return f.Status == control.Failed && !f.ByPerson })
}

// planned tells whether a plan may do something about what failed.
func (g *group) planned() bool {
	return slices.ContainsFunc(g.findings, func(f Finding) bool {
		return f.Status == control.Failed && !f.ByPerson && f.Workflow != control.Suppressed
	})
}

// gather groups the wanted findings by control: most severe first, then by id.
func gather(all []Finding, wants func(Finding) bool) []group {
	var out []group
	of := map[control.ID]int{}
	for _, f := range all {
		if !wants(f) {
			continue
		}
		i, ok := of[f.Control]
		if !ok {
			i = len(out)
			of[f.Control] = i
			out = append(out, group{Finding: f})
		}
		out[i].add(f)
	}
	slices.SortStableFunc(out, func(a, b group) int {
		return cmp.Or(cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), catalog.CompareIDs(a.Control, b.Control))
	})
	return out
}

func (s *screen) groups(groups []group) {
	if len(groups) == 0 {
		return
	}
	s.blank()
	var rows [][]cell
	for _, g := range groups[:min(most, len(groups))] {
		rows = append(rows, []cell{
			{text: signFailed + " " + s.severity(g.Severity), look: bad},
			{text: Safe(string(g.Control)), look: strong},
			{text: s.title(g.Control, g.Title)},
			{text: s.many(g.findings)},
			{text: s.way(g.byPerson()), look: faint},
		})
	}
	s.table(0, 2, rows)
	s.rest(len(groups), "manten findings")
}

// rest says how many lines were left out, and what shows them.
func (s *screen) rest(n int, command string) {
	if n > most {
		s.line(0, "… "+s.say(textMore, "n", fmt.Sprint(n-most))+": "+s.command(command))
	}
}

// many counts the resources of findings; of findings on the account itself, the regions.
func (s *screen) many(findings []Finding) string {
	if findings[0].Resource.Type != resource.Account {
		return s.count(len(findings), textResources)
	}
	regions := map[string]bool{}
	for _, f := range findings {
		regions[f.Region] = true
	}
	switch len(findings) {
	case 1:
		return s.say(textAccount)
	case len(regions):
		return s.count(len(findings), textRegions)
	}
	return s.count(len(findings), textFindings)
}

func (s *screen) suppressed(all []Finding) {
	n := 0
	for _, f := range all {
		if f.Workflow == control.Suppressed && f.Status != control.Passed {
			n++
		}
	}
	if n > 0 {
		s.blank()
		s.line(0, signNone+" "+s.count(n, textSuppressed))
	}
}

func (s *screen) scanNext(doc Scan, groups []group) {
	served, person := "", ""
	for _, g := range groups {
		switch {
		case !g.byPerson() && doc.AsOf.IsZero():
			served = "manten plan -o plan.json"
		case person == "" && g.byPerson():
			person = "manten explain " + word(string(g.Control))
		}
	}
	look := "manten score"
	if len(groups) > 0 {
		look = "manten findings --control " + word(string(groups[0].Control))
	}
	missing := ""
	if slices.ContainsFunc(doc.Coverage, func(g store.Gap) bool { return g.Action != "" }) {
		missing = "manten policy scan"
	}
	if served == "" {
		s.nextOf(person, look, missing)
		return
	}
	s.nextOf(served, look, missing)
}
