package securityhub

import (
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textResolved = text.Template{
		Key: "securityhub/note-resolved",
		EN:  "{remediation} was applied by Manten's run {run} on {date}. Read again after it, {control} passes. To take it back: manten undo {run}",
		JA:  "{date} に Manten の実行 {run} が {remediation} を適用し、再読み取りで {control} の合格を確認しました。取り消すには: manten undo {run}",
	}
	textNotified = text.Template{
		Key: "securityhub/note-notified",
		EN:  "{remediation} did not succeed in Manten's run {run} on {date}, and somebody has to look at it: manten runs show {run}. {reason}",
		JA:  "{date} の Manten の実行 {run} で {remediation} は成功しませんでした。確認が必要です: manten runs show {run}。{reason}",
	}
	textTakenBack = text.Template{
		Key: "securityhub/note-undone",
		EN:  "What {remediation} did in Manten's run {undone} was taken back by run {run} on {date}.",
		JA:  "Manten の実行 {undone} で {remediation} が行った変更は、{date} の実行 {run} で取り消されました。",
	}
)

// Recorded is a run with the plan whose steps it is about: where it undoes another run, the plan of that one.
type Recorded struct {
	Run  plan.Run
	Plan *plan.Plan
}

// Outcome is what a run came to for one control on one resource.
type Outcome struct {
	Control  control.ID
	Resource resource.Ref
	// Run is the run's id.
	Run string
	// At is when its step ended.
	At time.Time
	// Workflow is what the findings about it shall become, empty where the run gives no reason to change any.
	Workflow control.Workflow
	// Note says why.
	Note text.Message
	// Verdict is what the control said when it was read again, nil where it was not.
	Verdict *plan.VerdictRecord
}

// subject names what a finding is about: an account has the same id in each region.
type subject struct {
	control          control.ID
	region, resource string
}

func (o Outcome) subject() subject { return subject{o.Control, o.Resource.Region, o.Resource.ID} }

// Outcomes are what the runs of an account came to, of each control on each resource the last one that counts.
//
// A step resolves only if it ended verified, and then only what was read again and passed. One that failed asks for
// somebody's attention; one that was undone makes the finding new. Steps in any other state, such as skipped, stale or
// pending, say nothing.
func Outcomes(runs []Recorded) []Outcome {
	last := map[subject]Outcome{}
	var order []subject
	for _, r := range slices.SortedStableFunc(slices.Values(runs), func(a, b Recorded) int { return a.Run.Started.Compare(b.Run.Started) }) {
		for _, rs := range r.Run.Steps {
			for _, o := range r.step(rs) {
				before, seen := last[o.subject()]
				if !seen {
					order = append(order, o.subject())
				}
				if !seen || !o.At.Before(before.At) {
					last[o.subject()] = o
				}
			}
		}
	}
	var out []Outcome
	for _, p := range order {
		out = append(out, last[p])
	}
	return out
}

// step is what one step came to.
func (r Recorded) step(rs plan.RunStep) []Outcome {
	s := r.Plan.Find(rs.Step)
	if s == nil || !counts(rs.State) {
		return nil
	}
	var out []Outcome
	for _, j := range s.Judges() {
		o := Outcome{Control: j.Control, Resource: j.Resource, Run: r.Run.ID, At: rs.Finished, Verdict: heard(rs, s, j)}
		o.Workflow, o.Note = r.says(rs, s, o)
		if o.Workflow != "" {
			out = append(out, o)
		}
	}
	return out
}

func counts(s plan.State) bool { return s == plan.Verified || s == plan.Failed || s == plan.Undone }

// says is what a finding about the outcome shall become, and why.
func (r Recorded) says(rs plan.RunStep, s *plan.Step, o Outcome) (control.Workflow, text.Message) {
	args := []string{
		"remediation", strings.Join(s.Remediations, ", "), "run", r.Run.ID, "date", rs.Finished.UTC().Format("2006-01-02 15:04 UTC"),
		"control", string(o.Control),
	}
	switch {
	case rs.State == plan.Undone && r.Run.UndoOf != nil:
		return control.New, textTakenBack.With(append(args[:6], "undone", *r.Run.UndoOf)...)
	case rs.State == plan.Verified && o.Verdict != nil && o.Verdict.Status == control.Passed:
		return control.Resolved, textResolved.With(args...)
	case rs.State == plan.Failed && r.Run.UndoOf == nil:
		return control.Notified, textNotified.With(append(args[:6], "reason", rs.Reason)...)
	}
	return "", text.Message{}
}

// heard is what the control said at the end of the step, nil if it was not heard.
func heard(rs plan.RunStep, s *plan.Step, j plan.Judged) *plan.VerdictRecord {
	for _, v := range rs.Verdicts {
		if v.Control == j.Control && v.Of(s, j.Resource) {
			return &v
		}
	}
	return nil
}

// Latest gives findings as runs have left them since: where a step read a resource again after the scan, and its controls
// judged it, their verdict counts.
func Latest(findings []control.Finding, outcomes []Outcome) []control.Finding {
	by := map[subject]Outcome{}
	for _, o := range outcomes {
		by[o.subject()] = o
	}
	out := slices.Clone(findings)
	for i, f := range out {
		o, ok := by[subject{f.Control, f.Resource.Region, f.Resource.ID}]
		if !ok || o.Verdict == nil || !o.At.After(f.LastSeen) || o.Workflow == control.Notified {
			continue
		}
		if o.Verdict.Status != f.Status {
			out[i].Changed = o.At
		}
		out[i].Status, out[i].Reason, out[i].Code = o.Verdict.Status, text.Message{Text: o.Verdict.Reason}, ""
		out[i].LastSeen = o.At
	}
	return out
}
