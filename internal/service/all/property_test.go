package all_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
)

// How many resources with something to repair each remediation is tried on: with its defaults, and with other parameters.
const (
	enough     = 1000
	enoughElse = 200
)

// variants are parameters besides the defaults that remediations are tried with.
var variants = map[string][]map[string]any{
	"DisablePublicAccessForSecurityGroup": {{"split": true}, {"ports": []int32{22, 23, 3389}, "split": true}},
	"SetIAMPasswordPolicy":                {{"hardExpiry": false}, {"maxPasswordAge": 30}, {"allowUsersToChangePassword": false}},
	"RevokeUnrotatedKeys":                 {{"maxCredentialUsageAge": 45}},
	"RevokeUnusedIAMUserCredentials":      {{"maxCredentialUsageAge": 10}},
	"EnableMultiAZOnRDSInstance":          {{"applyImmediately": false}},
}

// trial is a remediation with parameters, and what it is tried on.
type trial struct {
	cat    *catalog.Catalog
	unit   *catalog.RemediationUnit
	params any
	// enough is how many resources with something to repair it is tried on.
	enough int
	// asked is what a helper is asked for; others are tried on any resource of their type.
	asked []ask
	*sampler
}

// trials runs something with each remediation that changes resources, with several parameters. What bundles promise is
// another matter.
func trials(t *testing.T, run func(t *testing.T, x trial)) {
	t.Helper()
	cat := everything(t)
	for _, u := range cat.Remediations() {
		if u.IsBundle() {
			continue
		}
		for i, set := range append([]map[string]any{nil}, variants[u.Name]...) {
			name := fmt.Sprintf("%s-%d", u.Name, i)
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				params, err := u.Params.With(set)
				if err != nil {
					t.Fatal(err)
				}
				x := trial{cat: cat, unit: u, params: params, enough: enough, sampler: newSampler(t, name)}
				if set != nil {
					x.enough = enoughElse
				}
				if u.Helper {
					x.asked = asks(t)[u.Name]
				}
				if u.Helper && len(x.asked) == 0 {
					t.Fatal("nobody asks for it")
				}
				run(t, x)
			})
		}
	}
}

// each makes resources until enough of them have something to repair, and does something with each.
func (x trial) each(enough int, do func(x trial, r resource.Resource)) {
	x.t.Helper()
	wanting := 0
	for tried := 1; wanting < enough; tried++ {
		one, r := x.sample(tried)
		if one.wants(r) {
			wanting++
		}
		do(one, r)
		if tried == 100*enough {
			x.t.Fatalf("only %d of %d resources have anything to repair (%v): make better samples", wanting, tried, x.unit.Controls)
		}
	}
}

// sample makes a resource; for a helper with what it is asked for, and one that is not there about every third time.
func (x trial) sample(n int) (trial, resource.Resource) {
	u := x.cat.CollectorFor(x.unit)
	if len(x.asked) == 0 {
		return x, x.resource(u, region, n%7)
	}
	q := x.asked[n%len(x.asked)]
	x.params = q.params
	if q.creates && x.one(3) {
		return x, u.Missing(q.ref)
	}
	return x, x.resourceAt(u, q.ref)
}

// wants tells whether there is something to repair: a control that is served fails, or, where none judges the resource by
// itself, something would be done.
func (x trial) wants(r resource.Resource) bool {
	if len(x.alone()) > 0 {
		return len(x.failing(r)) > 0
	}
	return len(x.derive(r).Moves) > 0
}

// alone are the controls that the remediation serves and that look at nothing but the resource.
func (x trial) alone() []control.ID {
	return slices.DeleteFunc(slices.Clone(x.unit.Controls), func(id control.ID) bool {
		c, _ := x.cat.Control(id)
		return c.Joins()
	})
}

// failing are the controls that the remediation serves and that fail on a resource.
func (x trial) failing(r resource.Resource) []control.ID {
	var out []control.ID
	for _, id := range x.alone() {
		if x.judge(id, r).Status == control.Failed {
			out = append(out, id)
		}
	}
	return out
}

func (x trial) judge(id control.ID, r resource.Resource) control.Verdict {
	c, _ := x.cat.Control(id)
	return c.Evaluate(r, c.Params.Defaults, catalogtest.Now)
}

func (x trial) derive(r resource.Resource) catalog.Derived {
	return x.unit.Derive(r, x.params, catalogtest.Now)
}

func (x trial) patch(r, from resource.Resource, facts ...string) resource.Resource {
	x.t.Helper()
	out, err := x.cat.CollectorFor(x.unit).Patch(r, from, facts...)
	if err != nil {
		x.t.Fatal(err)
	}
	return out
}

// TestProperties is what every remediation promises, whatever the resource.
func TestProperties(t *testing.T) {
	t.Parallel()
	trials(t, func(t *testing.T, x trial) {
		var moved, refused int
		inputs := map[string][]json.RawMessage{}
		x.each(x.enough, func(x trial, r resource.Resource) {
			before := show(t, r)
			d := x.derive(r)
			if now := show(t, r); now != before {
				t.Fatalf("deriving changed the resource itself:\n%s\nbecame\n%s", before, now)
			}
			if err := x.promises(r, d); err != nil {
				t.Fatalf("%v\nbefore %s\nafter  %s", err, before, show(t, d.After))
			}
			switch {
			case !d.Refused.IsZero():
				refused++
			case len(d.Moves) > 0:
				if moved++; moved%5 == 0 {
					x.blind(r)
				}
			}
			for _, m := range d.Moves {
				for _, b := range []awsop.Bound{m.Do, m.Undo} {
					if !b.IsZero() && len(inputs[b.Op.Name]) < 20 {
						inputs[b.Op.Name] = append(inputs[b.Op.Name], whole(t, b))
					}
				}
			}
		})
		if moved < x.enough/4 {
			t.Errorf("%d resources were repaired, %d refused: make better samples", moved, refused)
		}
		for _, op := range x.unit.Writes {
			if len(inputs[op.Name]) == 0 {
				t.Errorf("%s is declared and never used", op.Name)
			}
			for _, in := range inputs[op.Name] {
				tryWrite(t, op, in)
			}
		}
	})
}

// whole is the input of a call with something in the place of what is known only when the call is made.
func whole(t *testing.T, b awsop.Bound) json.RawMessage {
	t.Helper()
	values := map[string]string{}
	for _, o := range b.Outputs {
		values[o.Into] = marker
	}
	for _, secret := range b.Secrets {
		values[secret.Into] = marker
	}
	in, err := b.Op.Fill(encoded(t, b.Input), values)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// blind hides each of the facts that decide: nothing may be written then.
func (x trial) blind(r resource.Resource) {
	x.t.Helper()
	for _, name := range x.unit.Reads {
		for _, state := range []string{`{"state":"not-asked"}`, `{"state":"hidden","reason":{"operation":"x.GetX","code":"AccessDenied","message":"no"}}`} {
			hidden := x.withFact(r, name, json.RawMessage(state))
			if d := x.derive(hidden); len(d.Moves) > 0 || d.Refused.IsZero() {
				x.t.Fatalf("with %s %s there are %d moves: %s", name, state, len(d.Moves), show(x.t, r))
			}
		}
	}
}

// withFact is the resource with one fact replaced.
func (x trial) withFact(r resource.Resource, name string, fact json.RawMessage) resource.Resource {
	x.t.Helper()
	with, err := x.cat.CollectorFor(x.unit).With(r.Reference(), map[string]json.RawMessage{name: fact})
	if err != nil {
		x.t.Fatal(err)
	}
	return x.patch(r, with, name)
}

// TestPropertiesNotice leaves something out of edits that keep the promises: each time that must be noticed.
func TestPropertiesNotice(t *testing.T) {
	t.Parallel()
	trials(t, func(t *testing.T, x trial) {
		left := 0
		x.each(x.enough/10, func(x trial, r resource.Resource) {
			d := x.derive(r)
			if len(d.Moves) == 0 {
				return
			}
			for _, after := range x.omissions(r, d.After) {
				left++
				e := d
				e.After = after
				if x.promises(r, e) == nil {
					t.Fatalf("nobody notices a change that was left out:\nbefore %s\nwhole  %s\nless   %s", show(t, r), show(t, d.After), show(t, after))
				}
			}
			for what, e := range spoilt(r, d) {
				if x.promises(r, e) == nil {
					t.Fatalf("nobody notices %s", what)
				}
			}
		})
		if left == 0 {
			t.Error("no change was left out")
		}
	})
}

// omissions are the resource after an edit with one change left out: a whole fact, or one element of a list.
func (x trial) omissions(before, after resource.Resource) []resource.Resource {
	var out []resource.Resource
	for _, name := range resource.Differing(before, after, resource.NamesOf(before)) {
		if madeUp(after, name) || !x.matters(before, after, name) {
			continue
		}
		out = append(out, x.patch(after, before, name))
		was, is := elements(x.t, before, name), elements(x.t, after, name)
		for _, e := range was {
			if slices.ContainsFunc(is, func(o json.RawMessage) bool { return bytes.Equal(o, e) }) {
				continue
			}
			list, err := json.Marshal(append([]json.RawMessage{e}, is...))
			if err != nil {
				x.t.Fatal(err)
			}
			out = append(out, x.withFact(after, name, json.RawMessage(`{"state":"known","value":`+string(list)+`}`)))
		}
	}
	return out
}

// elements are those of a fact that is a known list.
func elements(t testing.TB, r resource.Resource, name string) []json.RawMessage {
	t.Helper()
	b, err := resource.FactOf(r, name).MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Value json.RawMessage }
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	var list []json.RawMessage
	if json.Unmarshal(f.Value, &list) != nil {
		return nil // no list
	}
	return list
}

// spoilt are edits with mistakes in them.
func spoilt(before resource.Resource, d catalog.Derived) map[string]catalog.Derived {
	with := func(change func(moves []catalog.Move) []catalog.Move) catalog.Derived {
		e := d
		e.Moves = change(slices.Clone(d.Moves))
		return e
	}
	all := map[string]catalog.Derived{
		"an edit without moves": with(func([]catalog.Move) []catalog.Move { return nil }),
		"a call made twice":     with(func(m []catalog.Move) []catalog.Move { return append(m, m[0]) }),
		"a move without a call": with(func(m []catalog.Move) []catalog.Move { m[0].Do = awsop.Bound{}; return m }),
		"an operation that is not declared": with(func(m []catalog.Move) []catalog.Move {
			other := *m[0].Do.Op
			m[0].Do.Op = &other
			return m
		}),
		"a last move with a state of its own": with(func(m []catalog.Move) []catalog.Move { m[len(m)-1].Leaves = before; return m }),
	}
	refusing := d
	refusing.Refused.Text = "no"
	all["a refusal with moves"] = refusing
	if d.Irreversible.IsZero() {
		all["a call without a way back"] = with(func(m []catalog.Move) []catalog.Move { m[0].Undo = awsop.Bound{}; return m })
	}
	return all
}

func show(t testing.TB, r resource.Resource) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
