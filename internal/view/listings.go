package view

import (
	"fmt"

	"github.com/mantenhq/manten/internal/text"
)

var (
	textControls     = plural("view/controls", "{n} control", "{n} controls", "{n} コントロール")
	textWithOf       = say("view/with-remediation", "{n} with a remediation", "うち修復可 {n}")
	textRetired      = say("view/retired", "retired {date}", "{date} に廃止")
	textRemediations = plural("view/remediations", "{n} remediation", "{n} remediations", "修復 {n} 種類")
	textServing      = plural("view/serving", "for {n} control", "for {n} controls", "対象 {n} コントロール")
	textServes       = say("view/serves", "controls", "コントロール")
	textOperations   = say("view/operations", "calls", "API 呼び出し")
	textParameters   = say("view/parameters", "parameters", "パラメーター")
	textUndo         = say("view/undo", "undo", "取り消し")
	textAlways       = say("view/always", "always possible", "常に可能")
	textNotAlways    = say("view/not-always", "not always possible: the plan says where not, and why", "できない場合があります。該当箇所と理由はプランに示します")
)

var textsListings = []text.Template{
	textControls.one, textControls.many, textWithOf, textRetired, textRemediations.one, textRemediations.many,
	textServing.one, textServing.many, textServes, textOperations, textParameters, textUndo, textAlways, textNotAlways,
}

// Controls writes the list of controls.
func (p *Printer) Controls(doc Controls) error {
	return p.show(func(s *screen) {
		served := 0
		var rows [][]cell
		for _, c := range doc.Controls {
			if len(c.Remediations) > 0 {
				served++
			}
			rows = append(rows, s.controlListed(c))
		}
		s.line(0, s.count(len(doc.Controls), textControls)+s.say(textDot)+s.say(textWithOf, "n", fmt.Sprint(served)))
		s.blank()
		s.table(0, 2, rows)
		if len(doc.Controls) == 0 {
			s.next("manten controls")
			return
		}
		s.next("manten explain " + word(string(doc.Controls[0].ID)))
	})
}

func (s *screen) controlListed(c Control) []cell {
	way := ""
	if len(c.Remediations) > 0 {
		way = c.Remediations[0]
	}
	state := s.way(way)
	if c.Retired != nil {
		state = s.say(textRetired, "date", *c.Retired)
	}
	return []cell{
		{text: Safe(string(c.ID)), look: strong},
		{text: s.severity(c.Severity)},
		{text: s.title(c.ID, c.Title)},
		{text: state, look: faint},
	}
}

// Remediations writes the list of remediations.
func (p *Printer) Remediations(doc Remediations) error {
	return p.show(func(s *screen) {
		served := map[string]bool{}
		for _, r := range doc.Remediations {
			for _, id := range r.Controls {
				served[string(id)] = true
			}
		}
		s.line(0, s.count(len(doc.Remediations), textRemediations)+s.say(textDot)+s.count(len(served), textServing))
		for _, r := range doc.Remediations {
			s.blank()
			s.remediation(0, r)
		}
		if len(doc.Remediations) == 0 {
			s.next("manten remediations")
			return
		}
		s.next("manten plan --remediation " + word(doc.Remediations[0].Name) + " -o plan.json")
	})
}

// remediation writes a remediation with all that it may do.
func (s *screen) remediation(indent int, r Remediation) {
	s.line(indent, s.paint(strong, Safe(r.Name)))
	s.para(indent+4, "", s.summary(r))
	undo := s.say(textAlways)
	if !r.Reversible {
		undo = s.say(textNotAlways)
	}
	s.fields(indent+4,
		field{s.say(textServes), []string{controls(r.Controls)}},
		field{s.say(textOperations), []string{names(r.Operations, " ")}},
		field{s.say(textParameters), s.parameters(r.Parameters)},
		field{s.say(textUndo), []string{undo}},
	)
}
