package view

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textRun       = say("view/run", "Run {run} on account {account}: {states}", "アカウント {account} での実行 {run}: {states}")
	textNoSteps   = say("view/no-steps", "no steps", "ステップなし")
	textCutOff    = say("view/cut-off", "The run was cut off; the same command takes it up again.", "実行は途中で止まっています。同じコマンドで再開できます。")
	textRuns      = plural("view/runs", "{n} run", "{n} runs", "実行 {n} 回")
	textNoRuns    = say("view/no-runs", "Nothing has been applied yet.", "まだ何も適用していません。")
	textUndoes    = say("view/undoes", "undoes {run}", "{run} を元に戻す実行")
	textGoingOn   = say("view/going-on", "not finished", "未完了")
	textReread    = say("view/verified-score", "verified, read again just now", "再読み取りで検証済み")
	textOldToNew  = say("view/run-score", "Score {before} → {after} ({how})", "スコア {before} → {after} ({how})")
	textOnlyAfter = say("view/run-score-after", "Score {after} ({how})", "スコア {after} ({how})")
)

// states are the states of a step in words, in the order in which they are counted.
var states = []struct {
	state plan.State
	t     text.Template
}{
	{plan.Verified, say("view/state-verified", "verified", "検証済み")},
	{plan.AlreadySo, say("view/state-already-so", "already so", "変更不要")},
	{plan.Undone, say("view/state-undone", "undone", "取り消し済み")},
	{plan.Applied, say("view/state-applied", "applied", "適用済み・未検証")},
	{plan.Pending, say("view/state-pending", "pending", "保留中")},
	{plan.Failed, say("view/state-failed", "failed", "失敗")},
	{plan.StaleStep, say("view/state-stale", "stale", "状態変化により中止")},
	{plan.Drifted, say("view/state-drifted", "drifted", "ドリフト")},
	{plan.Skipped, say("view/state-skipped", "skipped", "スキップ")},
	{plan.Started, say("view/state-started", "started", "開始済み")},
	{plan.Planned, say("view/state-planned", "planned", "未実行")},
}

func stateTexts() []text.Template {
	var out []text.Template
	for _, s := range states {
		out = append(out, s.t)
	}
	return out
}

var textsRun = append([]text.Template{
	textRun, textNoSteps, textCutOff, textRuns.one, textRuns.many, textNoRuns, textUndoes, textGoingOn, textReread,
	textOldToNew, textOnlyAfter,
}, stateTexts()...)

// state is a step's state in words.
func (p *Printer) state(st plan.State) string {
	for _, s := range states {
		if s.state == st {
			return p.say(s.t)
		}
	}
	return Safe(string(st))
}

// stateCounts counts a run's steps by state.
func (p *Printer) stateCounts(r *plan.Run) string {
	n := map[plan.State]int{}
	for _, st := range r.Steps {
		n[st.State]++
	}
	var parts []string
	for _, s := range states {
		if n[s.state] > 0 {
			parts = append(parts, p.paint(lookOf(signOfState(s.state)), fmt.Sprintf("%d %s", n[s.state], p.say(s.t))))
		}
	}
	if len(parts) == 0 {
		return p.say(textNoSteps)
	}
	return strings.Join(parts, " · ")
}

// StepLine writes a step as it ends.
func (p *Printer) StepLine(st *plan.Step, rs plan.RunStep) error {
	return p.show(func(s *screen) { s.stepLine(st, rs, s.duration(rs)) })
}

// stepLine writes a step and what became of it: on one line where that fits, else the reason below.
func (s *screen) stepLine(st *plan.Step, rs plan.RunStep, tail string) {
	wide := 0
	for _, w := range states {
		if w.state != plan.StaleStep && w.state != plan.Applied {
			wide = max(wide, lipgloss.Width(s.say(w.t)))
		}
	}
	sign := signOfState(rs.State)
	head := s.paint(lookOf(sign), sign) + fmt.Sprintf(" %3s  ", Safe(rs.Step)) + pad(s.state(rs.State), wide)
	if st != nil {
		head += "  " + remediations(st) + "  " + s.place(st)
	}
	why := s.why(rs)
	line := head
	if why != "" {
		line += "   " + why
	}
	if tail != "" {
		line += "   " + s.paint(faint, tail)
	}
	if lipgloss.Width(line) <= s.width() {
		s.line(0, line)
		return
	}
	s.line(0, strings.TrimRight(head+"   "+s.paint(faint, tail), " "))
	s.para(7, "", why)
}

// why is what the run says about a step.
func (p *Printer) why(rs plan.RunStep) string {
	if rs.Said.IsZero() {
		return Safe(rs.Reason)
	}
	return p.message(rs.Said)
}

// duration is how long a step took, from its first call on; empty where it called nothing.
func (s *screen) duration(rs plan.RunStep) string {
	if len(rs.Calls) == 0 || rs.Finished.IsZero() {
		return ""
	}
	return s.took(rs.Finished.Sub(rs.Calls[0].Started))
}

// RunEndOptions say what the end of a run needs to know besides the run.
type RunEndOptions struct {
	// ScoreBefore and ScoreAfter are the scores by which the run is judged, nil where they are not known.
	ScoreBefore, ScoreAfter *int
	// File is the plan's file, empty where it has none.
	File string
}

// RunEnd writes the closing lines after apply or undo.
func (p *Printer) RunEnd(r *plan.Run, pl *plan.Plan, o RunEndOptions) error {
	return p.show(func(s *screen) {
		s.blank()
		line, score := s.stateCounts(r), s.scoreOfRun(o)
		if score != "" && lipgloss.Width(line+"   "+score) > s.width() {
			s.line(0, line)
			line, score = score, ""
		}
		s.line(0, strings.TrimRight(line+"   "+score, " "))
		if r.Finished.IsZero() {
			s.line(0, s.say(textCutOff))
		}
		s.runNext(r, pl, o.File, "manten runs show "+word(r.ID))
	})
}

func (s *screen) scoreOfRun(o RunEndOptions) string {
	how := s.say(textReread)
	switch {
	case o.ScoreAfter == nil:
		return ""
	case o.ScoreBefore == nil:
		return s.say(textOnlyAfter, "after", percent(o.ScoreAfter), "how", how)
	}
	return s.say(textOldToNew, "before", percent(o.ScoreBefore), "after", percent(o.ScoreAfter), "how", how)
}

// runNext says what to do after a run: the command for its record first.
func (s *screen) runNext(r *plan.Run, pl *plan.Plan, file, record string) {
	if r.Finished.IsZero() {
		s.next(resume(r, pl, file))
		return
	}
	all := []string{record}
	if has(r, plan.Pending) {
		all = append(all, "manten runs refresh "+word(r.ID))
	}
	if r.UndoOf == nil && has(r, plan.Verified, plan.Applied, plan.Pending, plan.Failed) {
		all = append(all, "manten undo "+word(r.ID))
	}
	if r.UndoOf != nil {
		all = append(all, "manten scan")
	}
	s.next(all...)
}

// resume is the command that takes a run up again.
func resume(r *plan.Run, pl *plan.Plan, file string) string {
	switch {
	case r.UndoOf != nil:
		return "manten undo " + word(*r.UndoOf) + " --approve"
	case file != "":
		return "manten apply " + word(file) + " --approve"
	case pl != nil:
		return "manten apply " + word(pl.ID) + " --approve"
	}
	return "manten apply " + word(r.Plan) + " --approve"
}

func has(r *plan.Run, any ...plan.State) bool {
	for _, st := range r.Steps {
		for _, a := range any {
			if st.State == a {
				return true
			}
		}
	}
	return false
}

// Runs writes the list of runs.
func (p *Printer) Runs(doc Runs) error {
	return p.show(func(s *screen) {
		if len(doc.Runs) == 0 {
			s.line(0, s.say(textNoRuns))
			s.next("manten plan -o plan.json")
			return
		}
		s.line(0, s.count(len(doc.Runs), textRuns))
		s.blank()
		var rows [][]cell
		for i := range doc.Runs {
			rows = append(rows, s.runListed(&doc.Runs[i]))
		}
		s.table(0, -1, rows)
		s.next("manten runs show " + word(doc.Runs[0].ID))
	})
}

func (s *screen) runListed(r *plan.Run) []cell {
	row := []cell{
		{text: Safe(r.ID), look: strong}, {text: r.Started.UTC().Format(time.DateTime)}, {text: Safe(r.Account)},
		{text: s.stateCounts(r)},
	}
	note := ""
	if r.UndoOf != nil {
		note = s.say(textUndoes, "run", *r.UndoOf)
	}
	if r.Finished.IsZero() {
		note = strings.TrimPrefix(note+" · "+s.say(textGoingOn), " · ")
	}
	return append(row, cell{text: note, look: faint})
}
