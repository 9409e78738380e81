package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textReckoned  = say("view/reckoned", "What follows is reckoned from that scan: a plan reads again.", "以下はこのスキャンからの試算です。プランの作成時に改めて読み取ります。")
	textOfOne     = say("view/score-of", "Score of {standard}", "{standard} のスコア")
	textFails     = say("view/explain-fails", "What keeps it from being higher:", "スコアを下げているもの:")
	textGains     = say("view/explain-gains", "What each remediation would bring by itself:", "修復ごとの効果 (単独で適用した場合):")
	textWays      = say("view/explain-ways", "The cheapest and safest way:", "最も負担の少ない道筋:")
	textWayTo     = say("view/explain-way", "to {score}", "{score} まで")
	textWayMost   = say("view/explain-way-most", "to {score}, the highest that a plan reaches", "{score} まで (プランで到達できる最高)")
	textNoWayUp   = say("view/explain-no-way", "No plan raises the score.", "スコアを上げるプランはありません。")
	textRest      = say("view/explain-rest", "What no plan puts right:", "プランでは解消しないもの:")
	textIfDone    = say("view/explain-done", "if done", "対応後")
	textIfExcept  = say("view/explain-excepted", "if excepted", "例外とした場合")
	textHow       = say("view/explain-how", "What a person does, and why plans leave it:", "人手での対応と、プランに含まれない理由:")
	textAll       = say("view/explain-all", "With the last of these plans and all of this done by people: {score}", "最後のプランと人手での対応をすべて終えると: {score}")
	textUndecided = say("view/explain-undecided", "a plan reads more and tells", "プランの作成時に判明")
	textOpen      = say("view/explain-open", "not by a plan", "プラン対象外")
	textStepCount = plural("view/explain-steps", "{n} step", "{n} steps", "{n} ステップ")
	textOneWay    = say("view/explain-irreversible", "{n} irreversible", "元に戻せないもの {n}")
	textCutsOff   = say("view/explain-interrupting", "{n} interrupting", "中断を伴うもの {n}")
	textRisky     = say("view/explain-risky", "{n} with a risk", "リスクのあるもの {n}")
	textNotExact  = say("view/explain-not-exact", "there may be a cheaper way", "さらに負担の少ない道筋があるかもしれません")
)

var textsScoreExplain = []text.Template{
	textReckoned, textOfOne, textFails, textGains, textWays, textWayTo, textWayMost, textNoWayUp, textRest, textIfDone, textIfExcept,
	textHow, textAll, textUndecided, textOpen, textStepCount.one, textStepCount.many, textOneWay, textCutsOff, textRisky, textNotExact,
}

// ScoreExplain writes where a score comes from, and what would raise it.
func (p *Printer) ScoreExplain(doc ScoreExplain) error {
	return p.show(func(s *screen) {
		s.scoreLine(doc.Score)
		if of := doc.Score.Standard; of != standard.All {
			s.line(0, s.say(textOfOne, "standard", cmp.Or(of.Title(), string(of))))
		}
		s.origin(doc.Finished, doc.Score)
		s.line(0, s.paint(faint, s.say(textReckoned)))
		s.failingRows(doc.Failing)
		s.gains(doc)
		s.ways(doc)
		s.restRows(doc)
		s.how(doc.Rest)
		s.explainScoreNext(doc)
	})
}

// section begins a part of the screen.
func (s *screen) section(head text.Template) {
	s.blank()
	s.line(0, s.paint(strong, s.say(head)))
}

func (s *screen) failingRows(all []ControlScore) {
	if len(all) == 0 {
		return
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b ControlScore) int {
		return cmp.Or(cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), catalog.CompareIDs(a.ID, b.ID))
	})
	s.section(textFails)
	var rows [][]cell
	for _, c := range all[:min(most, len(all))] {
		sign := signOfControl(c.Status)
		if sign == signUnread {
			rows = append(rows, s.controlRow(sign, c, "", s.say(textUnreadOne)))
			continue
		}
		rows = append(rows, s.controlRow(sign, c, s.failures(c), s.way(c.ByPerson)))
	}
	s.table(0, 2, rows)
	s.rest(len(all), "manten score")
}

// gains writes what the remediations bring. Those that bring nothing by themselves are left to the document.
func (s *screen) gains(doc ScoreExplain) {
	var rows [][]cell
	for _, g := range doc.Gains {
		if len(g.Controls) == 0 {
			continue
		}
		rows = append(rows, []cell{
			{text: Safe(g.Remediation), look: strong},
			{text: "→ " + percent(&g.After), right: true},
			{text: s.someControls(g.Controls, 2)},
			{text: s.toll(g.Cost), look: faint},
		})
	}
	if len(rows) > 0 {
		s.section(textGains)
		s.table(0, 3, rows)
	}
}

// someControls lists a few controls, and counts the others.
func (s *screen) someControls(ids []control.ID, few int) string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = Safe(string(id))
	}
	return s.list(all, few)
}

// toll says what steps ask for: how many they are, and what may hurt.
func (s *screen) toll(c ScoreCost) string {
	parts := []string{s.count(c.Steps, textStepCount)}
	for _, x := range []struct {
		n int
		t text.Template
	}{{c.Irreversible, textOneWay}, {c.Interrupting, textCutsOff}, {c.Risky, textRisky}} {
		if x.n > 0 {
			parts = append(parts, s.say(x.t, "n", fmt.Sprint(x.n)))
		}
	}
	if c.Monthly > 0 {
		amount := s.say(textMonthly, "usd", plan.USD(c.Monthly))
		if c.Unpriced > 0 {
			amount = s.say(textAndUnknown, "amount", amount)
		}
		return strings.Join(append(parts, amount), s.say(textDot))
	}
	if c.Unpriced > 0 {
		parts = append(parts, s.say(textCost)+" "+s.say(textNotKnown))
	}
	return strings.Join(parts, s.say(textDot))
}

func (s *screen) ways(doc ScoreExplain) {
	if of := doc.Score.Score; of != nil && *of == 100 {
		return
	}
	s.section(textWays)
	if len(doc.Ways) == 0 {
		s.line(2, s.say(textNoWayUp))
		return
	}
	for _, w := range doc.Ways {
		t := textWayTo
		if w.Highest && w.After < 100 {
			t = textWayMost
		}
		head := s.say(t, "score", percent(&w.After)) + "   " + s.toll(w.Cost)
		if !w.Exact {
			head += s.say(textDot) + s.say(textNotExact)
		}
		s.para(2, "", head)
		s.para(4, "", s.paint(faint, names(w.Remediations, s.say(textList))))
	}
}

func (s *screen) restRows(doc ScoreExplain) {
	if len(doc.Rest) == 0 {
		return
	}
	s.section(textRest)
	rows := [][]cell{{{}, {}, {}, {}, {text: s.say(textIfDone), look: faint, right: true}, {text: s.say(textIfExcept), look: faint, right: true}}}
	for _, r := range doc.Rest {
		rows = append(rows, []cell{
			{text: signFailed + " " + s.severity(r.Severity), look: bad},
			{text: Safe(string(r.Control)), look: strong},
			{text: s.title(r.Control, r.Title)},
			{text: s.who(r)},
			{text: percent(r.Passing), right: true},
			{text: percent(r.Excepted), right: true},
		})
	}
	s.table(0, 2, rows)
	if doc.All != nil {
		s.line(0, s.say(textAll, "score", percent(doc.All)))
	}
}

// who says who can do something about what no plan puts right.
func (s *screen) who(r ScoreRest) string {
	switch {
	case r.Undecided && !r.ByPerson:
		return s.say(textUndecided)
	case r.ByPerson || !r.Advice.IsZero():
		return s.say(textPerson)
	}
	return s.say(textOpen)
}

// how writes advice and reasons, those of several controls once.
func (s *screen) how(all []ScoreRest) {
	var texts []string
	of := map[string][]control.ID{}
	for _, r := range all {
		what := s.messages(r.Why)
		if !r.Advice.IsZero() {
			what = []string{s.message(r.Advice)}
		}
		for _, t := range what {
			if of[t] == nil {
				texts = append(texts, t)
			}
			of[t] = append(of[t], r.Control)
		}
	}
	if len(texts) == 0 {
		return
	}
	s.section(textHow)
	for _, t := range texts {
		s.line(2, s.paint(strong, s.someControls(of[t], 4)))
		s.para(6, "", t)
	}
}

// explainScoreNext ends with the plans, else with what a person can look at.
func (s *screen) explainScoreNext(doc ScoreExplain) {
	narrow := ""
	if doc.Score.Standard != standard.All {
		narrow = " --standard " + word(string(doc.Score.Standard))
	}
	var commands []string
	for _, w := range doc.Ways {
		commands = append(commands, fmt.Sprintf("manten plan --to %d%s -o plan.json", w.After, narrow))
	}
	if len(doc.Rest) > 0 {
		commands = append(commands, "manten explain "+word(string(doc.Rest[0].Control)))
	}
	s.nextOf(append(commands, "manten findings")...)
}
