package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textHistory   = plural("view/history", "{n} scan of account {account}", "{n} scans of account {account}", "アカウント {account} のスキャン {n} 件")
	textNoHistory = say("view/no-history", "No scan has scored this standard yet.", "この標準のスコアはまだありません。")
	textEnds      = say("view/history-ends", "{first} to {last}", "{first} から {last}")
	textPassedOf  = say("view/history-passed", "{passed} of {n} pass", "{n} 件中 {passed} 件合格")
	textOthers    = say("view/history-evaluated", "{n} controls evaluated", "{n} コントロールを評価")
)

var textsHistory = []text.Template{
	textHistory.one, textHistory.many, textNoHistory, textEnds, textPassedOf, textOthers,
}

// ScoreHistory writes how the score went: a chart, and a line for each scan.
func (p *Printer) ScoreHistory(doc ScoreHistory) error {
	return p.show(func(s *screen) {
		if len(doc.Scans) == 0 {
			s.line(0, s.say(textNoHistory))
			s.next("manten scan")
			return
		}
		s.line(0, s.paint(strong, s.say(textScore, "score", percent(doc.Scans[0].Score)))+"   "+Safe(doc.Standard.Title()))
		s.line(0, s.paint(faint, s.count(len(doc.Scans), textHistory, "account", Safe(doc.Account))))
		s.blank()
		s.chart(doc.Scans)
		s.blank()
		var rows [][]cell
		for _, x := range doc.Scans {
			rows = append(rows, s.pastScore(x))
		}
		s.table(0, -1, rows)
		s.next(historyNext(doc))
	})
}

func historyNext(doc ScoreHistory) string {
	if doc.Standard == standard.All {
		return "manten score"
	}
	return "manten score --standard " + word(string(doc.Standard))
}

// blocks are the heights of a bar, from 0 to 100 percent.
var blocks = []rune("▁▂▃▄▅▆▇█")

// bar is a score as a bar: full only at 100 percent.
func bar(score *int) string {
	if score == nil {
		return "·"
	}
	return string(blocks[min(max(*score, 0)*(len(blocks)-1)/100, len(blocks)-1)])
}

// chart draws a bar for each scan, oldest first, as many of the newest as fit on a line.
func (s *screen) chart(scans []PastScore) {
	ends := s.say(textEnds, "first", "100 %", "last", "100 %")
	shown := slices.Clone(scans[:min(len(scans), max(1, s.width()-len(ends)-4))])
	slices.Reverse(shown)
	var b strings.Builder
	for _, x := range shown {
		b.WriteString(bar(x.Score))
	}
	line := b.String()
	if len(shown) > 1 {
		line += "  " + s.say(textEnds, "first", percent(shown[0].Score), "last", percent(shown[len(shown)-1].Score))
	}
	s.line(0, line)
}

// pastScore is the line of one scan.
func (s *screen) pastScore(x PastScore) []cell {
	change := ""
	switch {
	case x.Change == nil:
	case *x.Change == 0:
		change = "0"
	default:
		change = fmt.Sprintf("%+d", *x.Change)
	}
	counting := x.Passed + x.Failed + x.Unknown
	return []cell{
		{text: at(x.Finished)},
		{text: Safe(x.Scan), look: faint},
		{text: percent(x.Score), look: strong, right: true},
		{text: change, look: lookOfChange(x.Change), right: true},
		{text: s.say(textPassedOf, "passed", fmt.Sprint(x.Passed), "n", fmt.Sprint(counting))},
		{text: s.say(textOthers, "n", fmt.Sprint(x.Evaluated)), look: faint},
	}
}

func lookOfChange(change *int) look {
	switch {
	case change == nil || *change == 0:
		return faint
	case *change > 0:
		return good
	}
	return bad
}
