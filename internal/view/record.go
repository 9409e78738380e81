package view

import (
	"bytes"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textPlanIs     = say("view/record-plan", "plan", "プラン")
	textAppliedBy  = say("view/record-applied", "applied by", "適用者")
	textApprovedBy = say("view/record-approved", "approved by", "承認者")
	textFromTo     = say("view/record-time", "time", "日時")
	textBy         = say("view/record-by", "{arn}, OS user {user}", "{arn} (OS ユーザー {user})")
	textApproval   = say("view/record-approval", "{by}, {at}: steps {steps}", "{by}、{at}: ステップ {steps}")
	textUndoing    = say("view/record-undoes", "undoes run", "元に戻す実行")
	textDigest     = say("view/record-digest", "digest", "ダイジェスト")
	textRequest    = say("view/record-request", "request id {id}", "リクエスト ID {id}")
	textNoAnswer   = say("view/record-no-answer", "nobody knows how it ended", "結果不明")
	textRefusedBy  = say("view/record-error", "failed: {error}", "失敗: {error}")
	textVerdicts   = say("view/record-verdicts", "verified", "検証")
	textChanges    = say("view/record-changes", "before and after, as planned", "変更前と変更後 (プラン)")
	textInFact     = say("view/record-read", "before and after, as read last", "変更前と変更後 (最後の読み取り)")
	textState      = say("view/record-state", "state", "状態")
	textRunOnly    = say("view/record-title", "Run {run}", "実行 {run}")
	textStepOnly   = say("view/record-step", "Step {step}", "ステップ {step}")
)

var textsRecord = []text.Template{
	textPlanIs, textAppliedBy, textApprovedBy, textFromTo, textBy, textApproval, textUndoing, textDigest, textRequest,
	textNoAnswer, textRefusedBy, textVerdicts, textChanges, textInFact, textState, textRunOnly, textStepOnly,
}

// Run writes all about a run: who, when, before and after, and what AWS answered. The plan may be nil.
func (p *Printer) Run(r *plan.Run, pl *plan.Plan) error {
	return p.show(func(s *screen) {
		head, tail, _ := strings.Cut(s.say(textRun, "run", r.ID, "account", r.Account, "states", "\ufffd"), "\ufffd")
		s.line(0, head+s.stateCounts(r)+tail)
		if r.Finished.IsZero() {
			s.para(0, "", s.unfinished(r))
		}
		s.fields(2, s.runFields(r)...)
		for i := range r.Steps {
			s.blank()
			s.runStep(r.Steps[i], stepOf(pl, r.Steps[i].Step))
		}
		s.runNext(r, pl, "", "manten runs show "+word(r.ID)+" --format markdown -o "+word(r.ID+".md"))
	})
}

func stepOf(pl *plan.Plan, id string) *plan.Step {
	if pl == nil {
		return nil
	}
	return pl.Find(id)
}

func (s *screen) runFields(r *plan.Run) []field {
	all := []field{
		{s.say(textFromTo), []string{at(r.Started) + " – " + at(r.Finished)}},
		{s.say(textAppliedBy), []string{s.by(r.By)}},
		{s.say(textApprovedBy), s.approvals(r.ApprovedBy)},
		{s.say(textPlanIs), []string{Safe(r.Plan)}},
		{s.say(textDigest), []string{Safe(r.Digest)}},
	}
	if r.UndoOf != nil {
		all = append(all, field{s.say(textUndoing), []string{Safe(*r.UndoOf)}})
	}
	return all
}

func (s *screen) by(b plan.By) string { return s.say(textBy, "arn", b.ARN, "user", b.OSUser) }

func (s *screen) approvals(all []plan.Approval) []string {
	var out []string
	for _, a := range all {
		out = append(out, s.say(textApproval, "by", s.by(a.By), "at", at(a.At), "steps", names(a.Steps, s.say(textList))))
	}
	return out
}

func (s *screen) runStep(rs plan.RunStep, st *plan.Step) {
	s.stepLine(st, rs, s.duration(rs))
	label, changes := s.changes(rs, st)
	if len(changes) > 0 {
		s.line(7, s.paint(faint, label))
	}
	s.recorded(9, st, changes)
	s.fields(7, field{s.say(textOperations), s.callRecords(rs)}, field{s.say(textVerdicts), s.verdicts(rs)})
}

// recorded writes changes as the plan shows them.
func (s *screen) recorded(indent int, st *plan.Step, changes []plan.Change) {
	if st == nil {
		return
	}
	as := *st
	as.Changes = changes
	if !made(as) {
		as.Makes = "" // it came otherwise
	}
	s.stepChanges(indent, &as)
}

// made tells whether a step made its resource, or took it away, as far as was read.
func made(st plan.Step) bool {
	return slices.ContainsFunc(st.Changes, func(c plan.Change) bool { return !bytes.Equal(c.Before, c.After) })
}

// changes are what a step was to change; where it was read afterwards and found otherwise, what it did change.
func (s *screen) changes(rs plan.RunStep, st *plan.Step) (label string, all []plan.Change) {
	if st == nil {
		return "", nil
	}
	label, all = s.say(textChanges), slices.Clone(st.Changes)
	for i, c := range all {
		if seen, ok := rs.Observed[c.Fact]; ok && !bytes.Equal(seen, c.After) {
			label, all[i].After = s.say(textInFact), seen
		}
	}
	return label, all
}

func (s *screen) callRecords(rs plan.RunStep) []string {
	var out []string
	for _, c := range rs.Calls {
		parts := []string{Safe(c.Operation), at(c.Started)}
		switch {
		case c.Finished.IsZero():
			parts = append(parts, s.say(textNoAnswer))
		case c.Error != "":
			parts = append(parts, s.say(textRefusedBy, "error", c.Error))
		default:
			parts = append(parts, s.took(c.Finished.Sub(c.Started)))
		}
		if c.RequestID != "" {
			parts = append(parts, s.say(textRequest, "id", c.RequestID))
		}
		out = append(out, strings.Join(parts, " · "))
	}
	return out
}

func (s *screen) verdicts(rs plan.RunStep) []string {
	var out []string
	for _, v := range rs.Verdicts {
		sign := signOfStatus(v.Status)
		on := ""
		if v.Resource != "" {
			on = "  " + s.short(v.Resource)
		}
		out = append(out, s.paint(lookOf(sign), sign)+" "+Safe(string(v.Control))+on+"  "+Safe(v.Reason))
	}
	return out
}
