package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textScore     = say("view/score", "Score {score}", "スコア {score}")
	textNoScore   = say("view/no-score", "nothing that was evaluated counts towards a score", "スコアの対象となる評価結果がありません")
	textPass      = say("view/score-pass", "{passed} of {n} controls pass", "{n} コントロール中 {passed} 合格")
	textFail      = say("view/score-fail", "{n} fail", "{n} 不合格")
	textUnknown   = say("view/score-unknown", "{n} could not be read", "{n} 読み取り不可")
	textNoData    = say("view/score-no-data", "{n} without data", "{n} データなし")
	textDisabled  = say("view/score-disabled", "{n} disabled", "{n} 無効")
	textDot       = say("view/dot", " · ", "・")
	textEvaluated = say("view/evaluated", "{n} of {all} controls evaluated", "全 {all} コントロール中 {n} を評価")
	textWhole     = say("view/evaluated-all", "all {n} controls evaluated", "全 {n} コントロールを評価")
	textOfScan    = say("view/of-scan", "Scan of {at}", "{at} のスキャン")
	textPassing   = plural("view/passing", "{n} control passes:", "{n} controls pass:", "合格 {n} コントロール:")
	textSilent    = plural("view/silent", "{n} control has no data:", "{n} controls have no data:", "データなし {n} コントロール:")
	textUnreadOne = say("view/unread", "could not be read", "読み取り不可")
)

var textsScore = []text.Template{
	textScore, textNoScore, textPass, textFail, textUnknown, textNoData, textDisabled, textDot, textEvaluated, textWhole,
	textOfScan, textPassing.one, textPassing.many, textSilent.one, textSilent.many, textUnreadOne,
}

// overall is the score over all standards.
func overall(scores []standard.Score) standard.Score {
	for _, sc := range scores {
		if sc.Standard == standard.All {
			return sc
		}
	}
	if len(scores) == 1 {
		return scores[0]
	}
	return standard.Score{}
}

// scoreLine says the score and how it comes about.
func (s *screen) scoreLine(sc standard.Score) {
	head := s.paint(strong, s.say(textScore, "score", percent(sc.Score))) + "   "
	if sc.Score == nil {
		s.line(0, head+s.say(textNoScore))
		return
	}
	counting := sc.Passed + sc.Failed + sc.Unknown
	parts := []string{s.say(textPass, "passed", fmt.Sprint(sc.Passed), "n", fmt.Sprint(counting))}
	for _, part := range []struct {
		n int
		t text.Template
	}{{sc.Failed, textFail}, {sc.Unknown, textUnknown}, {sc.NoData, textNoData}, {sc.Disabled, textDisabled}} {
		if part.n > 0 {
			parts = append(parts, s.say(part.t, "n", fmt.Sprint(part.n)))
		}
	}
	s.line(0, head+strings.Join(parts, s.say(textDot)))
}

// evaluated says how much of a standard was looked at.
func (s *screen) evaluated(sc standard.Score) string {
	if sc.Evaluated < sc.Controls {
		return s.say(textEvaluated, "n", fmt.Sprint(sc.Evaluated), "all", fmt.Sprint(sc.Controls))
	}
	return s.say(textWhole, "n", fmt.Sprint(sc.Evaluated))
}

// standards writes the scores of the standards of which anything was evaluated.
func (s *screen) standards(scores []standard.Score) {
	var rows [][]cell
	for _, sc := range scores {
		if sc.Standard == standard.All || sc.Evaluated == 0 {
			continue
		}
		rows = append(rows, []cell{
			{text: Safe(cmp.Or(sc.Standard.Title(), string(sc.Standard)))},
			{text: percent(sc.Score), right: true},
			{text: s.evaluated(sc), look: faint},
		})
	}
	if len(rows) > 0 {
		s.blank()
		s.table(2, -1, rows)
	}
}

// Score writes the screen of the score, control by control.
func (p *Printer) Score(doc Score) error {
	return p.show(func(s *screen) {
		all := overall(doc.Scores)
		s.scoreLine(all)
		s.scoreOrigin(doc, all)
		s.ending(doc.Exceptions)
		s.standards(doc.Scores)
		s.scoresBy(doc.By)
		s.controlScores(doc.Controls)
		s.disabled(doc.Disabled)
		s.excepted(doc.Exceptions)
		s.scoreNext(doc.Controls)
	})
}

// scoreOrigin says which scans a score is computed from.
func (s *screen) scoreOrigin(doc Score, all standard.Score) {
	if len(doc.Scans) < 2 {
		s.origin(doc.Finished, all)
		return
	}
	t := s.count(len(doc.Scans), textScansOf, "at", at(doc.Finished))
	s.line(0, s.paint(faint, t+s.say(textDot)+s.evaluated(all)))
}

// origin says which scan a screen is about, and how much it evaluated.
func (s *screen) origin(finished time.Time, all standard.Score) {
	t := s.say(textOfScan, "at", at(finished))
	if all.Evaluated > 0 {
		t += s.say(textDot) + s.evaluated(all)
	}
	s.line(0, s.paint(faint, t))
}

func (s *screen) controlScores(all []ControlScore) {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b ControlScore) int {
		return cmp.Or(cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), catalog.CompareIDs(a.ID, b.ID))
	})
	var failed, unread [][]cell
	by := map[string][]string{}
	for _, c := range all {
		if c.Status == standard.Disabled {
			continue // it is among what is disabled
		}
		switch sign := signOfControl(c.Status); sign {
		case signFailed:
			failed = append(failed, s.controlRow(sign, c, s.failures(c), s.way(c.ByPerson)))
		case signUnread:
			unread = append(unread, s.controlRow(sign, c, "", s.say(textUnreadOne)))
		default:
			by[sign] = append(by[sign], Safe(string(c.ID)))
		}
	}
	if rows := append(failed, unread...); len(rows) > 0 {
		s.blank()
		s.table(0, 2, rows)
	}
	s.others(signPassed, textPassing, by[signPassed])
	s.others(signNone, textSilent, by[signNone])
}

// failures counts what fails a control: resources, or regions of the account.
func (s *screen) failures(c ControlScore) string {
	switch {
	case !c.AccountLevel:
		return s.count(c.Failed, textResources)
	case c.Failed == 1:
		return s.say(textAccount)
	}
	return s.count(c.Failed, textRegions)
}

func (s *screen) controlRow(sign string, c ControlScore, count, way string) []cell {
	return []cell{
		{text: sign + " " + s.severity(c.Severity), look: lookOf(sign)},
		{text: Safe(string(c.ID)), look: strong},
		{text: s.title(c.ID, c.Title)},
		{text: count},
		{text: way, look: faint},
	}
}

// way says how a failed control is dealt with.
func (s *screen) way(person bool) string {
	if person {
		return s.say(textPerson)
	}
	return s.say(textServed)
}

func (s *screen) others(sign string, t counted, ids []string) {
	if len(ids) == 0 {
		return
	}
	s.blank()
	s.para(0, s.paint(lookOf(sign), sign)+" ", s.count(len(ids), t)+" "+strings.Join(ids, " "))
}

func (s *screen) scoreNext(all []ControlScore) {
	var served, person string
	for _, c := range all {
		switch {
		case c.Status != standard.Failed:
		case !c.ByPerson:
			served = "manten plan -o plan.json"
		case person == "":
			person = "manten explain " + word(string(c.ID))
		}
	}
	s.nextOf(served, person, "manten findings")
}

// nextOf ends a screen with at most three of the commands that are not empty.
func (s *screen) nextOf(commands ...string) {
	commands = slices.DeleteFunc(commands, func(c string) bool { return c == "" })
	s.next(commands[:min(3, len(commands))]...)
}
