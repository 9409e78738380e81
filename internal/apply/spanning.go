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
// span several. Of the steps that serve one, the last to end well does so. It notes what they say and returns those
// that do not pass.
func (e *execution) spanning(ctx context.Context, own resource.Resource) ([]plan.VerdictRecord, error) {
	var open []plan.VerdictRecord
	spans := e.spans()
	if e.undo || len(spans) == 0 {
		return nil, nil
	}
	blocked := e.blocked()
	for _, j := range spans {
		if blocked[j] {
			continue
		}
		v, err := e.span(ctx, j, own)
		if err != nil {
			return nil, err
		}
		rec := plan.VerdictRecord{Control: j.Control, Status: v.Status, Reason: v.Reason.Text}
		if j.Resource != e.step.Resource {
			rec.Resource, rec.Region = j.Resource.ID, j.Resource.Region
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
	out := slices.DeleteFunc(slices.Clone(e.step.Elsewhere), func(j plan.Judged) bool { return j.Resource == e.step.Resource })
	for _, id := range e.step.Controls {
		if u, ok := e.Catalog.Control(id); ok && u.Joins() && e.step.Own(id) {
			out = append(out, plan.Judged{Control: id, Resource: e.step.Resource})
		}
	}
	return out
}

// blocked are the controls, with what they judge, that other steps serve, too, which have not ended well: nobody can
// expect them to pass yet.
func (e *execution) blocked() map[plan.Judged]bool {
	out := map[plan.Judged]bool{}
	well := map[string]bool{}
	for _, rs := range e.run.Steps {
		well[rs.Step] = rs.State.Well() && rs.State != plan.Pending
	}
	for i := range e.plan.Steps {
		s := &e.plan.Steps[i]
		if s.ID == e.step.ID || well[s.ID] {
			continue
		}
		for _, j := range s.Elsewhere {
			out[j] = true
		}
		for _, id := range s.Controls {
			if len(s.Elsewhere) == 0 || s.Own(id) {
				out[plan.Judged{Control: id, Resource: s.Resource}] = true
			}
		}
	}
	return out
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
	if fault.CodeOf(err) == fault.NotFound || (j.Resource == e.step.Resource && e.step.Makes != "" && resource.IsMissing(own)) {
		return control.Verdict{Status: control.NotApplicable}, nil // there is nothing to judge any more
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
