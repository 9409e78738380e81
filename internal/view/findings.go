package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textAccountOf   = say("view/account-of", "Account {account}", "アカウント {account}")
	textCalls       = plural("view/calls", "{n} call", "{n} calls", "API 呼び出し {n} 回")
	textSnapshot    = say("view/snapshot", "Snapshot {snapshot}: AWS was not asked.", "スナップショット {snapshot} のスキャンです。AWS には問い合わせていません。")
	textAsOf        = say("view/as-of", "Imagined as of {at}; nothing can be planned from it.", "{at} 時点を想定したスキャンです。ここからプランは作れません。")
	textRetiredScan = say("view/retired-scan", "{control} was evaluated because it was named; AWS retired it in {date}, and it counts in no score.",
		"{control} は指定されたため評価しました。AWS が {date} に廃止したコントロールのため、スコアには含みません。")
	textFindings   = plural("view/findings", "{n} finding", "{n} findings", "検出結果 {n} 件")
	textRegions    = plural("view/regions", "{n} region", "{n} regions", "{n} リージョン")
	textSuppressed = plural("view/suppressed", "{n} finding is suppressed", "{n} findings are suppressed", "抑制中の検出結果 {n} 件")
	textDenied     = say("view/denied", "{action} is missing", "{action} の権限がありません")
	textGave       = say("view/gave", "{operation}: {reason}", "{operation}: {reason}")
	textUnlisted   = say("view/unlisted", "the {service} list in {place} is not complete: {why}", "{place} の {service} 一覧を最後まで取得できません: {why}")
	textUnread     = plural("view/unread-resources", "{n} {service} resource in {place} was not read: {why}",
		"{n} {service} resources in {place} were not read: {why}", "{place} の {service} リソース {n} 件を読み取れません: {why}")
	textFailed      = say("view/failed", "{n} failed", "不合格 {n} 件")
	textNotRead     = say("view/not-read", "{n} not read", "読み取り不可 {n} 件")
	textPassed      = say("view/passed", "{n} passed", "合格 {n} 件")
	textNoFindings  = say("view/no-findings", "No findings match.", "該当する検出結果はありません。")
	textSince       = say("view/since", "since {date}", "{date} から")
	textSuppressing = say("view/is-suppressed", "suppressed", "抑制中")
	textAgain       = say("view/again", "again since {date}", "{date} に再発")
	textWas         = say("view/was", "was {status} on {date}", "{date} 時点では {status}")
	textPage        = say("view/page", "There are more: the same command with --after {id}", "続きがあります。同じコマンドに --after {id} を付けて実行してください")
)

var textsFindings = []text.Template{
	textAccountOf, textCalls.one, textCalls.many, textSnapshot, textAsOf, textRetiredScan, textFindings.one, textFindings.many, textRegions.one, textRegions.many,
	textSuppressed.one, textSuppressed.many, textDenied, textGave, textUnlisted, textUnread.one, textUnread.many,
	textFailed, textNotRead, textPassed, textNoFindings, textSince, textSuppressing, textAgain, textWas, textPage,
}

// Findings writes findings, control by control. Those that passed are only counted, unless there are no others.
func (p *Printer) Findings(doc Findings) error {
	return p.show(func(s *screen) {
		s.line(0, s.findingCounts(doc))
		s.ending(doc.Exceptions)
		shown := gather(doc.Findings, func(f Finding) bool { return f.Status != control.Passed })
		if len(shown) == 0 {
			shown = gather(doc.Findings, func(Finding) bool { return true })
		}
		several := slices.ContainsFunc(doc.Findings, func(f Finding) bool { return f.Account != doc.Findings[0].Account })
		for _, g := range shown {
			s.blank()
			s.findings(g, several, doc.Exceptions)
		}
		if doc.Next != "" {
			s.blank()
			s.line(0, "… "+s.say(textPage, "id", word(doc.Next)))
		}
		s.findingsNext(shown)
	})
}

func (s *screen) findingCounts(doc Findings) string {
	n := map[string]int{}
	for _, f := range doc.Findings {
		n[signOfStatus(f.Status)]++
	}
	var parts []string
	for _, c := range []struct {
		sign string
		t    text.Template
	}{{signFailed, textFailed}, {signUnread, textNotRead}, {signPassed, textPassed}} {
		if n[c.sign] > 0 {
			parts = append(parts, s.paint(lookOf(c.sign), s.say(c.t, "n", fmt.Sprint(n[c.sign]))))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, s.say(textNoFindings))
	}
	if !doc.Finished.IsZero() {
		parts = append(parts, s.paint(faint, s.say(textOfScan, "at", at(doc.Finished))))
	}
	return strings.Join(parts, " · ")
}

// findings writes a control and its findings.
func (s *screen) findings(g group, accounts bool, held []Exception) {
	title := s.title(g.Control, g.Title)
	if g.Status == control.Failed {
		title = s.severity(g.Severity) + " · " + s.way(g.byPerson()) + "   " + title
	}
	s.para(0, s.paint(strong, Safe(string(g.Control)))+"  ", title)
	s.findingRows(g.findings, accounts, held)
}

// findingRows writes what was found resource by resource: what it is in a line, why in the next.
func (s *screen) findingRows(all []Finding, accounts bool, held []Exception) {
	for _, f := range all {
		parts := []string{s.short(f.Resource.ID), Safe(f.Region)}
		if accounts {
			parts = append(parts, Safe(f.Account))
		}
		if f.Workflow == control.Suppressed {
			parts = append(parts, s.suppressedBy(f, held))
		}
		parts = append(parts, s.lately(f)...)
		if f.ByPerson {
			parts = append(parts, s.say(textPerson))
		}
		sign := signOfStatus(f.Status)
		s.para(2, s.paint(lookOf(sign), sign)+" ", strings.Join(parts, " · "))
		if why := s.message(f.Message); why != "" {
			s.para(6, "", why)
		}
	}
}

func (s *screen) findingsNext(groups []group) {
	served, explain := "", "manten scan"
	for _, g := range groups {
		if g.planned() && served == "" {
			served = "manten plan --control " + word(string(g.Control)) + " -o plan.json"
		}
	}
	if len(groups) > 0 {
		explain = "manten explain " + word(string(groups[0].Control))
	}
	s.nextOf(served, explain)
}
