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
	after := slices.Clone(scan.Findings)
	for _, t := range d.touched {
		d.announce(t)
		after = replace(after, t.after.Reference(), d.judge.Resource(t.after))
	}
	now := d.scores(scan.Controls, scan.Findings)
	then := d.scores(scan.Controls, after)
	for i, s := range now {
		d.plan.Score = append(d.plan.Score, plan.ScoreChange{Standard: s.Standard, Now: s.Score, After: then[i].Score})
	}
}

func (d *draft) scores(controls []evaluate.Selected, findings []control.Finding) []standard.Score {
	return standard.Scores(evaluate.Statuses(controls, findings), d.Catalog.Standards())
}

// replace puts new findings of a resource in the place of its old ones; a suppression stays.
func replace(all []control.Finding, ref resource.Ref, with []control.Finding) []control.Finding {
	for i, f := range all {
		if f.Resource != ref {
			continue
		}
		for _, n := range with {
			if n.Control == f.Control {
				all[i].Status = n.Status
			}
		}
	}
	return all
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
