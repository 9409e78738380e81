package apply

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textVerified   = text.Template{Key: "apply/verified", EN: "read again, passing now: {controls}", JA: "再読み取りで確認: {controls} は合格です"}
	textUndone     = text.Template{Key: "apply/undone", EN: "read again: it is as it was before", JA: "再読み取りで確認: 元の状態に戻りました"}
	textAsPlanned  = text.Template{Key: "apply/as-planned", EN: "read again: it is as planned", JA: "再読み取りで確認: プランどおりです"}
	textWaits      = text.Template{Key: "apply/waits", EN: "the calls were made; now {what}", JA: "呼び出しは完了しました。残り: {what}"}
	textStill      = text.Template{Key: "apply/still", EN: "the calls were made, yet {control} still fails: {reason}", JA: "呼び出しは完了しましたが、{control} はまだ不合格です: {reason}"}
	textNotYet     = text.Template{Key: "apply/not-yet", EN: "the calls were made; AWS does not show the change yet", JA: "呼び出しは完了しましたが、変更はまだ AWS に反映されていません"}
	textUnverified = text.Template{Key: "apply/unverified", EN: "the calls were made; whether it worked could not be read: {reason}", JA: "呼び出しは完了しましたが、結果を読み取れません: {reason}"}
)

// Texts are the messages of this package.
func Texts() []text.Template {
	return []text.Template{
		textOwn, textPropagation, textAwaits, textBlind, textBehind, textLost, textAfter, textGone, textAlready, textHidden,
		textStale, textUnsure, textRefused, textDenied, textKept,
		textVerified, textAsPlanned, textWaits, textUndone, textStill, textNotYet, textUnverified,
	}
}

// verify reads again until the controls that failed pass (an undo: until everything is as before), or the time is up.
func (e *execution) verify(ctx context.Context, wait time.Duration) error {
	until := e.Clock.Now().Add(wait)
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		r, err := e.get(ctx, slices.Concat(e.step.Changed(), e.judges().Facts(e.step.Resource.Type)))
		if fault.CodeOf(err) == fault.NotFound {
			return e.end(ctx, plan.Failed, textGone.With())
		}
		if err != nil {
			return err
		}
		e.observe(r)
		failing := e.judge(r)
		if e.good(r, failing) {
			if failing, err = e.spanning(ctx, r); err != nil {
				return err
			}
			if len(failing) == 0 {
				return e.end(ctx, e.state(plan.Verified), e.praise())
			}
		}
		if why := e.blind(r); why != "" {
			return e.end(ctx, plan.Applied, textUnverified.With("reason", why))
		}
		if !e.Clock.Now().Before(until) {
			return e.late(ctx, r, failing)
		}
		if err := e.showWait(ctx); err != nil {
			return err
		}
		if err := e.Clock.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// showWait notes what a step that takes its time waits for.
func (e *execution) showWait(ctx context.Context) error {
	if e.step.Waits == nil || e.holder == (Holder{}) {
		return nil
	}
	return e.waiting(ctx, *e.step.Waits)
}

func (e *execution) judges() *evaluate.Evaluator {
	return evaluate.New(e.Catalog, e.Controls, e.Clock.Now())
}

// judge evaluates the controls on the resource, notes what they say, and returns those of the step that do not pass.
func (e *execution) judge(r resource.Resource) []plan.VerdictRecord {
	e.rs.Verdicts = nil
	var open []plan.VerdictRecord
	if e.step.Makes != "" && resource.IsMissing(r) {
		return nil
	}
	for _, f := range e.judges().Resource(r) {
		v := plan.VerdictRecord{Control: f.Control, Status: f.Status, Reason: f.Reason.Text}
		e.rs.Verdicts = append(e.rs.Verdicts, v)
		if f.Status != control.Passed && e.step.Own(f.Control) {
			open = append(open, v)
		}
	}
	return open
}

// good tells whether the step has reached what it is for.
func (e *execution) good(r resource.Resource, failing []plan.VerdictRecord) bool {
	if e.undo || !e.judgedOwn() {
		return len(e.step.Changes) == 0 || e.is(r, e.wanted())
	}
	return len(failing) == 0 && e.blind(r) == ""
}

// judgedOwn tells whether a control that the step is for has judged its resource. Where none has, only what was read
// tells whether the step has worked.
func (e *execution) judgedOwn() bool {
	return slices.ContainsFunc(e.rs.Verdicts, func(v plan.VerdictRecord) bool { return e.step.Own(v.Control) })
}

// blind gives the reason why a changed fact could not be read, empty where all could.
func (e *execution) blind(r resource.Resource) string {
	for _, name := range e.step.Changed() {
		if f := resource.FactOf(r, name); f.State() == resource.Hidden {
			return f.Why().String()
		}
	}
	return ""
}

func (e *execution) praise() text.Message {
	if e.undo {
		return textUndone.With()
	}
	passing := slices.DeleteFunc(slices.Clone(e.step.Controls), func(id control.ID) bool {
		return !slices.ContainsFunc(e.rs.Verdicts, func(v plan.VerdictRecord) bool {
			return v.Control == id && v.Status == control.Passed
		})
	})
	if len(passing) == 0 {
		return textAsPlanned.With()
	}
	return textVerified.With("controls", joined(passing))
}

// late ends a step that did not show in time: what is as planned and still fails is a failure, the rest may yet come.
func (e *execution) late(ctx context.Context, r resource.Resource, failing []plan.VerdictRecord) error {
	switch {
	case e.step.Waits != nil && !e.is(r, e.wanted()):
		return e.end(ctx, plan.Pending, textWaits.With("what", e.step.Waits.Text))
	case e.is(r, e.wanted()) && len(failing) > 0 && failing[0].Status == control.NotAvailable:
		return e.end(ctx, plan.Applied, textUnverified.With("reason", failing[0].Reason))
	case e.is(r, e.wanted()) && len(failing) > 0:
		return e.end(ctx, plan.Failed, textStill.With("control", string(failing[0].Control), "reason", failing[0].Reason))
	}
	return e.end(ctx, plan.Pending, textNotYet.With())
}

// Refresh looks once more at the steps of a run that were pending or could not be verified. Those that still have calls
// to make are left to [Applier.Apply].
func (a *Applier) Refresh(ctx context.Context, p *plan.Plan, run *plan.Run) error {
	for i := range run.Steps {
		rs := &run.Steps[i]
		s := p.Find(rs.Step)
		if s == nil || (rs.State != plan.Pending && rs.State != plan.Applied) || !called(s, *rs) {
			continue
		}
		e := &execution{Applier: a, plan: p, run: run, step: s, rs: rs, undo: p.UndoOf != ""}
		if err := e.verify(ctx, 0); err != nil {
			return err
		}
		if a.Progress != nil {
			a.Progress(s, *rs)
		}
	}
	return nil
}

func joined(ids []control.ID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}
