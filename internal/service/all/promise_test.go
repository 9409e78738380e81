package all_test

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// promises holds a derived edit against all that a remediation promises.
func (x trial) promises(before resource.Resource, d catalog.Derived) error {
	for _, name := range x.unit.Reads {
		if s := resource.FactOf(before, name).State(); (s == resource.Hidden || s == resource.NotAsked) && d.Refused.IsZero() {
			return fmt.Errorf("it plans with %s %s", name, s)
		}
	}
	if !d.Refused.IsZero() {
		if len(d.Moves) > 0 {
			return fmt.Errorf("it refuses (%s) and has %d moves", d.Refused, len(d.Moves))
		}
		return nil
	}
	changed := resource.Differing(before, d.After, resource.NamesOf(before))
	switch {
	case d.After.Reference() != before.Reference():
		return fmt.Errorf("the resource became %s", d.After.Reference())
	case (len(changed) > 0) != (len(d.Moves) > 0):
		return fmt.Errorf("%d moves change %v", len(d.Moves), changed)
	}
	if err := x.passes(before, d.After); err != nil {
		return err
	}
	if err := x.changes(before, d.After, changed); err != nil {
		return err
	}
	if back := x.patch(d.After, before, changed...); len(resource.Differing(back, before, resource.NamesOf(before))) > 0 {
		return fmt.Errorf("with the facts before, the original is not back")
	}
	if again := x.derive(x.settled(before, d.After)); len(again.Moves) > 0 || !again.Refused.IsZero() {
		return fmt.Errorf("planning again yields %d moves (refused: %s)", len(again.Moves), again.Refused)
	}
	return x.moves(before, d)
}

// changes holds that what changes is what the guard is over, and that nothing is lost of it; of a resource that comes to
// be, that it is as it should be.
func (x trial) changes(before, after resource.Resource, changed []string) error {
	switch {
	case x.makes(before, after) == plan.Creates:
		return x.wellMade(after)
	case x.makes(before, after) == plan.Deletes:
		return nil
	}
	for _, name := range changed {
		if !slices.Contains(x.unit.Reads, name) && !madeUp(after, name) {
			return fmt.Errorf("it changes %s, which it does not guard", name)
		}
		if keep, ok := keeps[x.unit.Go.String()+"."+name]; ok {
			if err := keep(x.unit, before, after); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// madeUp tells whether AWS will make a fact up, such as an id.
func madeUp(after resource.Resource, name string) bool {
	return resource.FactOf(after, name).State() == resource.NotAsked
}

// passes holds that what failed and is served passes, and that nothing of it fails which did not before.
func (x trial) passes(before, after resource.Resource) error {
	failed := x.failing(before)
	for _, id := range x.alone() {
		c, _ := x.cat.Control(id)
		_, unsure := catalog.Unsure(after, c.ReadsOf(x.cat.CollectorFor(x.unit))...)
		v := x.judge(id, after)
		switch {
		case v.Status == control.Failed:
			return fmt.Errorf("%s fails: %s", id, v.Reason)
		case slices.Contains(failed, id) && v.Status != control.Passed && !unsure:
			return fmt.Errorf("%s is %s: %s", id, v.Status, v.Reason)
		}
	}
	return nil
}

// moves holds that each move is a declared call that can be stored, reviewed and taken back.
func (x trial) moves(before resource.Resource, d catalog.Derived) error {
	again := x.derive(before)
	seen := map[string]bool{}
	for i, m := range d.Moves {
		do, err := x.call(m.Do)
		if err != nil {
			return err
		}
		if seen[m.Do.Op.Name+do] {
			return fmt.Errorf("%s is called twice with %s", m.Do.Op.Name, do)
		}
		seen[m.Do.Op.Name+do] = true
		if same, err := x.call(again.Moves[i].Do); err != nil || same != do {
			return fmt.Errorf("derived twice: %s and %s (%w)", do, same, err)
		}
		if err := x.wayBack(d, m, i > 0 && x.makes(before, d.After) == plan.Creates); err != nil {
			return err
		}
		if err := x.leaves(before, d, i); err != nil {
			return err
		}
	}
	return nil
}

// wayBack holds that a move can be taken back, or that the edit says why it cannot. Taking back the call that makes a
// resource takes back the further ones.
func (x trial) wayBack(d catalog.Derived, m catalog.Move, further bool) error {
	switch {
	case m.Undo.IsZero() && d.Irreversible.IsZero() && !further:
		return fmt.Errorf("%s has no way back, and nothing says why", m.Do.Op.Name)
	case !d.Irreversible.IsZero() && x.unit.Reversible:
		return fmt.Errorf("%s has no way back, the remediation is declared with one", m.Do.Op.Name)
	case !d.Irreversible.IsZero() && !m.Undo.IsZero():
		return fmt.Errorf("%s has a way back and says that there is none", m.Do.Op.Name)
	case !m.Undo.IsZero():
		_, err := x.call(m.Undo)
		return err
	}
	return nil
}

// leaves holds what a move leaves, waits for and takes from earlier ones.
func (x trial) leaves(before resource.Resource, d catalog.Derived, i int) error {
	m, last := d.Moves[i], i == len(d.Moves)-1
	done := m.Leaves != nil && len(resource.Differing(m.Leaves, d.After, resource.NamesOf(before))) == 0
	switch {
	case last && m.Leaves != nil && !done:
		return fmt.Errorf("the last move says what it leaves besides the edit's After")
	case !last && done:
		return fmt.Errorf("%s leaves all done before the last move", m.Do.Op.Name)
	}
	if m.Await.Like != nil {
		if v, no := catalog.Unsure(m.Await.Like, m.Await.Facts...); no || len(m.Await.Facts) == 0 || m.Await.For.IsZero() {
			return fmt.Errorf("%s waits for %v, which is nothing to wait for (%s)", m.Do.Op.Name, m.Await.Facts, v.Reason)
		}
	}
	for _, o := range m.Do.Outputs {
		if o.Move >= i && o.Fact == "" {
			return fmt.Errorf("%s takes an output of a later call", m.Do.Op.Name)
		}
	}
	if last || m.Leaves == nil || x.makes(before, d.After) != plan.Creates {
		return nil
	}
	half := x.derive(x.settled(before, m.Leaves))
	if !half.Refused.IsZero() || len(half.Moves) == 0 || len(resource.Differing(half.After, d.After, x.unit.Reads)) > 0 {
		return fmt.Errorf("what %s leaves when the run is cut off is not made good (%d moves, refused: %s)", m.Do.Op.Name, len(half.Moves), half.Refused)
	}
	return nil
}

// call encodes a call; what is decoded strictly must give the same bytes.
func (x trial) call(b awsop.Bound) (string, error) {
	if b.IsZero() {
		return "", fmt.Errorf("a move without a call")
	}
	if !slices.Contains(x.unit.Writes, b.Op) {
		return "", fmt.Errorf("%s is not declared", b.Op.Name)
	}
	in, err := awsop.Encode(b.Input)
	if err != nil {
		return "", err
	}
	decoded, err := b.Op.Decode(in)
	if err != nil {
		return "", err
	}
	again, err := awsop.Encode(decoded)
	if err != nil || !bytes.Equal(in, again) {
		return "", fmt.Errorf("%s: %s comes back as %s (%w)", b.Op.Name, in, again, err)
	}
	if reflect.TypeOf(decoded) != reflect.TypeOf(b.Input) {
		return "", fmt.Errorf("%s is bound to a %T", b.Op.Name, b.Input)
	}
	return string(in), nil
}
