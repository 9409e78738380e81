package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textRun       = say("view/run", "Run {run} on account {account}: {states}", "アカウント {account} での実行 {run}: {states}")
	textNoSteps   = say("view/no-steps", "no steps", "ステップなし")
	textCutOff    = say("view/cut-off", "The run was cut off; the same command takes it up again.", "実行は途中で止まっています。同じコマンドで再開できます。")
	textHalted    = say("view/halted", "The run is not finished: steps are still to be done once the pending ones have ended. The same command goes on from there.", "実行は完了していません。保留中のステップが終わり次第、残りを実施します。同じコマンドで続行できます。")
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
	textRun, textNoSteps, textCutOff, textHalted, textRuns.one, textRuns.many, textNoRuns, textUndoes, textGoingOn, textReread,
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

// unfinished says why a run has not ended.
func (p *Printer) unfinished(r *plan.Run) string {
	if halted(r) {
		return p.say(textHalted)
	}
	return p.say(textCutOff)
}

// halted tells whether a run waits for what is pending; else it was cut off.
func halted(r *plan.Run) bool {
	begun := func(s plan.RunStep) bool {
		return s.State == plan.Started || (s.State == plan.Planned && s.Reason == "")
	}
	return has(r, plan.Pending) && !slices.ContainsFunc(r.Steps, begun)
}

// has tells whether a step of the run is in one of the states.
func has(r *plan.Run, in ...plan.State) bool {
	for _, st := range r.Steps {
		if slices.Contains(in, st.State) {
			return true
		}
	}
	return false
}
