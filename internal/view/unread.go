package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/store"
)

// hole is what could not be read for one reason in one place.
type hole struct {
	place, service, operation, action, reason string
}

// unread writes what a scan could not read, with the missing permission, and what could not be judged for another
// reason.
func (s *screen) unread(doc Scan) {
	resources := map[hole][]string{}
	for _, g := range doc.Coverage {
		h := holeOf(g, len(doc.Accounts) > 1)
		if !slices.Contains(resources[h], g.Resource) {
			resources[h] = append(resources[h], g.Resource)
		}
	}
	var rows [][]cell
	for _, h := range sorted(resources) {
		rows = append(rows, s.unreadRow(affected(doc, h), s.hole(h, resources[h])))
	}
	for _, g := range gather(doc.Findings, func(f Finding) bool { return unexplained(f, doc.Coverage) }) {
		rows = append(rows, s.unreadRow([]control.ID{g.Control}, s.many(g.findings)+": "+s.message(g.Message)))
	}
	s.unreadRows(rows)
}

func (s *screen) unreadRow(ids []control.ID, why string) []cell {
	id := Safe(string(ids[0]))
	if len(ids) > 1 {
		id = fmt.Sprintf("%s +%d", id, len(ids)-1)
	}
	return []cell{{text: id}, {text: why}}
}

// unreadRows are not shortened but wrapped: the permission at their end is what matters.
func (s *screen) unreadRows(rows [][]cell) {
	if len(rows) == 0 {
		return
	}
	s.blank()
	wide := columns(rows)[0]
	for _, r := range rows[:min(most, len(rows))] {
		s.para(0, s.paint(doubt, signUnread)+" "+pad(r[0].text, wide)+"  ", r[1].text)
	}
	s.rest(len(rows), "manten findings --status NOT_AVAILABLE")
}

func holeOf(g store.Gap, accounts bool) hole {
	h := hole{place: g.Region, service: g.Service, operation: operationOf(g), action: g.Action}
	if accounts {
		h.place = g.Account + " " + g.Region
	}
	if h.action == "" {
		h.reason = g.Reason
	}
	return h
}

// operationOf is the operation as reasons name it, with its service.
func operationOf(g store.Gap) string {
	if g.Service == "" || strings.Contains(g.Operation, ".") {
		return g.Operation
	}
	return g.Service + "." + g.Operation
}

func sorted(holes map[hole][]string) []hole {
	var out []hole
	for h := range holes {
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b hole) int {
		return cmp.Or(
			cmp.Compare(a.operation, b.operation), cmp.Compare(a.place, b.place), cmp.Compare(a.action, b.action),
			cmp.Compare(a.reason, b.reason), cmp.Compare(a.service, b.service),
		)
	})
	return out
}

// hole says what is missing. A gap without a resource is a list that was not completed.
func (s *screen) hole(h hole, resources []string) string {
	why := s.say(textDenied, "action", h.action)
	if h.action == "" {
		why = s.say(textGave, "operation", h.operation, "reason", strings.TrimPrefix(h.reason, h.operation+": "))
	}
	if len(resources) == 1 && resources[0] == "" {
		return s.say(textUnlisted, "service", h.service, "place", h.place, "why", why)
	}
	n := len(slices.DeleteFunc(slices.Clone(resources), func(r string) bool { return r == "" }))
	return s.count(n, textUnread, "service", h.service, "place", h.place, "why", why)
}

// affected are the controls that a hole left without a verdict, as far as the findings' reasons tell.
func affected(doc Scan, h hole) []control.ID {
	var out []control.ID
	for _, f := range doc.Findings {
		in := f.Region == h.place || f.Account+" "+f.Region == h.place
		if in && f.Status == control.NotAvailable && f.Message.Args["operation"] == h.operation && !slices.Contains(out, f.Control) {
			out = append(out, f.Control)
		}
	}
	if len(out) == 0 {
		return []control.ID{control.ID(h.operation)}
	}
	slices.SortFunc(out, catalog.CompareIDs)
	return out
}

// unexplained tells whether a finding has no verdict for a reason that the coverage does not tell.
func unexplained(f Finding, gaps []store.Gap) bool {
	if f.Workflow == control.Suppressed || signOfStatus(f.Status) != signUnread {
		return false
	}
	return !slices.ContainsFunc(gaps, func(g store.Gap) bool {
		return operationOf(g) == f.Message.Args["operation"] && g.Region == f.Region && g.Account == f.Account
	})
}
