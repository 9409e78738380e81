package apply

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// attempts is how often a call is made at most.
const attempts = 6

// call makes the call with the index, and makes it again only where that does no more than once. Done tells that the
// step has come to its end.
func (e *execution) call(ctx context.Context, i int) (done bool, err error) {
	if ready, err := e.await(ctx, i); err != nil || !ready {
		return true, err
	}
	c, done, err := e.filled(ctx, i)
	if err != nil || done {
		return true, err
	}
	op, _ := e.Catalog.Op(c.Operation)
	until := e.Clock.Now().Add(e.Waits.Verify)
	for attempt := 0; attempt < attempts; attempt++ {
		err := e.attempt(ctx, i, c)
		if early(op, err) && e.Clock.Now().Before(until) {
			attempt-- // it was turned away, and will not be in a moment
			if err := e.propagation(ctx, op, err); err != nil {
				return true, err
			}
			continue
		}
		switch {
		case err == nil:
			return false, nil
		case isJournal(err):
			return true, err
		case expired(awsconf.Code(err)):
			return true, errExpired
		case !mayRepeat(err) || attempt == attempts-1:
			return true, e.failed(ctx, i, err)
		}
		landed, again, readErr := e.look(ctx, i, err)
		if readErr != nil {
			return true, readErr
		}
		if landed {
			return false, nil
		}
		if !again {
			return true, e.end(ctx, plan.Failed, textUnsure.With("operation", e.step.Do[i].Operation, "error", err.Error()))
		}
		if err := e.Clock.Sleep(ctx, time.Duration(1<<attempt)*200*time.Millisecond); err != nil {
			return true, err
		}
	}
	return false, nil
}

// early tells whether AWS turned a call away because it does not see yet what was made before.
func early(op *awsop.Op, err error) bool {
	return op != nil && err != nil && slices.Contains(op.Early, awsconf.Code(err))
}

// notYet is how long to wait until AWS is asked again.
const notYet = 3 * time.Second

// propagation waits a moment, and shows that it does.
func (e *execution) propagation(ctx context.Context, op *awsop.Op, err error) error {
	if err := e.waiting(ctx, textPropagation.With("operation", op.Name, "error", message(err))); err != nil {
		return err
	}
	return e.Clock.Sleep(ctx, notYet)
}

// attempt journals, calls, journals. A call that has begun is finished whatever happens to the context.
func (e *execution) attempt(ctx context.Context, i int, c *plan.Call) error {
	ctx = context.WithoutCancel(ctx)
	rec := plan.CallRecord{Index: i, Operation: c.Operation, Started: e.Clock.Now()}
	e.rs.State = plan.Started
	if err := e.Journal.StartCall(ctx, e.run.ID, e.holder, e.step.ID, i, rec); err != nil {
		return journalError{err}
	}
	answer, err := e.Account.Call(ctx, e.step, c)
	if op, ok := e.Catalog.Op(c.Operation); ok && err != nil && slices.Contains(op.Done, awsconf.Code(err)) {
		err = nil
	}
	rec.RequestID, rec.Outputs, rec.Finished = answer.RequestID, answer.Outputs, e.Clock.Now()
	if err != nil {
		rec.Error = err.Error()
	}
	if lost(err) {
		rec.Finished, rec.Error = time.Time{}, ""
	}
	e.rs.Calls = append(e.rs.Calls, rec)
	if end := e.Journal.EndCall(ctx, e.run.ID, e.step.ID, i, rec); end != nil {
		return journalError{end}
	}
	return err
}

// journalError is a journal that could not be written; the run must not go on.
type journalError struct{ error }

func (j journalError) Unwrap() error { return j.error }

func isJournal(err error) bool {
	_, ok := errors.AsType[journalError](err)
	return ok
}

// lost tells whether nobody knows if AWS carried out the call: it gave no answer, or one that blames itself.
func lost(err error) bool {
	if err == nil || fault.CodeOf(err) == fault.Refused {
		return false
	}
	_, answered := errors.AsType[smithy.APIError](err)
	return !answered || (awsconf.ServerFault(err) && !throttled(err))
}

// throttled tells whether AWS turned the call away unseen.
func throttled(err error) bool {
	_, is := retry.DefaultThrottleErrorCodes[awsconf.Code(err)]
	return is
}

func mayRepeat(err error) bool { return lost(err) || throttled(err) }

// look reads the resource after a call without a good answer: whether the call took effect after all, and if not,
// whether it may be made again.
func (e *execution) look(ctx context.Context, i int, err error) (landed, again bool, fatal error) {
	wait := e.Waits.Settle
	if !lost(err) {
		wait = 0 // turned away: nothing can show later
	}
	op, _ := e.Catalog.Op(e.step.Do[i].Operation)
	if e.outputLost(i, op) {
		return false, true, nil
	}
	r, landed, fatal := e.settle(ctx, i, wait)
	if fatal != nil || landed {
		return landed, false, fatal
	}
	return false, e.untouched(r, i) && (!lost(err) || (op != nil && op.Idempotent)), nil
}

// settle reads until what the call leaves is there, or the time is up.
func (e *execution) settle(ctx context.Context, i int, wait time.Duration) (r resource.Resource, landed bool, err error) {
	until := e.Clock.Now().Add(wait)
	for pause := 250 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		r, err = e.read(ctx)
		if err != nil {
			return nil, false, err
		}
		if e.is(r, e.step.Do[i].Leaves) {
			return r, true, e.landed(ctx, i)
		}
		if !e.Clock.Now().Before(until) {
			return r, false, nil
		}
		if err := e.Clock.Sleep(ctx, pause); err != nil {
			return nil, false, err
		}
	}
}

// landed notes that a call whose answer was lost has been seen to have worked.
func (e *execution) landed(ctx context.Context, i int) error {
	at := -1 // the last one: a call that was made again stands twice
	for n, c := range e.rs.Calls {
		if c.Index == i && c.Finished.IsZero() {
			at = n
		}
	}
	if at < 0 {
		return nil
	}
	e.rs.Calls[at].Finished = e.Clock.Now()
	return e.Journal.EndCall(context.WithoutCancel(ctx), e.run.ID, e.step.ID, i, e.rs.Calls[at])
}

// untouched tells whether the resource is as it was before the call; where that cannot be told, it is taken to be.
func (e *execution) untouched(r resource.Resource, i int) bool {
	before := e.before(i)
	return before == nil || e.is(r, before)
}

// before are the changed facts as they stand before the call, nil where nobody can tell. What the call waits for is
// left out: AWS changes it by itself.
func (e *execution) before(i int) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, c := range e.step.Changes {
		out[c.Fact] = c.Before
	}
	if i > 0 {
		out = maps.Clone(e.step.Do[i-1].Leaves)
	}
	if a := e.step.Do[i].Await; a != nil {
		maps.DeleteFunc(out, func(fact string, _ json.RawMessage) bool { _, waits := a.Facts[fact]; return waits })
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// failed ends the step with AWS's refusal, and says what stands now.
func (e *execution) failed(ctx context.Context, i int, err error) error {
	op, _ := e.Catalog.Op(e.step.Do[i].Operation)
	why := textRefused.With("operation", e.step.Do[i].Operation, "error", message(err))
	if fault.CodeOf(err) != fault.Refused && catalog.Denied(err) && op != nil && len(op.Actions) > 0 {
		why = textDenied.With("action", op.Actions[0], "resource", e.step.Resource.ID)
	}
	if r, readErr := e.read(ctx); readErr == nil {
		e.observe(r)
	}
	if op != nil && slices.Contains(op.Held, awsconf.Code(err)) {
		return e.end(ctx, plan.Skipped, textKept.With("error", message(err)))
	}
	return e.end(ctx, plan.Failed, why)
}

// message is AWS's own text where there is one.
func message(err error) string {
	if fault.CodeOf(err) == fault.Refused {
		return err.Error() // it did not come so far
	}
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode() + ": " + api.ErrorMessage()
	}
	return err.Error()
}

var (
	textPropagation = text.Template{Key: "apply/propagation", EN: "until AWS sees what was just made; {operation} was answered: {error}", JA: "作成したばかりのものが AWS に反映されるまで。{operation} の応答: {error}"}
	textOwn         = text.Template{Key: "apply/own", EN: "it belongs to the caller, who would be locked out", JA: "呼び出し元自身のものであり、締め出されるおそれがあります"}
	textAfter       = text.Template{Key: "apply/after", EN: "step {step}, which comes first, did not end well", JA: "先に行うステップ {step} が正常に終わっていません"}
	textGone        = text.Template{Key: "apply/gone", EN: "the resource no longer exists", JA: "リソースはもう存在しません"}
	textAlready     = text.Template{Key: "apply/already", EN: "it is already as planned, nothing was changed", JA: "すでにプランどおりの状態です。何も変更していません"}
	textHidden      = text.Template{Key: "apply/hidden", EN: "it could not be read again, nothing was changed: {reason}", JA: "再読み取りできないため、何も変更していません: {reason}"}
	textStale       = text.Template{Key: "apply/stale", EN: "{fact} is no longer what was planned on, nothing was changed; planned on {planned}, now {now}; make a new plan", JA: "{fact} がプラン作成時と異なるため、何も変更していません。作成時: {planned} 現在: {now}。プランを作り直してください"}
	textUnsure      = text.Template{Key: "apply/unsure", EN: "{operation} gave no answer and what it did cannot be told: a person has to look; {error}", JA: "{operation} の応答がなく結果を判断できません。人による確認が必要です: {error}"}
	textRefused     = text.Template{Key: "apply/refused", EN: "{operation} was refused: {error}", JA: "{operation} は拒否されました: {error}"}
	textKept        = text.Template{
		Key: "apply/kept",
		EN:  "kept, because something came into it since ({error}); Manten deletes nothing that it did not make: empty it yourself, and undo again",
		JA:  "作成後に中身が入ったため残しました ({error})。Manten は自身が作成したもの以外を削除しません。空にしてから、もう一度元に戻してください",
	}
	textDenied = text.Template{Key: "apply/denied", EN: "{action} is missing on {resource}", JA: "{resource} に対する {action} の権限がありません"}
)
