package view

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textOfType     = say("view/of-type", "resource type", "リソースタイプ")
	textLooksAt    = say("view/looks-at", "looks at", "参照先")
	textSeverityIs = say("view/severity", "severity", "重要度")
	textStandards  = say("view/standards", "standards", "標準")
	textReads      = say("view/reads", "reads", "読み取り")
	textAdvice     = say("view/advice", "by a person", "人手での対応")
	textNoWay      = say("view/no-way", "No remediation exists for it.", "このコントロールの修復はありません。")
	textLatest     = say("view/latest", "Latest scan: {counts}", "最新のスキャン: {counts}")
	textNoScan     = say("view/no-scan", "It has not been scanned yet.", "まだスキャンしていません。")
	textByName     = say("view/by-name", "A scan evaluates it only where it is named.", "名前を指定したスキャンでのみ評価します。")
	textNothing    = say("view/no-finding", "no findings", "検出結果なし")
)

var textsExplain = []text.Template{
	textOfType, textLooksAt, textSeverityIs, textStandards, textReads, textAdvice, textNoWay, textLatest, textNoScan, textByName, textNothing, textOther,
}

// Explain writes all about one control.
func (p *Printer) Explain(doc Explain) error {
	return p.show(func(s *screen) {
		c := doc.Control
		s.para(0, s.paint(strong, Safe(string(c.ID)))+"  ", s.title(c.ID, c.Title))
		if !c.Evaluated {
			s.explainOther(c)
			return
		}
		s.latest(doc)
		s.blank()
		s.fields(2, s.facts(doc)...)
		s.disabled(doc.Disabled)
		for _, r := range doc.Remediations {
			s.blank()
			s.remediation(2, r)
		}
		if len(doc.Remediations) == 0 && doc.Advice.IsZero() {
			s.blank()
			s.line(2, s.say(textNoWay))
		}
		s.examples(doc)
		s.explainNext(doc)
	})
}

func (s *screen) facts(doc Explain) []field {
	c := doc.Control
	all := []field{
		{s.say(textSeverityIs), []string{s.severity(c.Severity)}},
		{s.say(textOfType), typeNames(c.ResourceTypes)},
		{s.say(textLooksAt), typeNames(c.Needs)},
		{s.say(textStandards), s.requirements(c.Standards)},
		{s.say(textParameters), s.parameters(c.Parameters)},
		{s.say(textReads), []string{names(doc.Reads, " ")}},
	}
	if c.Retired != nil {
		all = append(all, field{s.say(textRetiredIs), []string{cmp.Or(s.message(doc.RetiredFor), *c.Retired)}})
	}
	if !doc.Advice.IsZero() {
		all = append(all, field{s.say(textAdvice), []string{s.message(doc.Advice)}})
	}
	return all
}

// typeNames are one line a type.
func typeNames(types []resource.Type) []string {
	var out []string
	for _, t := range types {
		out = append(out, Safe(string(t)))
	}
	return out
}

// requirements are one line a standard.
func (s *screen) requirements(all []standard.Requirement) []string {
	var out []string
	last := standard.Name("")
	for _, r := range all {
		if r.Standard != last {
			out = append(out, Safe(cmp.Or(r.Standard.Title(), string(r.Standard)))+": "+Safe(r.ID))
			last = r.Standard
			continue
		}
		out[len(out)-1] += s.say(textList) + Safe(r.ID)
	}
	return out
}

// parameters are name = value, one a line.
func (s *screen) parameters(raw json.RawMessage) []string {
	n, err := parse(raw)
	if err != nil {
		return []string{Safe(string(raw))}
	}
	var out []string
	for _, m := range n.members {
		value := s.one(m.value)
		if m.value.kind == otherwise {
			value = m.value.text // true and false, as they are set
		}
		out = append(out, Safe(m.name)+" = "+value)
	}
	return out
}

// latest says what the latest scan found.
func (s *screen) latest(doc Explain) {
	switch {
	case doc.unnamed():
		s.line(0, s.say(textByName))
		return
	case doc.Findings == nil:
		s.line(0, s.say(textNoScan))
		return
	}
	counts := s.say(textNothing)
	if len(doc.Findings) > 0 {
		counts = s.findingCounts(Findings{Findings: doc.Findings})
	}
	// The counts may be coloured: they are put in after escaping.
	head, tail, _ := strings.Cut(s.say(textLatest, "counts", "\ufffd"), "\ufffd")
	s.line(0, head+counts+tail)
}

// unnamed tells whether a retired control has no findings, as where no scan has named it.
func (doc Explain) unnamed() bool { return doc.Control.Retired != nil && len(doc.Findings) == 0 }

// examples shows what did not pass, up to a screenful.
func (s *screen) examples(doc Explain) {
	open := slices.DeleteFunc(slices.Clone(doc.Findings), func(f Finding) bool { return f.Status == control.Passed })
	if len(open) == 0 {
		return
	}
	s.blank()
	s.findingRows(open[:min(most, len(open))], false, doc.Exceptions)
	s.rest(len(open), fmt.Sprintf("manten findings --control %s", word(string(open[0].Control))))
}

func (s *screen) explainNext(doc Explain) {
	failed := slices.ContainsFunc(doc.Findings, func(f Finding) bool { return f.Status == control.Failed && !f.ByPerson })
	id := word(string(doc.Control.ID))
	switch {
	case doc.unnamed() && len(doc.Remediations) > 0:
		s.next("manten scan --control " + id)
	case doc.unnamed(): // it judges nothing any more
		s.next("manten controls")
	case doc.Findings == nil:
		s.next("manten scan")
	case failed && len(doc.Remediations) > 0:
		s.next("manten plan --control " + id + " -o plan.json")
	default:
		s.next("manten findings --control " + id)
	}
}
