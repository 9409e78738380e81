// Package path finds the cheapest way to a score: which of the controls that fail are to be served, reckoned over what
// serving each of them takes and brings. It is pure, and knows nothing of AWS or of plans.
package path

import (
	"cmp"
	"maps"
	"slices"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

// Piece is one remediation on one resource. Pieces on the same resource that change a fact in common are one step.
type Piece struct {
	// On names the resource.
	On string
	// Facts are those that it changes.
	Facts []string
	// Apart tells that it stays a step of its own, as deleting does.
	Apart bool
	Effect
}

// Effect is what a piece asks of people. The zero value hurts nobody and costs nothing.
type Effect struct {
	// Irreversible tells that there is no way back, Interrupts that it cuts off use that is going on, Risks that somebody
	// may lose access, and Unpriced that what it costs is not known.
	Irreversible, Interrupts, Risks, Unpriced bool
	// Monthly is what it costs, in millionths of a USD a month; it is not negative.
	Monthly int64
}

// Way is a set of pieces that are done together, and what comes of them besides what they settle.
type Way struct {
	// Pieces are indices into [Problem.Pieces].
	Pieces []int
	// Turns are the controls that pass or have no data and whose status changes, and those that have no data once all that
	// is open about them is settled, with the new status.
	Turns map[control.ID]standard.ControlStatus
	// Breaks are controls that fail then for a reason of the way's own, whatever else is done.
	Breaks []control.ID
}

// Problem is an account with the ways that lead from where it stands.
type Problem struct {
	// Now are the statuses of the controls that count in the score.
	Now    map[control.ID]standard.ControlStatus
	Pieces []Piece
	Ways   []Way
	// Open has what is open about the controls that do not pass: for each thing the ways that settle it, as indices into
	// Ways. A control passes once everything is settled; one that is not here never does.
	Open map[control.ID][][]int
}

// Choice is a set of ways.
type Choice struct {
	// Ways are indices into [Problem.Ways], in their order: those chosen, and those that come with them for nothing.
	Ways []int
	Cost Cost
	// Exact tells that no cheaper set does the same. It is false where the search was ended at its bound.
	Exact bool
}

// Score is the score with some of the ways gone, nil where nothing counts. A way is also gone where others do all of its
// pieces.
func (p *Problem) Score(ways []int) *int {
	n := map[standard.ControlStatus]int{}
	for _, s := range p.statuses(p.gone(ways)) {
		n[s]++
	}
	return standard.Percent(n[standard.Passed], n[standard.Failed]+n[broken], n[standard.Unknown])
}

// gone are the ways all of whose pieces some ways do.
func (p *Problem) gone(ways []int) []int {
	done := p.pieces(ways)
	var out []int
	for i, w := range p.Ways {
		if !slices.ContainsFunc(w.Pieces, func(x int) bool { return !done[x] }) {
			out = append(out, i)
		}
	}
	return out
}

// pieces tells which pieces some ways do.
func (p *Problem) pieces(ways []int) []bool {
	done := make([]bool, len(p.Pieces))
	for _, w := range ways {
		for _, x := range p.Ways[w].Pieces {
			done[x] = true
		}
	}
	return done
}

// statuses are those of the controls once some ways have been gone.
func (p *Problem) statuses(gone []int) map[control.ID]standard.ControlStatus {
	out := maps.Clone(p.Now)
	maps.Copy(out, p.changed(gone))
	return out
}

// changed are the controls whose status is another one once some ways have been gone.
func (p *Problem) changed(gone []int) map[control.ID]standard.ControlStatus {
	out := map[control.ID]standard.ControlStatus{}
	is := make([]bool, len(p.Ways))
	for _, w := range gone {
		is[w] = true
		for id, to := range p.Ways[w].Turns {
			if was := p.Now[id]; was == standard.Passed || was == standard.NoData {
				out[id] = worse(was, cmp.Or(out[id], was), to)
			}
		}
	}
	for id, open := range p.Open {
		if _, counts := p.Now[id]; counts && settled(open, is) {
			out[id] = p.settles(id, gone)
		}
	}
	for _, w := range gone {
		for _, id := range p.Ways[w].Breaks {
			if _, counts := p.Now[id]; counts {
				out[id] = broken
			}
		}
	}
	return out
}

// settled tells whether everything is settled by ways that are gone.
func settled(open [][]int, gone []bool) bool {
	return !slices.ContainsFunc(open, func(ways []int) bool {
		return !slices.ContainsFunc(ways, func(w int) bool { return gone[w] })
	})
}

// settles is the status of a control about which everything is settled.
func (p *Problem) settles(id control.ID, gone []int) standard.ControlStatus {
	if slices.ContainsFunc(gone, func(w int) bool { return p.Ways[w].Turns[id] == standard.NoData }) {
		return standard.NoData
	}
	return standard.Passed
}

// broken is the status of a control that fails whatever else is done.
const broken standard.ControlStatus = "BROKEN"

// worse is the status of a control that passed or had no data and that several ways turn.
func worse(was, a, b standard.ControlStatus) standard.ControlStatus {
	order := []standard.ControlStatus{standard.Failed, standard.Unknown, standard.Passed, standard.NoData}
	if was == standard.Passed {
		order = []standard.ControlStatus{standard.Failed, standard.Unknown, standard.NoData, standard.Passed}
	}
	for _, s := range order {
		if a == s || b == s {
			return s
		}
	}
	return a
}

// value measures how far statuses are from a score: it is not negative exactly where the rounded score is at least the
// aim, and each control that is turned from failed to passed adds [one].
//
// Rounding half up, (200 passed + all) / (2 all) is at least the aim where 200 passed is at least all × (2 aim - 1).
func value(statuses map[control.ID]standard.ControlStatus, aim int) int {
	v := 0
	for _, s := range statuses {
		v += worth(s, aim)
	}
	return v
}

// one is what a control adds that passes in the place of failing.
const one = 200

// worth is what a control of a status adds to [value].
func worth(s standard.ControlStatus, aim int) int {
	switch s {
	case standard.Passed:
		return one - (2*aim - 1)
	case standard.Failed, standard.Unknown, broken:
		return -(2*aim - 1)
	case standard.NoData, standard.Disabled:
	}
	return 0
}
