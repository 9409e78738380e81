package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/text"
)

// controls writes the page of each control and their index.
func (w *writer) controls() {
	index := newPage("Controls")
	index.para("This release evaluates %d controls. %s says which standards they belong to.", len(w.cat.Controls()), link("Standards", "../standards.md"))
	var rows [][]string
	for _, u := range w.cat.Controls() {
		w.add("controls/"+string(u.ID)+".md", w.control(u))
		rows = append(rows, []string{
			link(string(u.ID), string(u.ID)+".md"), string(u.Severity), prose(u.Title.EN), prose(u.Title.JA), w.servedBy(u, "../"),
		})
	}
	index.table([]string{"Control", "Severity", "Title", "Japanese title", "Remediation"}, rows)
	index.heading(2, "What every control can say")
	index.para("A control that could not read what it needs says `NOT_AVAILABLE`. Where there is nothing of its type it says `PASSED` once for the account, but only after a list that came to its end.")
	index.texts(append(evaluate.Texts(), catalog.Texts()...))
	w.shared(index)
	w.add("controls/README.md", index)
}

// servedBy links a control's remediations.
func (w *writer) servedBy(u *catalog.ControlUnit, up string) string {
	var out []string
	for _, r := range w.cat.RemediationsFor(u.ID) {
		out = append(out, link(r.Name, up+"remediations/"+r.Name+".md"))
	}
	return cmp.Or(strings.Join(out, ", "), "by a person")
}

func (w *writer) control(u *catalog.ControlUnit) *page {
	c := w.cat.CollectorOf(u)
	p := newPage(string(u.ID) + ": " + prose(u.Title.EN))
	p.para("%s", prose(u.Title.JA))
	_, number, _ := strings.Cut(string(u.ID), ".")
	source := "internal/service/" + u.Service + "/control_" + number + ".go"
	rows := [][]string{
		{"Severity", string(u.Severity)},
		{"Resource type", code(string(c.Type)) + ", " + listedWhere(c.Scope)},
		{"Remediation", w.servedBy(u, "../")},
		{"Source", link(code(source), "../../"+source)},
	}
	if u.Retired != "" {
		rows = append(rows, []string{"Retired by AWS", u.Retired})
	}
	p.table([]string{"", ""}, rows)
	p.heading(2, "Standards")
	var in [][]string
	for _, r := range u.Standards.Requirements() {
		in = append(in, []string{r.Standard.Title(), code(string(r.Standard)), r.ID, r.Control})
	}
	p.table([]string{"Standard", "Short name", "Requirement", "The standard's own name of the control"}, in)
	w.parameters(p, u.Service, "Set in `manten.yaml`, under `controls` and `"+string(u.ID)+"`.", u.Params)
	w.reads(p, c, u.Reads)
	p.heading(2, "What it says")
	p.para("Words in braces stand for values. Besides these there is %s.", link("what every control can say", "README.md#what-every-control-can-say"))
	p.texts(w.textsOf(string(u.ID), u.Title.Key, u.Advice.Key))
	if u.Advice.Key != "" {
		p.heading(2, "What a person does")
		p.para("%s", prose(u.Advice.EN))
		p.para("%s", prose(u.Advice.JA))
	}
	return p
}

func listedWhere(s catalog.Scope) string {
	switch s {
	case catalog.Global:
		return "read once an account"
	case catalog.Dispersed:
		return "listed once an account, each in a region of its own"
	case catalog.Regional:
	}
	return "read region by region"
}

// reads writes how the facts that a control looks at are read.
func (w *writer) reads(p *page, c *catalog.CollectorUnit, facts []string) {
	p.heading(2, "What is read")
	var rows [][]string
	for _, op := range c.ListCalls {
		rows = append(rows, []string{"listing", code(op.Name), codes(op.Actions)})
	}
	for _, fact := range facts {
		ops := c.ReadCalls([]string{fact})
		if len(ops) == 0 {
			rows = append(rows, []string{code(fact), "seen when listing", ""})
		}
		for _, op := range ops {
			rows = append(rows, []string{code(fact), code(op.Name), codes(op.Actions)})
		}
	}
	p.table([]string{"For", "AWS operation", "IAM action"}, rows)
}

// textsOf are the messages of a unit, by key, but for some.
func (w *writer) textsOf(unit string, but ...string) []text.Template {
	var out []text.Template
	for _, key := range slices.Sorted(maps.Keys(w.cat.Texts())) {
		if strings.HasPrefix(key, unit+"/") && !slices.Contains(but, key) {
			out = append(out, w.cat.Texts()[key])
		}
	}
	return out
}

// shared writes the messages that several units of a service have in common; their keys begin with the service's name.
func (w *writer) shared(p *page) {
	p.heading(2, "Messages that several units share")
	p.para("They stand in controls and in remediations of the service.")
	for _, s := range w.services() {
		if list := w.textsOf(s); len(list) > 0 {
			p.heading(3, "%s", s)
			p.texts(list)
		}
	}
}

// services lists the directories that have collectors.
func (w *writer) services() []string {
	seen := map[string]bool{}
	for _, u := range w.cat.Collectors() {
		seen[u.Service] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// actions gathers the IAM actions of operations, each once, sorted.
func actions(ops []awsop.Op) []string {
	var out []string
	for _, op := range ops {
		out = append(out, op.Actions...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
