package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
)

// consent is the words by which a person approves.
type consent struct {
	approve      bool
	steps        []string
	irreversible []string
	interrupting []string
}

func (w *consent) add(c *cobra.Command) {
	p := c.Flags()
	p.StringSliceVar(&w.steps, "step", nil, "only this step, may be repeated")
	p.StringSliceVar(&w.irreversible, "approve-irreversible", nil, "approve a step that cannot be undone")
	p.StringSliceVar(&w.interrupting, "approve-interrupting", nil, "approve a step that interrupts what is in use, or all")
}

// given tells whether anything is approved by these words.
func (w *consent) given() bool {
	return w.approve || len(w.irreversible) > 0 || len(w.interrupting) > 0
}

// check refuses steps that the plan does not have.
func (w *consent) check(p *plan.Plan) error {
	for _, id := range slices.Concat(w.steps, w.irreversible, w.interrupting) {
		if id != "all" && p.Find(id) == nil {
			return fault.New(fault.Invalid, "plan %s has no step %q", p.ID, id).Do("manten show %s", p.ID)
		}
	}
	if slices.Contains(w.irreversible, "all") {
		return fault.New(fault.Invalid, "--approve-irreversible wants each step by its number").Do("name the steps")
	}
	return nil
}

// chosen tells whether --step lets the step in.
func (w *consent) chosen(s *plan.Step) bool {
	return len(w.steps) == 0 || slices.Contains(w.steps, s.ID)
}

// allowed lists the steps that the words approve.
func (w *consent) allowed(p *plan.Plan) []string {
	out := []string{}
	for i := range p.Steps {
		if s := &p.Steps[i]; w.chosen(s) && w.wordFor(s) {
			out = append(out, s.ID)
		}
	}
	return out
}

// wordFor tells whether a step has the word that it needs.
func (w *consent) wordFor(s *plan.Step) bool {
	named := slices.Contains(w.interrupting, s.ID) || slices.Contains(w.irreversible, s.ID)
	if !w.approve && !named && (len(s.Interrupts) == 0 || !slices.Contains(w.interrupting, "all")) {
		return false
	}
	if len(s.Interrupts) > 0 && !slices.Contains(w.interrupting, s.ID) && !slices.Contains(w.interrupting, "all") {
		return false
	}
	return s.Irreversible == nil || slices.Contains(w.irreversible, s.ID)
}

// permit tells the applier which steps may be applied.
func (w *consent) permit(approvals []plan.Approval) apply.Permit {
	var approved []string
	for _, a := range approvals {
		approved = append(approved, a.Steps...)
	}
	return func(s *plan.Step) *apply.Refusal {
		switch {
		case !w.chosen(s):
			return &apply.Refusal{State: plan.Planned, Why: textNotChosen.With()}
		case slices.Contains(approved, s.ID):
			return nil
		case len(s.Interrupts) > 0:
			return &apply.Refusal{State: plan.Skipped, Why: textInterrupts.With("step", s.ID)}
		case s.Irreversible != nil:
			return &apply.Refusal{State: plan.Skipped, Why: textIrreversible.With("step", s.ID)}
		}
		return &apply.Refusal{State: plan.Skipped, Why: textUnapproved.With()}
	}
}

// sameTarget refuses a plan that was made for something else than what can be reached.
func sameTarget(p *plan.Plan, acct *account) error {
	switch {
	case p.Account != acct.source.Account():
		return fault.New(fault.Refused, "plan %s is for account %s, the credentials are of account %s", p.ID, p.Account, acct.source.Account()).
			Do("use credentials of account %s", p.Account)
	case p.Offline && acct.offline == nil:
		return fault.New(fault.Invalid, "plan %s was made from a snapshot and cannot be applied to AWS", p.ID).Do("name the snapshot with --snapshot")
	case !p.Offline && acct.offline != nil:
		return fault.New(fault.Invalid, "plan %s was made from AWS and cannot be applied to a snapshot", p.ID).Do("leave --snapshot out")
	}
	return nil
}

func joined(ids []string) string { return strings.Join(ids, ", ") }
