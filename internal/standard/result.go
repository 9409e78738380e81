package standard

import (
	"github.com/mantenhq/manten/internal/control"
)

// Result is how controls stand and what scores they make.
type Result struct {
	// Statuses are those of the controls over all enabled standards together: a control is disabled there only if it is in
	// each one that it belongs to.
	Statuses map[control.ID]ControlStatus
	// Scores has the score over the unique controls of all enabled standards first, then that of each.
	Scores []Score
}

// Score computes statuses and scores of some controls, given with where they belong, from their active findings. Those
// that are suppressed do not count, nor do findings of other controls; controls that belong to no enabled standard have a
// status and count nowhere. Findings of several accounts and regions are taken together: where one fails, the control
// fails. Source: Security Hub User Guide, "Calculating security scores".
func (c Choice) Score(controls map[control.ID]In, findings []control.Finding) Result {
	places := gather(findings)
	r := Result{Statuses: make(map[control.ID]ControlStatus, len(controls))}
	all := Score{Standard: All, Controls: sizeOf(c.Has)}
	for id, in := range controls {
		r.Statuses[id] = c.status(id, c.scopes(in), places[id])
		if c.Has(in) {
			all.add(r.Statuses[id])
		}
	}
	r.Scores = append(r.Scores, all.computed())
	for _, n := range c.Standards() {
		s := Score{Standard: n, Controls: Size(n)}
		for id, in := range controls {
			if in.Has(n) {
				s.add(c.status(id, []Name{n}, places[id]))
			}
		}
		r.Scores = append(r.Scores, s.computed())
	}
	return r
}

// status is the status of a control over some of the standards that it belongs to.
func (c Choice) status(id control.ID, standards []Name, places []standing) ControlStatus {
	if c.wholly(id, standards) {
		return Disabled
	}
	left, lost := NoData, NoData
	for _, p := range places {
		if c.offAt(p.place, standards) {
			lost = lost.with(p.status)
		} else {
			left = left.with(p.status)
		}
	}
	if left == NoData && lost != NoData {
		return Disabled // what would count is there, and all of it is off
	}
	return left
}

// place is a control in a region of an account.
type place struct {
	control         control.ID
	account, region string
}

// standing is how a control stands in a place.
type standing struct {
	place
	status ControlStatus
}

// gather sums findings up, so that millions of them are looked at once.
func gather(findings []control.Finding) map[control.ID][]standing {
	at := map[place]ControlStatus{}
	for i := range findings {
		f := &findings[i]
		if f.Workflow == control.Suppressed {
			continue
		}
		p := place{f.Control, f.Resource.Account, f.Resource.Region}
		if _, is := at[p]; !is {
			at[p] = NoData
		}
		at[p] = at[p].and(f.Status)
	}
	out := map[control.ID][]standing{}
	for p, status := range at {
		out[p.control] = append(out[p.control], standing{p, status})
	}
	return out
}

func (s Score) computed() Score {
	s.Score = Percent(s.Passed, s.Failed, s.Unknown)
	return s
}
