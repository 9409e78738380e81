package propose

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/path"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// Outlook is what can become of a score, and by what.
type Outlook struct {
	// Score is the score now.
	Score standard.Score
	// Gains are what the remediations bring, each by itself, most first.
	Gains []Gain
	// Ways are the cheapest plans to the next whole percent and to 100, or to the highest that a plan reaches. There is one
	// where that is the same, and none where no plan brings anything.
	Ways []Way
	// Rest are the controls that fail and that no plan turns to passed.
	Rest []Rest
	// All is the score once the plan that gets furthest has been applied and the rest been put right by people.
	All *int
}

// Gain is what a remediation brings by itself.
type Gain struct {
	Remediation string
	// Controls are those that pass then and do not now.
	Controls []control.ID
	// After is the score then, in whole percent.
	After int
	// Cost is what its steps ask for, those that it asks of other remediations included.
	Cost path.Cost
}

// Way is a plan to a score.
type Way struct {
	Reached
	// Remediations are those of its steps, and Controls those that pass then and do not now.
	Remediations []string
	Controls     []control.ID
}

// Rest is a control that no plan turns to passed.
type Rest struct {
	Control control.ID
	// Failed is how many findings fail.
	Failed int
	// Why says why plans leave them alone, each reason once.
	Why []text.Message
	// Passing is the score if all that fails passed, and Excepted if exceptions covered it; nil where nothing counts then.
	Passing, Excepted *int
}

// Outlook reckons what can become of the score of a standard, or of the one over all. It makes plans and keeps none.
func (p *Proposer) Outlook(ctx context.Context, scan Scan, now time.Time, in standard.Name) (Outlook, error) {
	a, err := p.aim("outlook", scan, now, Aim{Score: 100, In: in})
	if err != nil {
		return Outlook{}, err
	}
	full, err := a.draft(ctx, nil)
	if err != nil {
		return Outlook{}, err
	}
	o := Outlook{Score: evaluate.Score(a.counts, scan.Controls, scan.Findings).Scores[0]}
	if in != "" {
		o.Score.Standard = in
	}
	if o.Gains, err = a.gains(ctx); err != nil {
		return o, err
	}
	furthest, err := a.ways(ctx, full, &o)
	if err != nil {
		return o, err
	}
	a.rest(furthest, full, &o)
	return o, nil
}

// gains drafts a plan for each remediation that has something to do.
func (a *aiming) gains(ctx context.Context) ([]Gain, error) {
	var out []Gain
	for _, u := range a.Catalog.Remediations() {
		if u.Helper {
			continue
		}
		with := *a
		proposer := *a.Proposer
		proposer.Options.Remediations = []string{u.Name}
		with.Proposer = &proposer
		d, err := with.draft(ctx, nil)
		if err != nil {
			return nil, err
		}
		if len(d.made) > 0 {
			g := a.got(d, true)
			out = append(out, Gain{Remediation: u.Name, Controls: a.passing(d), After: g.score, Cost: g.cost})
		}
	}
	slices.SortStableFunc(out, func(x, y Gain) int {
		return cmp.Or(cmp.Compare(len(y.Controls), len(x.Controls)), x.Cost.Compare(y.Cost))
	})
	return out, nil
}

// passing are the controls that pass after a draft and do not now.
func (a *aiming) passing(d *draft) []control.ID {
	was := a.statuses(a.scan.Findings)
	var out []control.ID
	for id, s := range a.statuses(d.after) {
		if s == standard.Passed && was[id] != standard.Passed {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, catalog.CompareIDs)
	return out
}

// ways notes the plans to the next whole percent and to the highest score, and gives the draft of the latter.
func (a *aiming) ways(ctx context.Context, full *draft, o *Outlook) (*draft, error) {
	var last got
	for _, to := range []int{a.is + 1, 100} {
		with := *a
		with.aim.Score = min(to, 100)
		g, err := with.best(ctx, full)
		if err != nil {
			return nil, err
		}
		last = g
		again := len(o.Ways) > 0 && o.Ways[len(o.Ways)-1].After == g.score
		if g.score <= a.is || again {
			continue
		}
		o.Ways = append(o.Ways, Way{with.reached(g, full), remediationsOf(g.plan.Steps), a.passing(g.draft)})
	}
	return last.draft, nil
}

func remediationsOf(steps []plan.Step) []string {
	var out []string
	for _, s := range steps {
		out = union(out, s.Remediations)
	}
	return out
}

// rest notes what no plan puts right.
func (a *aiming) rest(furthest, full *draft, o *Outlook) {
	now := a.statuses(a.scan.Findings)
	turned := a.passing(full)
	for _, id := range a.passing(furthest) {
		turned = union(turned, []control.ID{id})
	}
	left := map[control.ID]bool{}
	for _, c := range a.scan.Controls {
		id := c.Unit.ID
		if now[id] != standard.Failed || slices.Contains(turned, id) {
			continue
		}
		left[id] = true
		only := map[control.ID]bool{id: true}
		r := Rest{
			Control: id, Passing: a.score(imagined(a.scan.Findings, only, pass)), Excepted: a.score(imagined(a.scan.Findings, only, except)),
		}
		for _, f := range a.scan.Findings {
			if f.Control == id && failed(f) && a.count(f) {
				r.Failed++
			}
		}
		for _, l := range full.plan.Left {
			if l.Control == id {
				r.Why = unique(append(r.Why, l.Why))
			}
		}
		o.Rest = append(o.Rest, r)
	}
	o.All = a.score(imagined(furthest.after, left, pass))
}

// imagined are findings with something done about those that fail of some controls.
func imagined(findings []control.Finding, of map[control.ID]bool, do func(*control.Finding)) []control.Finding {
	out := slices.Clone(findings)
	for i := range out {
		if of[out[i].Control] && failed(out[i]) {
			do(&out[i])
		}
	}
	return out
}

func pass(f *control.Finding)   { f.Status = control.Passed }
func except(f *control.Finding) { f.Workflow = control.Suppressed }
