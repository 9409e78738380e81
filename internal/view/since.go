package view

import (
	"fmt"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
)

// FindingsDiffSchema is the version of [FindingsDiff].
const FindingsDiffSchema = "manten.findings-diff/1"

// FindingsDiff is what differs between the findings on record and those of an earlier moment.
type FindingsDiff struct {
	Schema string `json:"schema"`
	// Since is the earlier moment; what was then is compared with what is now, whatever was in between.
	Since time.Time `json:"since"`
	// SinceScan is the scan that ended at that moment, left out where a time was asked for.
	SinceScan string `json:"since_scan,omitempty"`
	// Scan is the latest scan.
	Scan     string    `json:"scan"`
	Finished time.Time `json:"finished"`
	// Changes are grouped by kind, in the order new, reopened, unread, resolved, gone.
	Changes []FindingChange `json:"changes"`
}

// FindingChange is a finding that differs.
type FindingChange struct {
	// Change is new (fails, and was not there or not known), reopened (fails again), unread (cannot be read or told any
	// more), resolved (passes now) or gone (its resource is no longer there, or its control is disabled).
	Change store.Kind `json:"change"`
	// Was is the status at the earlier moment, empty for a finding that was not there.
	Was control.Status `json:"was"`
	// Is is the status now, empty for one that is gone.
	Is control.Status `json:"is"`
	// At is when it became so.
	At time.Time `json:"at"`
	// Finding is what is on record of it; of one that is gone, the last.
	Finding Finding `json:"finding"`
}

var (
	textDiffNew      = plural("view/diff-new", "{n} fails and did not", "{n} fail and did not", "新規の不合格 {n} 件")
	textDiffReopened = plural("view/diff-reopened", "{n} fails again", "{n} fail again", "再発 {n} 件")
	textDiffUnread   = plural("view/diff-unread", "{n} can no longer be read", "{n} can no longer be read", "読み取れなくなった検出結果 {n} 件")
	textDiffResolved = plural("view/diff-resolved", "{n} passes now", "{n} pass now", "解消 {n} 件")
	textDiffGone     = plural("view/diff-gone", "{n} is gone", "{n} are gone", "消滅 {n} 件")
	textDiffNone     = say("view/diff-none", "Nothing differs", "差分はありません")
	textDiffSince    = say("view/diff-since", "since {at}", "{at} 以降")
	textNotThere     = say("view/not-there", "not there", "なし")
)

var textsSince = []text.Template{
	textDiffNew.one, textDiffNew.many, textDiffReopened.one, textDiffReopened.many, textDiffUnread.one, textDiffUnread.many,
	textDiffResolved.one, textDiffResolved.many, textDiffGone.one, textDiffGone.many, textDiffNone, textDiffSince,
	textNotThere,
}

// differences are the kinds as they are shown, in their order.
func differences() []difference {
	return []difference{
		{store.Failing, signFailed, textDiffNew},
		{store.Reopened, signFailed, textDiffReopened},
		{store.Unread, signUnread, textDiffUnread},
		{store.Resolved, signPassed, textDiffResolved},
		{store.Gone, signNone, textDiffGone},
	}
}

type difference struct {
	kind store.Kind
	sign string
	n    counted
}

// FindingsDiff writes what differs, kind by kind.
func (p *Printer) FindingsDiff(doc FindingsDiff) error {
	return p.show(func(s *screen) {
		var parts []string
		for _, d := range differences() {
			if n := len(doc.of(d.kind)); n > 0 {
				parts = append(parts, s.paint(lookOf(d.sign), s.count(n, d.n)))
			}
		}
		if len(parts) == 0 {
			parts = append(parts, s.say(textDiffNone))
		}
		s.parts(parts)
		s.line(0, s.paint(faint, s.say(textDiffSince, "at", at(doc.Since))+s.say(textDot)+s.say(textOfScan, "at", at(doc.Finished))))
		for _, d := range differences() {
			s.difference(d, doc.of(d.kind))
		}
		s.diffNext(doc)
	})
}

func (doc FindingsDiff) of(kind store.Kind) []FindingChange {
	return slices.DeleteFunc(slices.Clone(doc.Changes), func(c FindingChange) bool { return c.Change != kind })
}

// difference writes the findings of one kind, each in a line.
func (s *screen) difference(d difference, all []FindingChange) {
	if len(all) == 0 {
		return
	}
	s.blank()
	s.line(0, s.paint(lookOf(d.sign), d.sign)+" "+s.paint(strong, s.count(len(all), d.n)))
	rows := make([][]cell, len(all))
	for i, c := range all {
		rows[i] = s.changed(c)
	}
	s.table(2, 1, rows)
}

func (s *screen) changed(c FindingChange) []cell {
	what := s.short(c.Finding.Resource.ID) + " · " + Safe(c.Finding.Region)
	switch {
	case c.Finding.Workflow == control.Suppressed:
		what += " · " + s.say(textSuppressing)
	case c.Is == control.Failed:
		what += " · " + s.severity(c.Finding.Severity)
	}
	return []cell{
		{text: Safe(string(c.Finding.Control)), look: strong},
		{text: what},
		{text: s.stood(c.Was) + " → " + s.stood(c.Is)},
		{text: c.At.UTC().Format(time.DateOnly), look: faint},
	}
}

// stood is a status, or that there was none.
func (s *screen) stood(st control.Status) string {
	if st == "" {
		return s.say(textNotThere)
	}
	return Safe(string(st))
}

func (s *screen) diffNext(doc FindingsDiff) {
	served, explain := "", ""
	for _, c := range doc.Changes {
		id := word(string(c.Finding.Control))
		if c.Is == control.Failed && !c.Finding.ByPerson && c.Finding.Workflow != control.Suppressed && served == "" {
			served = fmt.Sprintf("manten plan --control %s -o plan.json", id)
		}
		if explain == "" {
			explain = "manten explain " + id
		}
	}
	s.nextOf(served, explain, "manten findings")
}

// lately says what a finding was that cannot be read any more, and since when one fails.
func (s *screen) lately(f Finding) []string {
	if f.Last != nil {
		return []string{s.say(textWas, "status", Safe(string(f.Last.Status)), "date", f.Last.At.UTC().Format(time.DateOnly))}
	}
	since := f.Changed
	if since.IsZero() {
		since = f.FirstSeen
	}
	switch date := since.UTC().Format(time.DateOnly); {
	case f.Status != control.Failed || since.IsZero():
		return nil
	case f.Reopened.Equal(since):
		return []string{s.say(textAgain, "date", date)}
	default:
		return []string{s.say(textSince, "date", date)}
	}
}
