package propose

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// link is a remediation in a chain on one resource, with its parameters.
type link struct {
	unit   *catalog.RemediationUnit
	params any
}

// chain is a step in the making: remediations run one after the other on one resource.
type chain struct {
	before, after resource.Resource
	links         []link
	changed       []string
	calls         []plan.Call
	undo          []plan.Call
	first         []catalog.Request
	behind        []resource.Ref
	effect        catalog.Effect
}

// refused says why nothing can be done, zero where something can.
func (c *chain) refused() text.Message {
	if c == nil {
		return text.Message{}
	}
	return c.effect.Refused
}

// run derives each link on what the one before leaves.
func run(before resource.Resource, links []link, now time.Time) (*chain, error) {
	c := &chain{before: before, after: before, links: links}
	for _, l := range links {
		d := l.unit.Derive(c.after, l.params, now)
		if !d.Refused.IsZero() {
			c.effect.Refused = d.Refused
			return c, nil
		}
		if err := c.add(d); err != nil {
			return nil, fmt.Errorf("%s on %s: %w", l.unit.Name, before.Reference(), err)
		}
	}
	c.changed = slices.DeleteFunc(resource.Differing(c.before, c.after, resource.NamesOf(c.before)), func(f string) bool {
		return resource.FactOf(c.after, f).State() == resource.NotAsked // AWS will make it up
	})
	return c, c.leaves()
}

func (c *chain) add(d catalog.Derived) error {
	base := len(c.calls)
	for i, m := range d.Moves {
		leaves := m.Leaves
		if i == len(d.Moves)-1 {
			leaves = d.After
		}
		if err := c.move(m, leaves, base); err != nil {
			return err
		}
	}
	c.after = d.After
	c.first = append(c.first, d.First...)
	c.behind = append(c.behind, d.Behind...)
	c.effect = join(c.effect, d.Effect)
	return nil
}

// move adds a call and the one that takes it back. Moves are numbered from base on.
func (c *chain) move(m catalog.Move, leaves resource.Resource, base int) error {
	n := len(c.calls)
	do, err := call(m.Do, n, base)
	if err != nil {
		return err
	}
	if do.Leaves, err = allFacts(leaves); err != nil {
		return err
	}
	if do.Await, err = await(m.Await); err != nil {
		return err
	}
	c.calls = append(c.calls, do)
	c.keep(do.Outputs)
	if m.Undo.IsZero() {
		return nil
	}
	undo, err := call(m.Undo, n, base)
	if err != nil {
		return err
	}
	undo.Await = do.Await
	c.undo = slices.Insert(c.undo, 0, undo)
	c.keep(undo.Outputs)
	return nil
}

// keep notes at the calls which members of their outputs are needed.
func (c *chain) keep(outputs []plan.Output) {
	for _, o := range outputs {
		if of := &c.calls[o.Move]; !slices.Contains(of.Keep, o.Path) {
			of.Keep = append(of.Keep, o.Path)
		}
	}
}

func await(a catalog.Await) (*plan.Await, error) {
	if a.Like == nil {
		return nil, nil
	}
	facts, err := resource.Facts(a.Like, a.Facts)
	if err != nil {
		return nil, err
	}
	return &plan.Await{Facts: facts, For: a.For, Seconds: int(a.Most.Seconds())}, nil
}

func call(b awsop.Bound, move, base int) (plan.Call, error) {
	in, err := awsop.Encode(b.Input)
	if err != nil {
		return plan.Call{}, err
	}
	c := plan.Call{Operation: b.Op.Name, Input: in, Move: move, Secrets: b.Secrets}
	for _, o := range b.Outputs {
		o.Move += base
		c.Outputs = append(c.Outputs, o)
	}
	return c, nil
}

// allFacts are the facts of a resource, but for those that cannot be told.
func allFacts(r resource.Resource) (map[string]json.RawMessage, error) {
	if r == nil {
		return nil, nil
	}
	return resource.Facts(r, slices.DeleteFunc(resource.NamesOf(r), func(f string) bool {
		return resource.FactOf(r, f).State() == resource.NotAsked
	}))
}

// leaves narrows what each call leaves to the facts that the whole chain changes, and tells it for the undo calls too:
// taking back a move leaves what the move before it left.
func (c *chain) leaves() error {
	before, err := resource.Facts(c.before, c.changed)
	if err != nil {
		return err
	}
	for i := range c.calls {
		c.calls[i].Leaves = only(c.calls[i].Leaves, c.changed)
	}
	for i := range c.undo {
		if move := c.undo[i].Move; move > 0 {
			c.undo[i].Leaves = c.calls[move-1].Leaves
		} else {
			c.undo[i].Leaves = before
		}
	}
	return nil
}

func only(facts map[string]json.RawMessage, names []string) map[string]json.RawMessage {
	if facts == nil {
		return nil
	}
	out := make(map[string]json.RawMessage, len(names))
	for _, n := range names {
		if f, ok := facts[n]; ok {
			out[n] = f
		}
	}
	return out
}

func join(a, b catalog.Effect) catalog.Effect {
	if a.Irreversible.IsZero() {
		a.Irreversible = b.Irreversible
	}
	if a.Waits.IsZero() {
		a.Waits = b.Waits
	}
	if a.UndoWaits.IsZero() {
		a.UndoWaits = b.UndoWaits
	}
	a.Interrupts = unique(append(a.Interrupts, b.Interrupts...))
	a.Risk = unique(append(a.Risk, b.Risk...))
	a.Cost = a.Cost.Add(b.Cost)
	return a
}

func unique(messages []text.Message) []text.Message {
	var out []text.Message
	for _, m := range messages {
		if !slices.ContainsFunc(out, func(o text.Message) bool { return o.Text == m.Text }) {
			out = append(out, m)
		}
	}
	return out
}

// step writes a chain down. The facts are those that the chain was derived from.
func (c *chain) step(controls []control.ID, facts []string) (plan.Step, error) {
	ref := c.before.Reference()
	s := plan.Step{
		Region: ref.Region, Resource: ref, Controls: controls, Parameters: map[string]json.RawMessage{}, Do: c.calls,
		Undo: c.undo, Interrupts: c.effect.Interrupts, Risk: slices.Concat(managed(c.before), c.effect.Risk),
		Cost: c.effect.Cost, After: []string{},
	}
	if s.Undo == nil {
		s.Undo = []plan.Call{}
	}
	if s.Risk == nil {
		s.Risk = []text.Message{}
	}
	if !c.effect.Irreversible.IsZero() {
		s.Irreversible = &c.effect.Irreversible
	}
	if !c.effect.Waits.IsZero() {
		s.Waits = &c.effect.Waits
	}
	if !c.effect.UndoWaits.IsZero() {
		s.UndoWaits = &c.effect.UndoWaits
	}
	s.Makes = c.makes()
	for _, l := range c.links {
		s.Remediations = append(s.Remediations, l.unit.Name)
		s.Guarded = append(s.Guarded, l.unit.Reads...)
		p, err := catalog.ParamsJSON(l.params)
		if err != nil {
			return s, err
		}
		s.Parameters[l.unit.Name] = p
	}
	slices.Sort(s.Guarded)
	s.Guarded = slices.Compact(s.Guarded)
	return s, c.state(&s, facts)
}

// makes tells what the chain does to the existence of the resource.
func (c *chain) makes() plan.Making {
	was, is := resource.IsMissing(c.before), resource.IsMissing(c.after)
	for _, l := range c.links {
		switch {
		case l.unit.Makes == plan.Creates && was && !is:
			return plan.Creates
		case l.unit.Makes == plan.Deletes && is && !was:
			return plan.Deletes
		}
	}
	return ""
}

// state writes down the facts, the guard and the changes.
func (c *chain) state(s *plan.Step, facts []string) error {
	var err error
	if s.Facts, err = resource.Facts(c.before, facts); err != nil {
		return err
	}
	if s.Guard, err = resource.Digest(c.before, s.Guarded); err != nil {
		return err
	}
	before, err := resource.Facts(c.before, c.changed)
	if err != nil {
		return err
	}
	after, err := resource.Facts(c.after, c.changed)
	if err != nil {
		return err
	}
	for _, name := range c.changed {
		s.Changes = append(s.Changes, plan.Change{Fact: name, Before: before[name], After: after[name]})
	}
	return nil
}
