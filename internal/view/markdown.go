package view

import (
	"strings"

	"github.com/mantenhq/manten/internal/plan"
)

// RunMarkdown writes the record of a run to keep. The plan may be nil.
func (p *Printer) RunMarkdown(r *plan.Run, pl *plan.Plan) error {
	uncoloured := *p
	uncoloured.Color = false
	return uncoloured.show(func(s *screen) {
		s.line(0, "# "+mark(s.say(textRunOnly, "run", r.ID)))
		s.blank()
		s.item(s.say(textAccount), r.Account)
		s.item(s.say(textState), s.stateCounts(r))
		for _, f := range s.runFields(r) {
			for _, t := range f.texts {
				s.item(f.label, t)
			}
		}
		if r.Finished.IsZero() {
			s.item(s.say(textState), s.unfinished(r))
		}
		for _, rs := range r.Steps {
			s.markStep(rs, stepOf(pl, rs.Step))
		}
	})
}

// item writes a line of a list.
func (s *screen) item(label, t string) {
	if t != "" {
		s.line(0, "- "+mark(label)+": "+mark(t))
	}
}

func (s *screen) markStep(rs plan.RunStep, st *plan.Step) {
	s.blank()
	s.line(0, "## "+mark(s.stepTitle(rs, st)))
	s.blank()
	s.item(s.say(textState), strings.TrimSuffix(s.state(rs.State)+": "+s.why(rs), ": "))
	if st != nil {
		for _, t := range s.serves(st) {
			s.item(s.say(textServes), t)
		}
	}
	for _, t := range s.callRecords(rs) {
		s.item(s.say(textOperations), t)
	}
	for _, t := range s.verdicts(rs) {
		s.item(s.say(textVerdicts), t)
	}
	s.markChanges(rs, st)
}

func (s *screen) stepTitle(rs plan.RunStep, st *plan.Step) string {
	t := s.say(textStepOnly, "step", rs.Step)
	if st != nil {
		t += ": " + remediations(st) + " · " + s.place(st)
	}
	return t
}

// markChanges writes before and after as a block of code, fenced by more backticks than stand in it.
func (s *screen) markChanges(rs plan.RunStep, st *plan.Step) {
	label, changes := s.changes(rs, st)
	if len(changes) == 0 {
		return
	}
	block := &screen{Printer: s.Printer}
	block.recorded(0, st, changes)
	fence := "```"
	for strings.Contains(block.b.String(), fence) {
		fence += "`"
	}
	s.blank()
	s.line(0, mark(label)+":")
	s.blank()
	s.line(0, fence+"text")
	s.b.WriteString(block.b.String())
	s.line(0, fence)
}

// special are the characters that can mean something in Markdown, or in HTML within it, in the middle of a line.
const special = "\\`*_[]<>#|&~$"

// links keeps readers from making links of addresses.
var links = strings.NewReplacer("://", `:\/\/`, "www.", `www\.`)

// mark makes a text stand in Markdown as it is.
func mark(t string) string {
	var b strings.Builder
	for _, r := range Safe(t) {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return links.Replace(b.String())
}
