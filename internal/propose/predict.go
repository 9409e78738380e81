package propose

import (
	"slices"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
)

// predict evaluates the touched resources as they shall be: the score after the plan, and what it makes fail.
func (d *draft) predict(scan Scan) {
	shall := map[resource.Ref][]control.Finding{}
	for _, t := range d.touched {
		d.announce(t)
		shall[t.after.Reference()] = d.judge.Resource(t.after)
	}
	after := replace(scan.Findings, shall)
	now := d.scores(scan.Controls, scan.Findings)
	then := d.scores(scan.Controls, after)
	for i, s := range now {
		d.plan.Score = append(d.plan.Score, plan.ScoreChange{Standard: s.Standard, Now: s.Score, After: then[i].Score})
	}
}

func (d *draft) scores(controls []evaluate.Selected, findings []control.Finding) []standard.Score {
	return standard.Scores(evaluate.Statuses(controls, findings), d.Catalog.Standards())
}

// replace gives the findings with new ones of some resources in the place of all their old ones: a control may begin to
// apply, or no longer apply. A suppression stays.
func replace(all []control.Finding, with map[resource.Ref][]control.Finding) []control.Finding {
	out := make([]control.Finding, 0, len(all))
	suppressed := map[string]bool{}
	for _, f := range all {
		if _, is := with[f.Resource]; !is {
			out = append(out, f)
			continue
		}
		if f.Workflow == control.Suppressed {
			suppressed[control.FindingID(f.Control, f.Resource)] = true
		}
	}
	for _, findings := range with {
		for _, f := range findings {
			if suppressed[f.ID] {
				f.Workflow = control.Suppressed
			}
			out = append(out, f)
		}
	}
	return out
}

// announce says which controls the plan itself makes fail on a resource.
func (d *draft) announce(t touched) {
	was := d.judge.Resource(t.before)
	for _, f := range d.judge.Resource(t.after) {
		before := slices.IndexFunc(was, func(o control.Finding) bool { return o.Control == f.Control })
		if f.Status == control.Failed && (before < 0 || was[before].Status != control.Failed) {
			d.plan.Announced = append(d.plan.Announced, plan.Announced{
				Control: f.Control, Resource: f.Resource.ID, Why: f.Reason.Text,
			})
		}
	}
}
