package view

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/mantenhq/manten/internal/plan"
)

// RunEndOptions say what the end of a run needs to know besides the run.
type RunEndOptions struct {
	// ScoreBefore and ScoreAfter are the scores by which the run is judged, nil where they are not known.
	ScoreBefore, ScoreAfter *int
	// File is the plan's file, empty where it has none.
	File string
}

// RunEnd writes the closing lines after apply or undo.
func (p *Printer) RunEnd(r *plan.Run, pl *plan.Plan, o RunEndOptions) error {
	return p.show(func(s *screen) {
		s.blank()
		line, score := s.stateCounts(r), s.scoreOfRun(o)
		if score != "" && lipgloss.Width(line+"   "+score) > s.width() {
			s.line(0, line)
			line, score = score, ""
		}
		s.line(0, strings.TrimRight(line+"   "+score, " "))
		if r.Finished.IsZero() {
			s.para(0, "", s.unfinished(r))
		}
		s.runNext(r, pl, o.File, "manten runs show "+word(r.ID))
	})
}

func (s *screen) scoreOfRun(o RunEndOptions) string {
	how := s.say(textReread)
	switch {
	case o.ScoreAfter == nil:
		return ""
	case o.ScoreBefore == nil:
		return s.say(textOnlyAfter, "after", percent(o.ScoreAfter), "how", how)
	}
	return s.say(textOldToNew, "before", percent(o.ScoreBefore), "after", percent(o.ScoreAfter), "how", how)
}

// runNext says what to do after a run: the command for its record first.
func (s *screen) runNext(r *plan.Run, pl *plan.Plan, file, record string) {
	if r.Finished.IsZero() {
		all := []string{resume(r, pl, file)}
		if r.UndoOf == nil && halted(r) {
			all = append(all, "manten undo "+word(r.ID))
		}
		s.next(all...)
		return
	}
	all := []string{record}
	if has(r, plan.Pending) {
		all = append(all, "manten runs refresh "+word(r.ID))
	}
	if r.UndoOf == nil && has(r, plan.Verified, plan.Applied, plan.Pending, plan.Failed) {
		all = append(all, "manten undo "+word(r.ID))
	}
	if r.UndoOf != nil {
		all = append(all, "manten scan")
	}
	s.next(all...)
}

// resume is the command that takes a run up again.
func resume(r *plan.Run, pl *plan.Plan, file string) string {
	switch {
	case r.UndoOf != nil:
		return "manten undo " + word(*r.UndoOf) + " --approve"
	case file != "":
		return "manten apply " + word(file) + " --approve"
	case pl != nil:
		return "manten apply " + word(pl.ID) + " --approve"
	}
	return "manten apply " + word(r.Plan) + " --approve"
}
