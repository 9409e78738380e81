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
	resources, explained := map[hole]map[string]bool{}, map[blank]bool{}
	for _, g := range doc.Coverage {
		h := holeOf(g, len(doc.Accounts) > 1)
		if resources[h] == nil {
			resources[h] = map[string]bool{}
		}
		resources[h][g.Resource] = true
		explained[blank{g.Account, g.Region, h.operation}] = true
	}
	var rows [][]cell
	for _, h := range sorted(resources) {
		rows = append(rows, s.unreadRow(affected(doc, h), h.service, s.hole(h, resources[h])))
	}
	for _, g := range gather(doc.Findings, func(f Finding) bool { return unexplained(f, explained) }) {
		rows = append(rows, s.unreadRow([]control.ID{g.Control}, "", s.many(g.findings)+": "+s.message(g.Message)))
	}
	s.unreadRows(rows)
}

// unreadRow names the controls that have no verdict, or the service where no control is known.
func (s *screen) unreadRow(ids []control.ID, service, why string) []cell {
	id := Safe(service)
	if len(ids) > 0 {
		id = Safe(string(ids[0]))
	}
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

func sorted(holes map[hole]map[string]bool) []hole {
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
func (s *screen) hole(h hole, resources map[string]bool) string {
	why := s.say(textDenied, "action", h.action)
	if h.action == "" {
		why = s.say(textGave, "operation", h.operation, "reason", strings.TrimPrefix(h.reason, h.operation+": "))
	}
	n := len(resources)
	if resources[""] {
		n--
	}
	if n == 0 {
		return s.say(textUnlisted, "service", h.service, "place", h.place, "why", why)
	}
	return s.count(n, textUnread, "service", h.service, "place", h.place, "why", why)
}

// affected are the controls that a hole left without a verdict, as far as the findings' reasons tell.
func affected(doc Scan, h hole) []control.ID {
	var out []control.ID
	for _, f := range doc.Findings {
		if f.Status != control.NotAvailable || f.Message.Args["operation"] != h.operation || slices.Contains(out, f.Control) {
			continue
		}
		if f.Region == h.place || f.Account+" "+f.Region == h.place {
			out = append(out, f.Control)
		}
	}
	slices.SortFunc(out, catalog.CompareIDs)
	return out
}

// blank is where an operation gave no answer.
type blank struct{ account, region, operation string }

// unexplained tells whether a finding has no verdict for a reason that the coverage does not tell.
func unexplained(f Finding, explained map[blank]bool) bool {
	return f.Workflow != control.Suppressed && signOfStatus(f.Status) == signUnread &&
		!explained[blank{f.Account, f.Region, f.Message.Args["operation"]}]
}
