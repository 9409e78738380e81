package view

import (
	"fmt"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textControls     = plural("view/controls", "{n} control", "{n} controls", "{n} コントロール")
	textWithOf       = say("view/with-remediation", "{n} with a remediation", "うち修復可 {n}")
	textOthersOf     = say("view/not-evaluated-of", "{n} not evaluated", "未対応 {n}")
	textNotEvaluated = say("view/not-evaluated", "not evaluated", "未対応")
	textRetiredIs    = say("view/retired-is", "retired", "廃止")
	textRetired      = say("view/retired", "retired {date}", "{date} に廃止")
	textRemediations = plural("view/remediations", "{n} remediation", "{n} remediations", "修復 {n} 種類")
	textServing      = plural("view/serving", "for {n} control", "for {n} controls", "対象 {n} コントロール")
	textServes       = say("view/serves", "controls", "コントロール")
	textOperations   = say("view/operations", "calls", "API 呼び出し")
	textParameters   = say("view/parameters", "parameters", "パラメーター")
	textUndo         = say("view/undo", "undo", "取り消し")
	textLike         = say("view/kind", "kind", "種別")
	textBundle       = say("view/bundle", "changes nothing by itself: asks for what other remediations do", "それ自体は何も変更せず、ほかの修復を呼び出します")
	textHelper       = say("view/helper", "asked for by other remediations", "ほかの修復から呼び出されます")
	textCreating     = say("view/creating", "creates resources", "リソースを作成します")
	textDeleting     = say("view/deleting", "deletes resources", "リソースを削除します")
	textAlways       = say("view/always", "always possible", "常に可能")
	textNotAlways    = say("view/not-always", "not always possible: the plan says where not, and why", "できない場合があります。該当箇所と理由はプランに示します")
)

var textsListings = []text.Template{
	textControls.one, textControls.many, textWithOf, textOthersOf, textNotEvaluated, textRetiredIs, textRetired, textRemediations.one, textRemediations.many,
	textServing.one, textServing.many, textServes, textOperations, textParameters, textUndo, textAlways, textNotAlways,
	textLike, textBundle, textHelper, textCreating, textDeleting,
}

// Controls writes the list of controls.
func (p *Printer) Controls(doc Controls) error {
	return p.show(func(s *screen) {
		served, others := 0, 0
		var rows [][]cell
		for _, c := range doc.Controls {
			if len(c.Remediations) > 0 {
				served++
			}
			if !c.Evaluated {
				others++
			}
			rows = append(rows, s.controlListed(c))
		}
		head := s.count(len(doc.Controls), textControls) + s.say(textDot) + s.say(textWithOf, "n", fmt.Sprint(served))
		if others > 0 {
			head += s.say(textDot) + s.say(textOthersOf, "n", fmt.Sprint(others))
		}
		s.line(0, head)
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
	state := s.way(len(c.Remediations) == 0)
	switch {
	case !c.Evaluated:
		state = s.say(textNotEvaluated)
	case c.Retired != nil:
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
	if r.Bundle {
		undo = ""
	}
	s.fields(indent+4,
		field{s.say(textServes), filled(controls(r.Controls))},
		field{s.say(textLike), s.kindOf(r)},
		field{s.say(textLooksAt), typeNames(r.Needs)},
		field{s.say(textOperations), filled(names(r.Operations, " "))},
		field{s.say(textParameters), s.parameters(r.Parameters)},
		field{s.say(textUndo), filled(undo)},
	)
}

// filled is a text for a field, none where it is empty.
func filled(t string) []string {
	if t == "" {
		return nil
	}
	return []string{t}
}

// kindOf says what is special about a remediation.
func (s *screen) kindOf(r Remediation) []string {
	var out []string
	for _, k := range []struct {
		is bool
		t  text.Template
	}{
		{r.Bundle, textBundle}, {r.Helper, textHelper}, {r.Makes == plan.Creates, textCreating}, {r.Makes == plan.Deletes, textDeleting},
	} {
		if k.is {
			out = append(out, s.say(k.t))
		}
	}
	return out
}
