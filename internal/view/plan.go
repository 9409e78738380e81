package view

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
)

// PlanOptions say what a plan's screen needs to know besides the plan.
type PlanOptions struct {
	Now time.Time
	// File is the plan's file for the next command; empty where it has none, the plan's id then stands there.
	File string
}

// Plan writes a plan so that somebody who has never seen Manten can decide by it.
func (p *Printer) Plan(pl *plan.Plan, o PlanOptions) error {
	return p.show(func(s *screen) {
		s.planHead(pl, o)
		s.otherScores(pl.Score)
		s.notes(pl.Notes)
		widths := headWidths(s, pl.Steps)
		for i := range pl.Steps {
			s.blank()
			s.step(&pl.Steps[i], widths)
		}
		s.announced(pl.Announced)
		s.left(pl.Left)
		if len(pl.Steps) > 0 && pl.UndoOf == "" {
			s.totalCost(pl.Steps)
		}
		s.planNext(pl, o)
	})
}

// planHead says what the plan is, and that nothing has happened yet.
func (s *screen) planHead(pl *plan.Plan, o PlanOptions) {
	n, account := len(pl.Steps), []string{"account", pl.Account}
	var head string
	switch {
	case n == 0:
		head = s.say(textPlanEmpty, account...)
	case pl.UndoOf != "":
		head = s.count(n, textPlanUndo, append(account, "run", pl.UndoOf)...)
	case pl.ScanFinished.IsZero():
		head = s.count(n, textPlan, account...)
	default:
		head = s.count(n, textPlanFrom, append(account, "ago", s.ago(pl.ScanFinished, o.Now))...)
	}
	for _, sc := range pl.Score {
		if sc.Standard == standard.All {
			head = s.sentence(head, s.say(textScoreChange, "now", percent(sc.Now), "after", percent(sc.After)))
		}
	}
	if pl.Offline {
		head = s.sentence(head, s.say(textOffline))
	}
	if n > 0 {
		head = s.sentence(head, s.say(textUnchanged))
	}
	s.para(0, "", head)
}

// sentence adds a sentence: with a space, where the language has one between sentences.
func (s *screen) sentence(head, t string) string { return head + s.say(textBetween) + t }

// otherScores writes the standards whose score changes.
func (s *screen) otherScores(all []plan.ScoreChange) {
	var rows [][]cell
	for _, sc := range all {
		if sc.Standard == standard.All || percent(sc.Now) == percent(sc.After) {
			continue
		}
		rows = append(rows, []cell{
			{text: Safe(sc.Standard.Title())},
			{text: percent(sc.Now), right: true},
			{text: "→ " + percent(sc.After), right: true},
		})
	}
	s.table(2, -1, rows)
}

// headWidths are the widths of the columns of the steps' heads: number, remediations, resource.
func headWidths(s *screen, steps []plan.Step) []int {
	var rows [][]cell
	for i := range steps {
		rows = append(rows, []cell{{text: Safe(steps[i].ID)}, {text: remediations(&steps[i])}, {text: s.place(&steps[i])}})
	}
	return columns(rows)
}

func remediations(st *plan.Step) string { return names(st.Remediations, " + ") }

// place is the resource of a step, by its name.
func (s *screen) place(st *plan.Step) string {
	name := s.quoted(st.Resource.Name)
	if st.Resource.IsAccount() {
		name = s.say(textAccount)
	} else if st.Resource.Name == "" {
		name = s.short(st.Resource.ID)
	}
	return name + " · " + Safe(st.Region)
}

// stepHead is the first line of a step, aligned with those of the others.
func (s *screen) stepHead(st *plan.Step, widths []int) {
	id := Safe(st.ID)
	head := strings.Repeat(" ", widths[0]-lipgloss.Width(id)) + s.paint(strong, id) + "  " + s.paint(strong, remediations(st))
	place := s.place(st)
	if widths[0]+widths[1]+widths[2]+5 <= s.width() {
		head += strings.Repeat(" ", widths[1]-lipgloss.Width(remediations(st)))
	}
	if lipgloss.Width(head+"   "+place) > s.width() {
		s.line(0, head)
		s.line(widths[0]+2, place)
		return
	}
	s.line(0, head+"   "+place)
}

func (s *screen) step(st *plan.Step, widths []int) {
	s.stepHead(st, widths)
	indent := widths[0] + 4
	s.stepChanges(indent, st)
	s.fields(indent,
		field{s.say(textServes), s.serves(st)},
		field{s.say(textFor), filled(names(st.For, s.say(textList)))},
		field{s.paint(bad, s.say(textInterrupts)), s.hurts(st)},
		field{s.say(textRisk), s.messages(st.Risk)},
		field{s.say(textCost), []string{s.cost(st.Cost)}},
		field{s.say(textOperations), []string{operations(st.Do)}},
		field{s.say(textSecrets), s.secrets(st.Do)},
		field{s.say(textWaits), s.waits(st)},
		field{s.say(textUndo), s.undo(st)},
		field{s.say(textAfter), s.after(st)},
	)
}

// planNext ends the screen with the word that applies the plan.
func (s *screen) planNext(pl *plan.Plan, o PlanOptions) {
	file := o.File
	if file == "" {
		file = pl.ID
	}
	switch {
	case len(pl.Steps) == 0:
		s.next("manten findings")
	case pl.UndoOf != "":
		s.next("manten undo " + word(pl.UndoOf) + " --approve")
	default:
		s.next(fmt.Sprintf("manten apply %s --approve", word(file)), fmt.Sprintf("manten show %s --format cli", word(file)))
	}
}
