package view

import (
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/plan"
)

// Runs writes the list of runs.
func (p *Printer) Runs(doc Runs) error {
	return p.show(func(s *screen) {
		if len(doc.Runs) == 0 {
			s.line(0, s.say(textNoRuns))
			s.next("manten plan -o plan.json")
			return
		}
		s.line(0, s.count(len(doc.Runs), textRuns))
		s.blank()
		var rows [][]cell
		for i := range doc.Runs {
			rows = append(rows, s.runListed(&doc.Runs[i]))
		}
		s.table(0, -1, rows)
		s.next("manten runs show " + word(doc.Runs[0].ID))
	})
}

func (s *screen) runListed(r *plan.Run) []cell {
	row := []cell{
		{text: Safe(r.ID), look: strong},
		{text: r.Started.UTC().Format(time.DateTime)},
		{text: Safe(r.Account)},
		{text: s.stateCounts(r)},
	}
	note := ""
	if r.UndoOf != nil {
		note = s.say(textUndoes, "run", *r.UndoOf)
	}
	if r.Finished.IsZero() {
		note = strings.TrimPrefix(note+" · "+s.say(textGoingOn), " · ")
	}
	return append(row, cell{text: note, look: faint})
}
