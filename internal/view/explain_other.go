package view

import (
	"encoding/json"

	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
)

var textOther = say(
	"view/explain-not-evaluated", "Manten does not evaluate this control yet; it counts in no score.",
	"Manten はまだこのコントロールに対応していません。スコアには含まれません。",
)

// ControlOfMember makes the document of a control of the standards that this release does not evaluate.
func ControlOfMember(m standard.Member) Control {
	return Control{
		ID: m.ID, Title: m.Title, Severity: m.Severity, Standards: m.In.Requirements(), Remediations: []string{},
		Parameters: json.RawMessage("{}"), ResourceTypes: []resource.Type{}, Needs: []resource.Type{},
	}
}

// explainOther writes what is known of a control that is not evaluated.
func (s *screen) explainOther(c Control) {
	s.line(0, s.say(textOther))
	s.blank()
	s.fields(2, field{s.say(textSeverityIs), []string{s.severity(c.Severity)}}, field{s.say(textStandards), s.requirements(c.Standards)})
	if len(c.Standards) > 0 {
		s.next("manten controls --all --standard " + word(string(c.Standards[0].Standard)))
	}
}
