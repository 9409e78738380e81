package view

import (
	"fmt"
	"slices"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
)

// announced says what the plan itself makes fail.
func (s *screen) announced(all []plan.Announced) {
	if len(all) == 0 {
		return
	}
	s.blank()
	s.line(0, s.paint(bad, s.say(textAnnounced)))
	for _, a := range all {
		s.para(2, s.paint(bad, signFailed)+" "+Safe(string(a.Control))+"  ", s.short(a.Resource)+": "+s.message(a.Why))
	}
}

// left says what the plan leaves alone, reason by reason.
func (s *screen) left(all []plan.Left) {
	if len(all) == 0 {
		return
	}
	s.blank()
	s.line(0, s.say(textLeft))
	groups := s.byReason(all)
	wide := 0
	for _, g := range groups {
		wide = max(wide, len(fmt.Sprint(g.n)))
	}
	for _, g := range groups {
		first, ids, why := fmt.Sprintf("%*d  ", wide, g.n), controls(g.controls), g.why
		switch {
		case len(ids) > s.width()/3: // beside so many there is no room for the reason
			why = ids + "  " + why
		case ids != "":
			first += ids + "  "
		}
		s.para(2, first, why+"   "+s.paint(faint, s.list(g.resources, kept)))
	}
}

// reason is why findings are left alone.
type reason struct {
	why       string
	n         int
	controls  []control.ID
	resources []string
	seen      map[string]bool
}

// byReason gathers what is left by its reason; most first.
func (s *screen) byReason(all []plan.Left) []reason {
	var out []reason
	for _, l := range all {
		why := s.message(l.Why)
		i := slices.IndexFunc(out, func(r reason) bool { return r.why == why })
		if i < 0 {
			i = len(out)
			out = append(out, reason{why: why, seen: map[string]bool{}})
		}
		out[i].add(l, s.short(l.Resource))
	}
	slices.SortStableFunc(out, func(a, b reason) int { return b.n - a.n })
	return out
}

func (r *reason) add(l plan.Left, resource string) {
	r.n++
	if l.Control != "" && !slices.Contains(r.controls, l.Control) {
		r.controls = append(r.controls, l.Control)
	}
	if !r.seen[resource] {
		r.seen[resource] = true
		r.resources = append(r.resources, resource)
	}
}
