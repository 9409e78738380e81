package propose

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/evaluate"
	"github.com/mantenhq/manten/internal/path"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
)

// model is what serving each control by itself takes and brings.
type model struct {
	path.Problem
	// of is the control that each way serves.
	of    []control.ID
	place map[string]int
	// settle are the ways that settle each open finding.
	settle map[string][]int
}

// model makes a draft for each control that fails and that something can be done about.
func (a *aiming) model(ctx context.Context, full *draft) (*model, error) {
	m := &model{place: map[string]int{}, settle: map[string][]int{}}
	m.Now, m.Open = a.statuses(a.scan.Findings), map[control.ID][][]int{}
	for _, id := range a.failing(full) {
		d, err := a.draft(ctx, []control.ID{id})
		if err != nil {
			return nil, err
		}
		if len(d.made) == 0 {
			continue
		}
		if err := m.way(a, d); err != nil {
			return nil, err
		}
		m.of = append(m.of, id)
	}
	m.settled(a.open)
	return m, nil
}

// way notes what a draft takes and brings.
func (m *model) way(a *aiming, d *draft) error {
	w := path.Way{Turns: map[control.ID]standard.ControlStatus{}, Breaks: a.breaks(d)}
	for id, s := range a.statuses(d.after) {
		was, counts := m.Now[id]
		if counts && was != s && (s == standard.NoData || was == standard.NoData || was == standard.Passed) {
			w.Turns[id] = s
		}
	}
	for _, made := range d.made {
		pieces, err := m.pieces(a, made)
		if err != nil {
			return err
		}
		w.Pieces = append(w.Pieces, pieces...)
	}
	still := map[string]bool{}
	for _, f := range d.after {
		still[f.ID] = still[f.ID] || open(f)
	}
	for id := range a.open {
		if !still[id] {
			m.settle[id] = append(m.settle[id], len(m.Ways))
		}
	}
	m.Ways = append(m.Ways, w)
	return nil
}

// settled notes what settles the controls that do not pass: findings that the same ways settle are one thing. A control
// with a finding that nothing settles never passes.
func (m *model) settled(open map[string]control.ID) {
	known, never := map[string]bool{}, map[control.ID]bool{}
	for id, c := range open {
		ways := m.settle[id]
		key := fmt.Sprint(c, ways)
		if len(ways) == 0 {
			never[c] = true
		} else if !known[key] {
			known[key] = true
			m.Open[c] = append(m.Open[c], ways)
		}
	}
	for c := range never {
		delete(m.Open, c)
	}
}

// breaks are the controls that a draft makes fail on something that did not fail before.
func (a *aiming) breaks(d *draft) []control.ID {
	var out []control.ID
	for _, f := range d.after {
		_, was := a.open[f.ID]
		if failed(f) && !was && !slices.Contains(out, f.Control) && a.count(f) {
			out = append(out, f.Control)
		}
	}
	return out
}

// count tells whether a finding counts in the aimed score.
func (a *aiming) count(f control.Finding) bool {
	u, ok := a.Catalog.Control(f.Control)
	return ok && a.counts.Counts(u.Standards, f)
}

// open tells whether a finding keeps its control from passing.
func open(f control.Finding) bool {
	return f.Status != control.Passed && f.Workflow != control.Suppressed
}

// statuses are those of the controls that count in the aimed score.
func (a *aiming) statuses(findings []control.Finding) map[control.ID]standard.ControlStatus {
	all := evaluate.Score(a.counts, a.scan.Controls, findings).Statuses
	out := make(map[control.ID]standard.ControlStatus, len(all))
	for _, c := range a.scan.Controls {
		if s := all[c.Unit.ID]; s != standard.Disabled && a.counts.Has(c.Unit.Standards) {
			out[c.Unit.ID] = s
		}
	}
	return out
}

// pieces notes the remediations of a step, each with what it does by itself, and gives their numbers.
func (m *model) pieces(a *aiming, of made) ([]int, error) {
	var out []int
	risky := len(managed(of.chain.before)) > 0
	r := of.chain.before
	for _, l := range of.links {
		params, err := catalog.ParamsJSON(l.params)
		if err != nil {
			return nil, err
		}
		d := l.unit.Derive(r, l.params, a.now)
		if len(d.Moves) > 0 {
			x := path.Piece{
				On: fmt.Sprint(of.ref.Type, " ", of.ref.Region, " ", of.ref.ID), Facts: resource.Differing(r, d.After, resource.NamesOf(r)),
				Apart: deletes(of), Effect: effectOf(d.Effect),
			}
			x.Risks = x.Risks || risky
			out = append(out, m.piece(fmt.Sprint(x.On, " ", l.unit.Name, " ", string(params)), x))
		}
		r = d.After
	}
	return out, nil
}

// piece is the number of a piece, which gets one where it has none.
func (m *model) piece(key string, x path.Piece) int {
	at, known := m.place[key]
	if !known {
		at = len(m.Pieces)
		m.place[key] = at
		m.Pieces = append(m.Pieces, x)
	}
	return at
}

// controls are those that some ways serve.
func (m *model) controls(ways []int) []control.ID {
	out := make([]control.ID, len(ways))
	for i, w := range ways {
		out[i] = m.of[w]
	}
	return out
}

// dearest are all controls that ways serve, those first whose ways ask for most.
func (m *model) dearest() []control.ID {
	ways := make([]int, len(m.Ways))
	for w := range ways {
		ways[w] = w
	}
	slices.SortStableFunc(ways, func(a, b int) int { return m.Cost([]int{b}).Compare(m.Cost([]int{a})) })
	return m.controls(ways)
}

func effectOf(e catalog.Effect) path.Effect {
	return path.Effect{
		Irreversible: !e.Irreversible.IsZero(), Interrupts: len(e.Interrupts) > 0, Risks: len(e.Risk) > 0,
		Unpriced: e.Cost.Unknown != nil, Monthly: millionths(e.Cost),
	}
}

// millionths is a cost in millionths of a USD a month. What saves money counts as costing nothing: nobody wants a step
// for that alone.
func millionths(c plan.Cost) int64 {
	if c.Unknown != nil {
		return 0
	}
	return int64(math.Round(max(0, c.Monthly) * 1e6))
}

// costOf is what the steps of a plan ask for.
func costOf(steps []plan.Step) path.Cost {
	var sum path.Cost
	for i := range steps {
		s := &steps[i]
		sum = sum.Plus(path.Step(path.Effect{
			Irreversible: s.Irreversible != nil, Interrupts: len(s.Interrupts) > 0, Risks: len(s.Risk) > 0,
			Unpriced: s.Cost.Unknown != nil, Monthly: millionths(s.Cost),
		}))
	}
	return sum
}

// failing are the controls that fail and that a remediation may serve, each once.
func (a *aiming) failing(full *draft) []control.ID {
	var out []control.ID
	for _, f := range a.scan.Findings {
		wanted := failed(f) && (a.Options.Wants == nil || a.Options.Wants(f))
		if wanted && !slices.Contains(out, f.Control) && len(full.remediations(f.Control)) > 0 {
			out = append(out, f.Control)
		}
	}
	slices.SortFunc(out, catalog.CompareIDs)
	return out
}

// failed tells whether a finding counts as failed.
func failed(f control.Finding) bool { return open(f) && f.Status == control.Failed }
