package propose

import (
	"context"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/path"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
)

// Aim is a score that a plan shall reach.
type Aim struct {
	// Score is in whole percent, 1 to 100.
	Score int
	// In is the standard whose score is meant; [standard.All] or nothing is the one over all enabled standards.
	In standard.Name
}

// Reached is how far a plan gets.
type Reached struct {
	// Now and After are the score before and after, in whole percent.
	Now, After int
	// Steps are those of the plan, and Of is how many there are in all without an aim.
	Steps, Of int
	// Cost is what the plan asks for.
	Cost path.Cost
	// Exact tells that there is no cheaper plan. It is false where not all of them were tried: where the search was ended at
	// its bound, and where what steps do together cannot be told from what each does.
	Exact bool
	// Missed tells that no plan reaches the aim; the plan is then one that gets furthest.
	Missed bool
}

// PlanTo makes the plan that reaches a score at the least cost, as [path.Cost] compares it: as few steps as can be that
// cannot be undone, then of those that interrupt, then of those by which somebody may lose access, and so on. The plan is
// like any other. Where no plan reaches the score, it is the cheapest of those that get furthest, and says what stands in
// the way. What is excluded, suppressed or left to a person is never counted on.
func (p *Proposer) PlanTo(ctx context.Context, id string, scan Scan, now time.Time, aim Aim) (*plan.Plan, Reached, error) {
	a, err := p.aim(id, scan, now, aim)
	if err != nil {
		return nil, Reached{}, err
	}
	full, err := a.draft(ctx, nil)
	if err != nil {
		return nil, Reached{}, err
	}
	best, err := a.best(ctx, full)
	if err != nil {
		return nil, Reached{}, err
	}
	r := a.finish(best, full)
	return best.plan, r, nil
}

// aiming makes drafts that are compared with one another.
type aiming struct {
	*Proposer
	id   string
	scan Scan
	now  time.Time
	aim  Aim
	// counts is what the aimed score is over, and is the score now.
	counts standard.Choice
	is     int
	// open are the findings that keep their controls from passing.
	open  map[string]control.ID
	world world
}

func (p *Proposer) aim(id string, scan Scan, now time.Time, aim Aim) (*aiming, error) {
	with := *p
	with.Source = remember(p.Source)
	a := &aiming{Proposer: &with, id: id, scan: scan, now: now, aim: aim, counts: scan.Choice, world: worldOf(scan.Resources)}
	if aim.In != "" && aim.In != standard.All {
		a.counts.Enabled = []standard.Name{aim.In}
	}
	is := a.score(scan.Findings)
	if is == nil {
		return nil, fault.New(fault.Invalid, "nothing that was evaluated counts towards a score").Do("manten scan")
	}
	a.is, a.open = *is, map[string]control.ID{}
	for _, f := range scan.Findings {
		if open(f) && a.count(f) {
			a.open[f.ID] = f.Control
		}
	}
	return a, nil
}

// draft makes a plan for some of the wanted controls; nil means all of them.
func (a *aiming) draft(ctx context.Context, controls []control.ID) (*draft, error) {
	with := *a.Proposer
	if controls != nil {
		wants := a.Options.Wants
		with.Options.Wants = func(f control.Finding) bool {
			return slices.Contains(controls, f.Control) && (wants == nil || wants(f))
		}
	}
	return with.draft(ctx, a.id, a.scan, a.now, a.world)
}

// score is the aimed score of findings, nil where nothing counts.
func (a *aiming) score(findings []control.Finding) *int {
	return evaluate.Score(a.counts, a.scan.Controls, findings).Scores[0].Score
}

// got is a draft with how good it is.
type got struct {
	*draft
	score int
	cost  path.Cost
	exact bool
}

func (a *aiming) got(d *draft, exact bool) got {
	g := got{draft: d, cost: costOf(d.plan.Steps), exact: exact}
	if s := a.score(d.after); s != nil {
		g.score = *s
	}
	return g
}

// beats tells whether a draft gets nearer to a score than another, or as near for less. Beyond the score is not nearer.
func (g got) beats(o got, aim int) bool {
	x, y := min(g.score, aim), min(o.score, aim)
	return x > y || (x == y && g.cost.Compare(o.cost) < 0)
}

// slack is how many controls more than needed are served at most, where steps that are done together bring less than each
// by itself.
const slack = 4

// best finds the draft that reaches the aim at the least cost, else one that gets furthest.
func (a *aiming) best(ctx context.Context, full *draft) (got, error) {
	none, err := a.draft(ctx, []control.ID{})
	if err != nil || a.is >= a.aim.Score {
		return a.got(none, true), err
	}
	best := a.got(full, true)
	if nothing := a.got(none, true); nothing.beats(best, a.aim.Score) {
		best = nothing
	}
	m, err := a.model(ctx, full)
	if err != nil {
		return got{}, err
	}
	if g, ok, err := a.reach(ctx, m); err != nil || ok {
		return g, err
	}
	if best.score < a.aim.Score {
		if best, err = a.furthest(ctx, m, best); err != nil {
			return got{}, err
		}
	}
	if best.draft != full {
		return best, nil
	}
	return a.spared(ctx, m, best)
}

// spared goes the other way where the model falls short of what everything together does: it leaves out one control after
// the other, the dearest first, as long as the score stays. Such a plan has nothing needless, but need not be the cheapest.
func (a *aiming) spared(ctx context.Context, m *model, best got) (got, error) {
	best.exact = false
	keep := m.dearest()
	for _, id := range slices.Clone(keep) {
		without := slices.DeleteFunc(slices.Clone(keep), func(o control.ID) bool { return o == id })
		d, err := a.draft(ctx, without)
		if err != nil {
			return got{}, err
		}
		if g := a.got(d, false); min(g.score, a.aim.Score) >= min(best.score, a.aim.Score) && g.cost.Compare(best.cost) <= 0 {
			best, keep = g, without
		}
	}
	return best, nil
}

// reach drafts plans by what the model says, with more and more controls to spare, until one reaches the aim. It tells
// whether one does.
func (a *aiming) reach(ctx context.Context, m *model) (got, bool, error) {
	for spare := range slack {
		choice, ok := m.Reach(a.aim.Score, spare)
		if !ok {
			break
		}
		g, err := a.chosen(ctx, m, choice)
		if err != nil || g.score >= a.aim.Score {
			return g, err == nil, err
		}
	}
	return got{}, false, nil
}

// furthest drafts plans by what the model says, to lower and lower scores, until one keeps what the model promises.
func (a *aiming) furthest(ctx context.Context, m *model, best got) (got, error) {
	to := a.aim.Score - 1
	for range slack {
		choice, ok := m.Highest(to)
		if !ok {
			break
		}
		g, err := a.chosen(ctx, m, choice)
		if err != nil {
			return got{}, err
		}
		if g.beats(best, a.aim.Score) {
			best = g
		}
		promised := m.Score(choice.Ways)
		if promised == nil || g.score >= *promised {
			break
		}
		to = *promised - 1
	}
	return best, nil
}

func (a *aiming) chosen(ctx context.Context, m *model, c path.Choice) (got, error) {
	d, err := a.draft(ctx, m.controls(c.Ways))
	if err != nil {
		return got{}, err
	}
	return a.got(d, c.Exact), nil
}
