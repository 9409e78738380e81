package main

import (
	"cmp"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
)

// remediations writes the page of each remediation and their index.
func (w *writer) remediations() {
	index := newPage("Remediations")
	index.para("This release has %d remediations. Each has the established runbook's name; the prefixes `SHARR-`, `ASR-`, `AWS-` and `AWSConfigRemediation-` are understood, in any case.", len(w.cat.Remediations()))
	var rows [][]string
	for _, u := range w.cat.Remediations() {
		w.add("remediations/"+u.Name+".md", w.remediationPage(u))
		rows = append(rows, []string{
			link(u.Name, u.Name+".md"), cmp.Or(controlLinks(u.Controls), "asked for by others"), prose(u.Summary.EN), prose(u.Summary.JA), undoable(u),
		})
	}
	index.table([]string{"Remediation", "Controls", "What it does", "Japanese", "Undo"}, rows)
	index.para("Messages that several remediations share stand %s.", link("with the controls", "../controls/README.md#messages-that-several-units-share"))
	w.add("remediations/README.md", index)
}

func undoable(u *catalog.RemediationUnit) string {
	if u.IsBundle() {
		return "step by step, as its steps can be"
	}
	if u.Reversible {
		return "every step can be undone"
	}
	return "not, or not always: the step says why"
}

func controlLinks(ids []control.ID) string {
	var out []string
	for _, id := range ids {
		out = append(out, link(string(id), "../controls/"+string(id)+".md"))
	}
	return strings.Join(out, ", ")
}

func (w *writer) remediationPage(u *catalog.RemediationUnit) *page {
	c := w.cat.CollectorFor(u)
	p := newPage(u.Name)
	p.para("%s", prose(u.Summary.EN))
	p.para("%s", prose(u.Summary.JA))
	source := "internal/service/" + u.Service + "/remediation_" + u.File + ".go"
	rows := [][]string{
		{"Controls", cmp.Or(controlLinks(u.Controls), "none by itself: other remediations ask for it")},
		{"Resource type", code(string(c.Type))},
	}
	switch {
	case u.IsBundle():
		rows = append(rows, []string{"Kind", "a bundle: changes nothing by itself, and asks for what other remediations do"})
	case u.Helper:
		rows = append(rows, []string{"Kind", "a helper: other remediations ask for it"})
	}
	if u.Makes != "" {
		rows = append(rows, []string{"What becomes of the resource", "it " + string(u.Makes) + " it"})
	}
	p.table([]string{"", ""}, append(rows, [][]string{
		{"Undo", undoable(u)},
		{"Also known as", codes(u.Aliases())},
		{"Source", link(code(source), "../../"+source)},
	}...))
	w.parameters(p, u.Service, "Set in `manten.yaml`, under `remediations` and `"+u.Name+"`, or for one plan: `manten plan --set "+u.Name+".NAME=VALUE`.", u.Params)
	if u.IsBundle() {
		w.gathers(p, u)
	} else {
		calls(p, u)
		w.guards(p, u, c)
	}
	if list := w.textsOf(u.Name, u.Summary.Key); len(list) > 0 {
		p.heading(2, "What it says")
		p.para("Words in braces stand for values.")
		p.texts(list)
	}
	return p
}

// calls writes what a remediation may call.
func calls(p *page, u *catalog.RemediationUnit) {
	p.heading(2, "What it may call")
	p.para("Some of these apply, some undo. A plan names each call that it makes, with its whole input.")
	var rows [][]string
	for _, op := range u.Writes {
		again := "only after a person has looked"
		if op.Idempotent {
			again = "may be made again"
		}
		rows = append(rows, []string{code(op.Name), codes(op.Actions), again})
	}
	p.table([]string{"AWS operation", "IAM action", "If the answer is lost"}, rows)
}

// guards writes what a remediation reads of its resource.
func (w *writer) guards(p *page, u *catalog.RemediationUnit, c *catalog.CollectorUnit) {
	p.heading(2, "What it reads")
	p.para("The guard is over the facts that decide: if one of them is not as planned when a step is about to begin, the step stops. The others only tell about risk, cost and interruption.")
	var facts [][]string
	for _, fact := range u.Reads {
		facts = append(facts, w.factRow(c, fact, "decides, guarded"))
	}
	for _, fact := range u.Looks {
		facts = append(facts, w.factRow(c, fact, "risk, cost, interruption"))
	}
	p.table([]string{"Fact", "For", "AWS operations", "IAM actions"}, facts)
}

// gathers writes what a bundle looks at.
func (w *writer) gathers(p *page, u *catalog.RemediationUnit) {
	p.heading(2, "What it asks for")
	p.para("It looks at the resources below, in all regions that are scanned, and asks for what is missing. A plan has a step for each thing asked for, with its calls, and says that it is for %s. Where one of them cannot be done, none is planned.", code(u.Name))
	var facts [][]string
	for _, need := range u.Needs {
		c := w.cat.CollectorNeeded(need)
		for _, fact := range need.Facts {
			facts = append(facts, w.factRow(c, fact, code(string(c.Type))))
		}
	}
	p.table([]string{"Fact", "Of", "AWS operations", "IAM actions"}, facts)
}

func (w *writer) factRow(c *catalog.CollectorUnit, fact, use string) []string {
	ops := c.ReadCalls([]string{fact})
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = op.Name
	}
	return []string{code(fact), use, cmp.Or(codes(names), "seen when listing"), codes(actions(ops))}
}
