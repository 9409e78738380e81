package cli

import (
	"context"
	"slices"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store"
	"github.com/mantenhq/manten/internal/text"
)

// accepted are findings that were excepted after a plan was made, with the terms: whoever approved the plan did not know.
type accepted map[plan.Judged]text.Message

// sinceAccepted finds what of a plan has been excepted since it was made. An undo only brings back what was.
func (x *applying) sinceAccepted(ctx context.Context, p *plan.Plan) (accepted, error) {
	out := accepted{}
	if p.UndoOf != "" {
		return out, nil
	}
	all, err := x.db.active(ctx)
	if err != nil || len(all) == 0 {
		return out, err
	}
	terms := map[string]text.Message{}
	for _, e := range all {
		terms[e.ID] = textExcepted.With("owner", e.Owner, "date", e.Until(), "reason", e.Reason)
	}
	filter := store.FindingFilter{Snapshot: x.account.origin(), Accounts: []string{p.Account}, Status: []control.Status{control.Failed}}
	for f, err := range x.db.Findings(ctx, filter) {
		if err != nil {
			return nil, err
		}
		if f.Exception != "" {
			out[plan.Judged{Control: f.Control, Resource: f.Resource}] = terms[f.Exception]
		}
	}
	return out, nil
}

// but refuses steps that change a resource on which one of their controls is excepted, and those that serve nothing else.
func (a accepted) but(permit apply.Permit) apply.Permit {
	return func(s *plan.Step) *apply.Refusal {
		if why, is := a.bars(s); is {
			return &apply.Refusal{State: plan.Skipped, Why: why}
		}
		return permit(s)
	}
}

func (a accepted) bars(s *plan.Step) (why text.Message, is bool) {
	judges := s.Judges()
	for _, j := range judges {
		if terms, excepted := a[j]; excepted && j.Resource == s.Resource {
			return terms, true
		}
	}
	open := slices.ContainsFunc(judges, func(j plan.Judged) bool { return a[j].IsZero() })
	if open || len(judges) == 0 {
		return text.Message{}, false
	}
	return a[judges[0]], true
}
