package view

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/mantenhq/manten/internal/plan"
)

// StepLine writes a step as it ends.
func (p *Printer) StepLine(st *plan.Step, rs plan.RunStep) error {
	return p.show(func(s *screen) { s.stepLine(st, rs, s.duration(rs)) })
}

// stepLine writes a step and what became of it: on one line where that fits, else the reason below.
func (s *screen) stepLine(st *plan.Step, rs plan.RunStep, tail string) {
	wide := 0
	for _, w := range states {
		if w.state != plan.StaleStep && w.state != plan.Applied {
			wide = max(wide, lipgloss.Width(s.say(w.t)))
		}
	}
	sign := signOfState(rs.State)
	head := s.paint(lookOf(sign), sign) + fmt.Sprintf(" %3s  ", Safe(rs.Step)) + pad(s.state(rs.State), wide)
	if st != nil {
		head += "  " + remediations(st) + "  " + s.place(st)
	}
	why := s.why(rs)
	line := head
	if why != "" {
		line += "  " + why
	}
	if tail != "" {
		line += "  " + s.paint(faint, tail)
	}
	if lipgloss.Width(line) <= s.width() {
		s.line(0, line)
		return
	}
	s.line(0, strings.TrimRight(head+"  "+s.paint(faint, tail), " "))
	s.para(7, "", why)
}

// why is what the run says about a step.
func (p *Printer) why(rs plan.RunStep) string {
	if rs.Said.IsZero() {
		return Safe(rs.Reason)
	}
	return p.message(rs.Said)
}

// duration is how long a step took, from its first call on; empty where it called nothing.
func (s *screen) duration(rs plan.RunStep) string {
	if len(rs.Calls) == 0 || rs.Finished.IsZero() {
		return ""
	}
	return s.took(rs.Finished.Sub(rs.Calls[0].Started))
}
