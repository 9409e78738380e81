package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/text"
)

// PruneSchema is the version of [Prune].
const PruneSchema = "manten.prune/1"

// Prune is what was deleted from the database, or would be.
type Prune struct {
	Schema string `json:"schema"`
	// Database is the path of the file.
	Database string `json:"database"`
	// Before is the moment: what ended or was archived before it is deleted.
	Before time.Time `json:"before"`
	// Older is how old that is, as it was asked for: 90d.
	Older string `json:"older"`
	// DryRun tells that nothing was deleted, only counted.
	DryRun bool `json:"dry_run"`
	// Scans is how many scans were deleted.
	Scans int `json:"scans"`
	// Resources is how many stored resources went with them.
	Resources int `json:"resources"`
	// Findings is how many archived findings were deleted.
	Findings int `json:"findings"`
	// BytesBefore is the size of the database file with its log.
	BytesBefore int `json:"bytes_before"`
	// BytesAfter is the size afterwards; the same in a dry run.
	BytesAfter int `json:"bytes_after"`
}

var (
	textPruned = say("view/pruned", "Deleted from before {date}: {what}.", "{date} より前のデータを削除しました: {what}。")
	textPrune  = say("view/prune-dry", "Would be deleted from before {date}: {what}. Nothing has been changed.",
		"{date} より前のデータのうち削除の対象: {what}。何も変更していません。")
	textPruneNone      = say("view/prune-none", "There is nothing to delete from before {date}.", "{date} より前に削除できるデータはありません。")
	textPruneScans     = plural("view/prune-scans", "{n} scan", "{n} scans", "スキャン {n} 件")
	textPruneResources = plural("view/prune-resources", "{n} stored resource", "{n} stored resources", "保存済みリソース {n} 件")
	textPruneFindings  = plural("view/prune-findings", "{n} archived finding", "{n} archived findings", "アーカイブ済みの検出結果 {n} 件")
	textPruneKept      = say("view/prune-kept", "Kept in any case: the latest scan of each account, what a run refers to, all scores, plans, approvals and runs.",
		"次のものは常に残します: 各アカウントの最新のスキャン、実行が参照するもの、すべてのスコア、プラン、承認、実行。")
	textPruneSize   = say("view/prune-size", "{path}: {before} → {after}", "{path}: {before} → {after}")
	textPruneStands = say("view/prune-stands", "{path}: {size}", "{path}: {size}")
)

var textsPrune = []text.Template{
	textPruned, textPrune, textPruneNone, textPruneScans.one, textPruneScans.many, textPruneResources.one, textPruneResources.many,
	textPruneFindings.one, textPruneFindings.many, textPruneKept, textPruneSize, textPruneStands,
}

// Prune writes what was deleted.
func (p *Printer) Prune(doc Prune) error {
	return p.show(func(s *screen) {
		what := []string{
			s.count(doc.Scans, textPruneScans), s.count(doc.Resources, textPruneResources), s.count(doc.Findings, textPruneFindings),
		}
		t := textPruned
		switch {
		case doc.Scans+doc.Findings == 0:
			t = textPruneNone
		case doc.DryRun:
			t = textPrune
		}
		s.para(0, "", s.say(t, "date", at(doc.Before), "what", strings.Join(what, s.say(textList))))
		if doc.BytesBefore == doc.BytesAfter {
			s.line(0, s.say(textPruneStands, "path", Safe(doc.Database), "size", size(doc.BytesAfter)))
		} else {
			s.line(0, s.say(textPruneSize, "path", Safe(doc.Database), "before", size(doc.BytesBefore), "after", size(doc.BytesAfter)))
		}
		s.blank()
		s.para(0, "", s.paint(faint, s.say(textPruneKept)))
		if doc.DryRun && doc.Scans+doc.Findings > 0 {
			s.next("manten db prune --older " + word(doc.Older))
		}
	})
}

// size is a number of bytes in a unit that suits it.
func size(n int) string {
	switch {
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
}
