package view

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
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

// notes writes what a person wants to know of a plan as a whole.
func (s *screen) notes(all []text.Message) {
	if len(all) == 0 {
		return
	}
	s.blank()
	s.line(0, s.say(textNotes))
	for _, m := range all {
		s.para(2, "- ", s.message(m))
	}
}

// stepChanges writes what a step changes; of a resource that it makes, or takes away, all that is known of it.
func (s *screen) stepChanges(indent int, st *plan.Step) {
	head, sign, l := textCreates, "+", good
	switch st.Makes {
	case plan.Creates:
	case plan.Deletes:
		head, sign, l = textDeletes, "-", bad
	default:
		for _, c := range st.Changes {
			s.change(indent, c)
		}
		return
	}
	name := cmp.Or(st.Resource.Name, st.Resource.ID)
	s.para(indent, s.paint(l, sign)+" ", s.say(head, "type", string(st.Resource.Type), "name", s.quoted(name)))
	differ{s}.whole(indent+2, sign, l, s.made(st))
}

// made are the facts of a resource that a step makes or takes away.
func (s *screen) made(st *plan.Step) node {
	out := node{kind: object}
	for _, c := range st.Changes {
		fact := c.After
		if st.Makes == plan.Deletes {
			fact = c.Before
		}
		value, err := factNode(fact)
		switch {
		case c.Sensitive:
			value = node{kind: otherwise, text: s.say(textSensitive)}
		case err != nil:
			value = node{kind: textual, text: string(fact)}
		}
		out.members = append(out.members, member{c.Fact, value.unfolded()})
	}
	return out
}

// serves are the controls that a step is for: those that judge its resource, then the others with what they judge.
func (s *screen) serves(st *plan.Step) []string {
	var own []control.ID
	for _, id := range st.Controls {
		if st.Own(id) {
			own = append(own, id)
		}
	}
	out := filled(controls(own))
	of := map[control.ID][]string{}
	for _, j := range st.Elsewhere {
		if j.Resource != st.Resource {
			of[j.Control] = append(of[j.Control], s.nameOf(j.Resource))
		}
	}
	alike := map[string][]control.ID{}
	for _, id := range st.Controls {
		if len(of[id]) > 0 {
			key := s.list(of[id], kept)
			alike[key] = append(alike[key], id)
		}
	}
	for _, resources := range slices.Sorted(maps.Keys(alike)) {
		out = append(out, s.say(textElsewhere, "controls", controls(alike[resources]), "resources", resources))
	}
	return out
}

// nameOf is a resource by its name.
func (s *screen) nameOf(ref resource.Ref) string {
	switch {
	case ref.IsAccount():
		return s.say(textAccount) + " · " + Safe(ref.Region)
	case ref.Name == "":
		return s.short(ref.ID)
	}
	return s.quoted(ref.Name)
}

// waits says what calls wait for, and what is still to be done when they have been made.
func (s *screen) waits(st *plan.Step) []string {
	var out []string
	for _, c := range st.Do {
		if c.Await != nil {
			out = append(out, s.say(textAwait, "operation", c.Operation, "for", s.message(c.Await.For), "time", s.atMost(c.Await.Seconds)))
		}
	}
	if st.Waits != nil {
		out = append(out, s.say(textThen, "what", s.message(*st.Waits)))
	}
	return out
}

// atMost is how long something may take, in round words.
func (p *Printer) atMost(seconds int) string {
	d := time.Duration(seconds) * time.Second
	switch {
	case seconds%3600 == 0 && seconds > 0:
		return p.count(seconds/3600, textHoursLong)
	case seconds%60 == 0 && seconds > 0:
		return p.count(seconds/60, textMinutesLong)
	}
	return p.took(d)
}

// secrets says where secrets are read.
func (s *screen) secrets(calls []plan.Call) []string {
	var out []string
	for _, c := range calls {
		for _, secret := range c.Secrets {
			out = append(out, s.say(textSecret, "into", secret.Into, "operation", c.Operation, "source", s.source(secret)))
		}
	}
	return out
}

// source names a secret's source with what it is asked for.
func (s *screen) source(secret plan.Secret) string {
	parts := []string{Safe(secret.Source)}
	for _, k := range slices.Sorted(maps.Keys(secret.Args)) {
		parts = append(parts, Safe(k)+"="+s.quoted(secret.Args[k]))
	}
	return strings.Join(parts, " ")
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
