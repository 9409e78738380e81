package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
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
			link(string(u.ID), string(u.ID)+".md"), string(u.Severity), prose(u.Title.EN), prose(u.Title.JA), w.state(u),
		})
	}
	index.table([]string{"Control", "Severity", "Title", "Japanese title", "Remediation"}, rows)
	index.heading(2, "What every control can say")
	index.para("A control that could not read what it needs says `NOT_AVAILABLE`. Where there is nothing of its type it says `PASSED` once for the account, but only after a list that came to its end.")
	index.texts(append(evaluate.Texts(), catalog.Texts()...))
	w.shared(index)
	w.add("controls/README.md", index)
}

// state is who mends what a control finds, or since when AWS no longer offers it.
func (w *writer) state(u *catalog.ControlUnit) string {
	if u.Retired != "" {
		return "retired by AWS: " + u.Retired
	}
	return w.servedBy(u, "../")
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
	p := newPage(string(u.ID) + ": " + prose(u.Title.EN))
	p.para("%s", prose(u.Title.JA))
	_, number, _ := strings.Cut(string(u.ID), ".")
	source := "internal/service/" + u.Service + "/control_" + number + ".go"
	rows := [][]string{
		{"Severity", string(u.Severity)},
		{"Resource type", w.judged(u)},
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
	w.reads(p, u)
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

// judged are the types that a control judges.
func (w *writer) judged(u *catalog.ControlUnit) string {
	var out []string
	for _, c := range w.cat.CollectorsOf(u) {
		out = append(out, code(string(c.Type))+", "+listedWhere(c.Scope))
	}
	return strings.Join(out, "; ")
}

// reads writes how the facts that a control looks at are read, type by type.
func (w *writer) reads(p *page, u *catalog.ControlUnit) {
	p.heading(2, "What is read")
	judged := w.cat.CollectorsOf(u)
	for _, c := range judged {
		if len(judged) > 1 || u.Joins() {
			p.para("Of %s:", code(string(c.Type)))
		}
		readTable(p, c, u.ReadsOf(c))
	}
	for _, wish := range w.needs(u) {
		p.para("It also looks at %s, in all regions that are scanned:", code(string(wish.Unit.Type)))
		readTable(p, wish.Unit, wish.Facts)
	}
}

// needs are the types that a control looks at besides those that it judges.
func (w *writer) needs(u *catalog.ControlUnit) []collect.Wish {
	var all []catalog.Need
	for _, c := range w.cat.CollectorsOf(u) {
		all = append(all, u.NeedsOf(c)...)
	}
	return collect.Needed(w.cat, all)
}

func readTable(p *page, c *catalog.CollectorUnit, facts []string) {
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
