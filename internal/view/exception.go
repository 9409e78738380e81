package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textHold       = plural("view/exceptions-hold", "{n} exception holds", "{n} exceptions hold", "有効な例外 {n} 件")
	textHaveEnded  = plural("view/exceptions-ended", "{n} has ended", "{n} have ended", "終了済み {n} 件")
	textEndSoon    = plural("view/exceptions-end-soon", "{n} exception ends within 14 days: {which}", "{n} exceptions end within 14 days: {which}", "14 日以内に終了する例外 {n} 件: {which}")
	textWhich      = say("view/exception-which", "{what} until {date} ({owner})", "{what}、{date} まで ({owner})")
	textCountAgain = plural("view/exception-over", "The exception for {what} ended on {date}; {n} finding counts again",
		"The exception for {what} ended on {date}; {n} findings count again", "{what} の例外は {date} に終了しました。再び集計される検出結果: {n} 件")
	textUntil        = say("view/exception-until", "until {date}", "{date} まで")
	textEndedOn      = say("view/exception-ended-on", "ended on {date}", "{date} に終了")
	textSuppressedBy = say("view/suppressed-by", "suppressed by {id} until {date}", "例外 {id} により {date} まで抑制中")
	textSays         = say("view/exception-says", "{reason} (owner {owner}, approved by {approver})", "{reason} (責任者 {owner}、承認者 {approver})")
	textCoversNone   = say("view/exception-idle", "covers nothing now", "現在の対象なし")
	textNoneHold     = say("view/exceptions-none", "No exception holds.", "有効な例外はありません。")
	textAnyControl   = say("view/any-control", "any control", "全コントロール")
	textTagged       = say("view/exception-tag", "tagged {tag}", "タグ {tag}")
	textAdded        = plural("view/exception-added", "Exception {id} holds until {date}. It suppresses {n} finding of the latest scan.",
		"Exception {id} holds until {date}. It suppresses {n} findings of the latest scan.", "例外 {id} を {date} まで有効にしました。最新のスキャンで抑制される検出結果: {n} 件")
	textAddedBlind = say("view/exception-added-blind", "Exception {id} holds until {date}. There is no scan yet.", "例外 {id} を {date} まで有効にしました。スキャンはまだありません。")
	textOver       = plural("view/exception-ends-now", "Exception {id} has ended; {n} finding counts again.", "Exception {id} has ended; {n} findings count again.",
		"例外 {id} を終了しました。再び集計される検出結果: {n} 件")
	textImported      = plural("view/exceptions-imported", "{n} exception was put on record", "{n} exceptions were put on record", "登録した例外 {n} 件")
	textNotMade       = plural("view/exceptions-skipped", "{n} finding was left out:", "{n} findings were left out:", "対象外とした検出結果 {n} 件:")
	textNotSuppressed = plural("view/exceptions-others", "{n} finding is not suppressed", "{n} findings are not suppressed", "抑制されていない検出結果 {n} 件")
	textBecomes       = say("view/exception-score", "Score {before} → {after}", "スコア {before} → {after}")
	textUntagged      = plural("view/exception-untagged", "The latest scan did not read the tags of {n} resource: the exception holds there from the next scan on.",
		"The latest scan did not read the tags of {n} resources: the exception holds there from the next scan on.",
		"最新のスキャンは {n} リソースのタグを読み取っていません。該当リソースへの例外は次のスキャンから有効になります。")
)

var textsException = []text.Template{
	textHold.one, textHold.many, textHaveEnded.one, textHaveEnded.many, textEndSoon.one, textEndSoon.many, textWhich,
	textCountAgain.one, textCountAgain.many, textUntil, textEndedOn, textSuppressedBy, textSays, textCoversNone, textNoneHold,
	textAnyControl, textTagged, textAdded.one, textAdded.many, textAddedBlind, textOver.one, textOver.many, textBecomes,
	textUntagged.one, textUntagged.many, textImported.one, textImported.many, textNotMade.one, textNotMade.many,
	textNotSuppressed.one, textNotSuppressed.many,
}

// Exceptions writes the list of exceptions.
func (p *Printer) Exceptions(doc Exceptions) error {
	return p.show(func(s *screen) {
		holding := slices.DeleteFunc(slices.Clone(doc.Exceptions), func(e Exception) bool { return e.State.Over() })
		over := len(doc.Exceptions) - len(holding)
		parts := []string{s.count(len(holding), textHold)}
		if len(holding) == 0 {
			parts[0] = s.say(textNoneHold)
		}
		if over > 0 {
			parts = append(parts, s.count(over, textHaveEnded))
		}
		s.line(0, strings.Join(parts, s.say(textDot)))
		s.ending(doc.Exceptions)
		for _, e := range doc.Exceptions {
			s.blank()
			s.exceptionListed(e, doc.Scan != "")
		}
		s.exceptionsNext(doc, holding)
	})
}

func (s *screen) exceptionsNext(doc Exceptions, holding []Exception) {
	switch {
	case doc.Scan == "":
		s.next("manten scan")
	case len(holding) == 0:
		s.next("manten exception add --help")
	default:
		end := ""
		if i := slices.IndexFunc(holding, func(e Exception) bool { return e.File == "" }); i >= 0 {
			end = "manten exception end " + word(holding[i].ID)
		}
		s.nextOf("manten score", end)
	}
}

// exceptionListed writes an exception: what it covers and until when in a line, then why and by whom.
func (s *screen) exceptionListed(e Exception, counted bool) {
	parts := []string{s.covers(e), s.term(e)}
	switch {
	case !e.State.Over() && counted && e.Findings == 0:
		parts = append(parts, s.say(textCoversNone))
	case !e.State.Over() && counted:
		parts = append(parts, s.count(e.Findings, textFindings))
	}
	if e.File != "" {
		parts = append(parts, Safe(e.File))
	}
	s.para(0, s.paint(strong, Safe(e.ID))+"  ", strings.Join(parts, " · "))
	s.para(4, "", s.say(textSays, "reason", e.Reason, "owner", e.Owner, "approver", e.Approver))
}

// term is until when an exception holds, or when it ended.
func (s *screen) term(e Exception) string {
	if e.State.Over() {
		return s.say(textEndedOn, "date", e.until())
	}
	return s.say(textUntil, "date", e.until())
}

// covers says what an exception is for.
func (s *screen) covers(e Exception) string {
	parts := []string{Safe(string(e.Control))}
	if e.Control == "" {
		parts[0] = s.say(textAnyControl)
	}
	if e.Resource != "" {
		parts = append(parts, s.named(e.Resource))
	}
	if e.Tag != "" {
		parts = append(parts, s.say(textTagged, "tag", e.Tag))
	}
	for _, where := range []string{e.Account, e.Region} {
		if where != "" {
			parts = append(parts, Safe(where))
		}
	}
	return strings.Join(parts, " ")
}

// named is a pattern of resources; the account itself is said in a word.
func (s *screen) named(pattern string) string {
	if strings.HasPrefix(pattern, string(resource.Account)+":") {
		return s.short(pattern)
	}
	return Safe(pattern)
}

// ending says which exceptions will end before long, and which have ended not long ago.
func (s *screen) ending(all []Exception) {
	var soon []string
	for _, e := range all {
		if e.State == EndsSoon {
			soon = append(soon, s.say(textWhich, "what", s.covers(e), "date", e.until(), "owner", e.Owner))
		}
	}
	if len(soon) > 0 {
		s.para(0, s.paint(doubt, signNone)+" ", s.count(len(soon), textEndSoon, "which", s.list(soon, 3)))
	}
	for _, e := range all {
		if e.State == JustEnded && e.Findings > 0 {
			s.para(0, s.paint(doubt, signNone)+" ", s.count(e.Findings, textCountAgain, "what", s.covers(e), "date", e.until()))
		}
	}
}

// excepted lists the exceptions that hold, for a report.
func (s *screen) excepted(all []Exception) {
	held := slices.DeleteFunc(slices.Clone(all), func(e Exception) bool { return e.State.Over() })
	if len(held) == 0 {
		return
	}
	s.blank()
	s.line(0, signNone+" "+s.count(len(held), textHold))
	for _, e := range held {
		s.para(2, s.paint(strong, Safe(e.ID))+"  ", strings.Join([]string{s.covers(e), s.term(e), Safe(e.Owner), Safe(e.Reason)}, " · "))
	}
}

// suppressedBy says what suppresses a finding, and until when.
func (s *screen) suppressedBy(f Finding, all []Exception) string {
	for _, e := range all {
		if f.Exception != "" && e.ID == f.Exception {
			return s.say(textSuppressedBy, "id", e.ID, "date", e.until())
		}
	}
	return s.say(textSuppressing)
}

// ExceptionChange writes what has been done with an exception, and what comes of it.
func (p *Printer) ExceptionChange(doc ExceptionChange) error {
	return p.show(func(s *screen) {
		e := doc.Exception
		switch {
		case e.State.Over():
			s.para(0, "", s.count(e.Findings, textOver, "id", e.ID))
		case doc.Scan == "":
			s.para(0, "", s.say(textAddedBlind, "id", e.ID, "date", e.until()))
		default:
			s.para(0, "", s.count(e.Findings, textAdded, "id", e.ID, "date", e.until()))
		}
		if doc.Scan != "" {
			s.line(0, s.say(textBecomes, "before", percent(doc.Before), "after", percent(doc.After)))
		}
		if doc.Untagged > 0 {
			s.para(0, "", s.count(doc.Untagged, textUntagged))
		}
		if doc.Scan == "" {
			s.next("manten scan")
			return
		}
		s.next("manten exception list", "manten findings"+ofControl(e.Control))
	})
}

func ofControl(id control.ID) string {
	if id == "" {
		return ""
	}
	return " --control " + word(string(id))
}

// ExceptionImport writes what was made of suppressed findings.
func (p *Printer) ExceptionImport(doc ExceptionImport) error {
	return p.show(func(s *screen) {
		parts := []string{s.count(len(doc.Exceptions), textImported)}
		if doc.Others > 0 {
			parts = append(parts, s.count(doc.Others, textNotSuppressed))
		}
		if doc.Scan != "" {
			parts = append(parts, s.say(textScore, "score", percent(doc.Score)))
		}
		s.parts(parts)
		for _, e := range doc.Exceptions {
			s.blank()
			s.exceptionListed(e, doc.Scan != "")
		}
		if len(doc.Skipped) > 0 {
			s.blank()
			s.line(0, signNone+" "+s.count(len(doc.Skipped), textNotMade))
		}
		for _, n := range doc.Skipped[:min(most, len(doc.Skipped))] {
			s.para(2, "", Safe(n.Finding)+": "+s.message(n.Why))
		}
		if more := len(doc.Skipped) - most; more > 0 {
			s.line(2, s.say(textMore, "n", strconv.Itoa(more)))
		}
		s.next("manten exception list")
	})
}
