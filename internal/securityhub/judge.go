package securityhub

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// Judge evaluates targets anew: what Security Hub said may be a day old.
type Judge struct {
	Catalog *catalog.Catalog
	Source  collect.Source
	// Controls are those of the targets, with the parameters that they are evaluated with.
	Controls []evaluate.Selected
	Now      time.Time
}

// Verdicts are what came out.
type Verdicts struct {
	// Failed are the findings that fail now.
	Failed []control.Finding
	// Others are the findings that do not.
	Others []control.Finding
	// Left are the targets that do not fail, with the reason.
	Left []plan.Left
	// Resources were read for the controls that span resources.
	Resources []resource.Resource
}

// Targets reads the resources afresh and evaluates the controls on them. What cannot be read is no failure: it is left, with
// the reason.
func (j *Judge) Targets(ctx context.Context, all []Target) (Verdicts, error) {
	var single, spanning []Target
	for _, t := range all {
		if t.Control.Joins() {
			spanning = append(spanning, t)
		} else {
			single = append(single, t)
		}
	}
	verdicts, err := j.single(ctx, single)
	if err != nil {
		return Verdicts{}, err
	}
	var out Verdicts
	for i, t := range single {
		out.add(t, verdicts[i])
	}
	return out, j.spanning(ctx, spanning, &out)
}

// judgement is how a target stands: a finding, or why there is none.
type judgement struct {
	finding control.Finding
	none    text.Message
}

func (v *Verdicts) add(t Target, is judgement) {
	why := is.none
	if why.IsZero() && is.finding.Status != control.Failed {
		v.Others = append(v.Others, is.finding)
	}
	switch {
	case !why.IsZero():
	case is.finding.Status == control.Failed:
		v.Failed = append(v.Failed, is.finding)
		return
	case is.finding.Status == control.Passed:
		why = textPassing.With()
	default: // it says itself what could not be read, or told
		why = is.finding.Reason
	}
	v.Left = append(v.Left, plan.Left{Control: t.Control.ID, Resource: t.Ref.ID, Region: t.Ref.Region, Why: why})
}

// single judges each target by its own resource.
func (j *Judge) single(ctx context.Context, all []Target) ([]judgement, error) {
	judge := evaluate.New(j.Catalog, j.Controls, j.Now)
	out := make([]judgement, len(all))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(sideBySide)
	for i, t := range all {
		group.Go(func() error {
			r, err := j.Source.Get(ctx, t.Unit, t.Ref, t.Control.ReadsOf(t.Unit))
			if fault.CodeOf(err) == fault.NotFound {
				out[i].none = textGone.With()
				return nil
			}
			if err == nil {
				out[i] = j.pick(t, judge.Resource(r), r, catalog.World{})
			}
			return err
		})
	}
	return out, group.Wait()
}

// spanning judges targets among the other resources of the account, as a scan does.
func (j *Judge) spanning(ctx context.Context, all []Target, out *Verdicts) error {
	if len(all) == 0 {
		return nil
	}
	var controls []evaluate.Selected
	var units []*catalog.ControlUnit
	for _, c := range j.Controls {
		if slices.ContainsFunc(all, func(t Target) bool { return t.Control == c.Unit }) {
			controls, units = append(controls, c), append(units, c.Unit)
		}
	}
	res, err := collect.Collect(ctx, j.Source, collect.Wishes(j.Catalog, units), sideBySide)
	if err != nil {
		return err
	}
	findings := evaluate.New(j.Catalog, controls, j.Now).All(res)
	for _, t := range all {
		i := slices.IndexFunc(res.Resources, func(r resource.Resource) bool { return r.Reference() == t.Ref })
		if i < 0 {
			out.add(t, judgement{none: textGone.With()})
			continue
		}
		out.add(t, j.pick(t, findings, res.Resources[i], res.World()))
	}
	out.Resources = res.Resources
	return nil
}

// pick is the finding of a target among others. Where there is none the control does not apply, and says why.
func (j *Judge) pick(t Target, findings []control.Finding, r resource.Resource, w catalog.World) judgement {
	for _, f := range findings {
		if f.Control == t.Control.ID && f.Resource == t.Ref {
			return judgement{finding: f}
		}
	}
	i := slices.IndexFunc(j.Controls, func(c evaluate.Selected) bool { return c.Unit == t.Control })
	return judgement{none: t.Control.EvaluateIn(w, r, j.Controls[i].Params, j.Now).Reason}
}
