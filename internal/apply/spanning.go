package apply

import (
	"context"
	"slices"

	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// spanning judges what the step is for and looks at more than its resource: controls on other resources, and those that
// span several. The last of the steps that serve one does so, and only when the others have ended well. It notes
// what they say and returns those that do not pass.
func (e *execution) spanning(ctx context.Context, own resource.Resource) ([]plan.VerdictRecord, error) {
	var open []plan.VerdictRecord
	for _, j := range e.spans() {
		if e.undo || !e.last(j) {
			continue
		}
		v, err := e.span(ctx, j, own)
		if err != nil {
			return nil, err
		}
		rec := plan.VerdictRecord{Control: j.Control, Status: v.Status, Reason: v.Reason.Text}
		if j.Resource != e.step.Resource {
			rec.Resource = j.Resource.ID
		}
		e.rs.Verdicts = append(e.rs.Verdicts, rec)
		if v.Status != control.Passed && v.Status != control.NotApplicable {
			open = append(open, rec)
		}
	}
	return open, nil
}

// spans are the controls of the step that look at more than its resource.
func (e *execution) spans() []plan.Judged {
	out := slices.Clone(e.step.Elsewhere)
	for _, id := range e.step.Controls {
		elsewhere := slices.ContainsFunc(e.step.Elsewhere, func(j plan.Judged) bool { return j.Control == id })
		if u, ok := e.Catalog.Control(id); ok && u.Joins() && !elsewhere {
			out = append(out, plan.Judged{Control: id, Resource: e.step.Resource})
		}
	}
	return out
}

// last tells whether the step is the last one to serve a control on a resource, and the others have ended well.
func (e *execution) last(j plan.Judged) bool {
	at := slices.IndexFunc(e.run.Steps, func(s plan.RunStep) bool { return s.Step == e.step.ID })
	for i, rs := range e.run.Steps {
		s := e.plan.Find(rs.Step)
		if i == at || s == nil || !serves(s, j) {
			continue
		}
		if i > at || !rs.State.Well() || rs.State == plan.Pending {
			return false
		}
	}
	return true
}

func serves(s *plan.Step, j plan.Judged) bool {
	return slices.Contains(s.Elsewhere, j) || (s.Resource == j.Resource && slices.Contains(s.Controls, j.Control))
}

// span reads what a control needs afresh, and judges.
func (e *execution) span(ctx context.Context, j plan.Judged, own resource.Resource) (control.Verdict, error) {
	i := slices.IndexFunc(e.Controls, func(c evaluate.Selected) bool { return c.Unit.ID == j.Control })
	if i < 0 {
		return control.Verdict{Status: control.NotApplicable}, nil // it was deselected since
	}
	c := e.Controls[i]
	u, ok := e.Catalog.Collector(j.Resource.Type)
	if !ok {
		return control.Verdict{}, fault.New(fault.Internal, "type %q is not known", j.Resource.Type)
	}
	r, err := own, error(nil)
	if j.Resource != e.step.Resource {
		r, err = e.Account.Get(ctx, u, j.Resource, c.Unit.ReadsOf(u))
	}
	if err != nil {
		return control.Verdict{}, err
	}
	res, err := e.Account.Gather(ctx, collect.Needed(e.Catalog, c.Unit.NeedsOf(u)))
	if err != nil {
		return control.Verdict{}, err
	}
	return c.Unit.EvaluateIn(res.World(), r, c.Params, e.Clock.Now()), nil
}
