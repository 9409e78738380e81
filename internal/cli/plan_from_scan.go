package cli

import (
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/securityhub"
)

// alone are the live controls that look at nothing but one resource: where no scan says which are wanted, a plan is held
// against all of them, so that it says what else it would make fail. Those that span resources would have to see all of
// these.
func (x *planningFrom) alone() ([]evaluate.Selected, error) {
	return x.cfg.Select(slices.DeleteFunc(slices.Clone(x.Catalog.Controls()), func(u *catalog.ControlUnit) bool {
		return u.Retired != "" || u.Joins()
	}))
}

// covers tells whether a scan has evaluated all of some controls.
func covers(scan propose.Scan, controls []evaluate.Selected) bool {
	return !slices.ContainsFunc(controls, func(c evaluate.Selected) bool { return !has(scan.Controls, c) })
}

func has(controls []evaluate.Selected, c evaluate.Selected) bool {
	return slices.ContainsFunc(controls, func(o evaluate.Selected) bool { return o.Unit == c.Unit })
}

// with is a scan with the findings and resources that were read since. A suppression stays.
func with(scan propose.Scan, selected []evaluate.Selected, v securityhub.Verdicts) propose.Scan {
	for _, c := range selected {
		if !has(scan.Controls, c) {
			scan.Controls = append(scan.Controls, c)
		}
	}
	at := map[string]int{}
	for i, f := range scan.Findings {
		at[f.ID] = i
	}
	for _, f := range slices.Concat(v.Failed, v.Others) {
		if i, is := at[f.ID]; is {
			f.Workflow, f.Exception = suppressed(scan.Findings[i], f)
			scan.Findings[i] = f
		} else {
			scan.Findings = append(scan.Findings, f)
		}
	}
	known := map[resource.Ref]bool{}
	for _, r := range scan.Resources {
		known[r.Reference()] = true
	}
	for _, r := range v.Resources {
		if !known[r.Reference()] {
			scan.Resources = append(scan.Resources, r)
		}
	}
	return scan
}

func suppressed(was, is control.Finding) (control.Workflow, string) {
	if was.Workflow == control.Suppressed {
		return was.Workflow, was.Exception
	}
	return is.Workflow, is.Exception
}

// rest are the failed findings that the plan neither serves nor speaks of: what flags or an exception keep out of it.
func rest(p *plan.Plan, failed []control.Finding) []plan.Left {
	spoken := map[plan.Judged]bool{}
	for i := range p.Steps {
		s := &p.Steps[i]
		for _, id := range s.Controls {
			spoken[plan.Judged{Control: id, Resource: s.Resource}] = true
		}
		for _, j := range s.Elsewhere {
			spoken[j] = true
		}
	}
	told := map[[3]string]bool{}
	for _, l := range p.Left {
		told[[3]string{string(l.Control), l.Resource, l.Region}] = true
	}
	var out []plan.Left
	for _, f := range failed {
		if !told[[3]string{string(f.Control), f.Resource.ID, f.Resource.Region}] && !spoken[plan.Judged{Control: f.Control, Resource: f.Resource}] {
			out = append(out, plan.Left{Control: f.Control, Resource: f.Resource.ID, Region: f.Resource.Region, Why: textKeptOut.With()})
		}
	}
	return out
}
