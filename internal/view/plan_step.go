package view

import (
	"fmt"
	"math"
	"strings"

	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

func (s *screen) messages(all []text.Message) []string {
	var out []string
	for _, m := range all {
		out = append(out, s.message(m))
	}
	return out
}

// hurts says what use a step cuts off, and the word that it needs.
func (s *screen) hurts(st *plan.Step) []string {
	if len(st.Interrupts) == 0 {
		return nil
	}
	return append(s.messages(st.Interrupts), s.say(textLeftOut, "flag", "--approve-interrupting "+st.ID))
}

// undo says how to go back, or why there is no way.
func (s *screen) undo(st *plan.Step) []string {
	var out []string
	if st.Irreversible != nil {
		out = append(out, s.paint(bad, s.say(textIrreversible))+": "+s.message(*st.Irreversible),
			s.say(textLeftOut, "flag", "--approve-irreversible "+st.ID))
	}
	if len(st.Undo) > 0 && st.Irreversible == nil {
		out = append(out, s.say(textBack, "calls", operations(st.Undo)))
	}
	return out
}

func operations(calls []plan.Call) string {
	out := make([]string, len(calls))
	for i, c := range calls {
		out[i] = c.Operation
	}
	return names(out, " ")
}

// cost says what a step adds to the bill, and how that comes about.
func (s *screen) cost(c plan.Cost) string {
	if c.Unknown != nil {
		return s.say(textCostUnknown, "why", s.message(*c.Unknown))
	}
	if c.Monthly == 0 && len(c.Inputs) == 0 {
		return s.say(textNone)
	}
	t := s.amount(c.Monthly)
	if len(c.Inputs) > 0 {
		t += ": " + strings.Join(s.messages(c.Inputs), s.say(textList))
	}
	if c.AsOf != "" {
		t += s.say(textPrices, "date", c.AsOf)
	}
	return t
}

// amount is an amount of money with its sign.
func (s *screen) amount(monthly float64) string {
	sign := "+ "
	if monthly < 0 {
		sign = "- "
	}
	return s.say(textMonthly, "usd", sign+plan.USD(math.Abs(monthly)))
}

func (s *screen) after(st *plan.Step) []string {
	if len(st.After) == 0 {
		return nil
	}
	return []string{s.say(textSteps, "steps", fmt.Sprint(names(st.After, s.say(textList))))}
}

func (s *screen) totalCost(steps []plan.Step) {
	var all plan.Cost
	for i := range steps {
		all = all.Add(steps[i].Cost)
	}
	t := s.say(textNone)
	switch {
	case all.Unknown != nil && all.Monthly != 0:
		t = s.say(textAndUnknown, "amount", s.amount(all.Monthly))
	case all.Unknown != nil:
		t = s.say(textNotKnown)
	case all.Monthly != 0:
		t = s.amount(all.Monthly)
	}
	s.blank()
	s.line(0, s.say(textTotal, "cost", t))
}
