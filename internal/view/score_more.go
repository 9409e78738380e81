package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textDisabledOnes = plural("view/disabled-entries", "Disabled by configuration ({n} entry):", "Disabled by configuration ({n} entries):", "設定で無効 ({n} 件):")
	textEach         = say("view/disabled-each", "in every standard", "すべての標準")
	textScansOf      = plural("view/scans-of", "Latest scans of {n} account, the newest of {at}", "Latest scans of {n} accounts, the newest of {at}", "{n} アカウントの最新スキャン (最新は {at})")
)

var textsScoreMore = []text.Template{
	textDisabledOnes.one, textDisabledOnes.many, textEach, textScansOf.one, textScansOf.many,
}

// disabled lists what is switched off, and why.
func (s *screen) disabled(all []standard.Off) {
	if len(all) == 0 {
		return
	}
	s.blank()
	s.line(0, s.count(len(all), textDisabledOnes))
	var rows [][]cell
	for _, o := range all {
		where := []string{s.say(textEach)}
		if o.Standard != "" {
			where[0] = Safe(string(o.Standard))
		}
		where = append(where, filled(Safe(o.Account))...)
		where = append(where, filled(Safe(o.Region))...)
		rows = append(rows, []cell{
			{text: signNone + " " + Safe(string(o.Control)), look: faint},
			{text: strings.Join(where, " · ")},
			{text: Safe(o.Reason)},
		})
	}
	s.table(0, 2, rows)
}

// scoresBy shows the scores of each account or region: a row for each, a column for each standard that has a score.
func (s *screen) scoresBy(groups []ScoreGroup) {
	if len(groups) == 0 {
		return
	}
	s.blank()
	var names []standard.Name
	for _, g := range groups {
		for _, sc := range g.Scores {
			if sc.Score != nil && !slices.Contains(names, sc.Standard) {
				names = append(names, sc.Standard)
			}
		}
	}
	slices.SortFunc(names, func(a, b standard.Name) int {
		order := append([]standard.Name{standard.All}, standard.Names()...)
		return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
	})
	head := []cell{{}}
	for _, n := range names {
		head = append(head, cell{text: Safe(string(n)), look: faint, right: true})
	}
	rows := [][]cell{head}
	for _, g := range groups {
		rows = append(rows, scoreRow(g, names))
	}
	s.table(0, -1, rows)
}

func scoreRow(g ScoreGroup, names []standard.Name) []cell {
	row := []cell{{text: Safe(g.Account + g.Region), look: strong}}
	for _, n := range names {
		at := slices.IndexFunc(g.Scores, func(sc standard.Score) bool { return sc.Standard == n })
		c := cell{text: signNone, right: true}
		if at >= 0 {
			c.text = percent(g.Scores[at].Score)
		}
		row = append(row, c)
	}
	return row
}
