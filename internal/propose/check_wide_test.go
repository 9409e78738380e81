package propose_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
)

// Of steps that create, wait, and take outputs and secrets, everything that decides is derived again.
func TestCheckRefusesWide(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		alter func(maker, taker *plan.Step)
		want  string
	}{
		"what it is for":             {func(m, _ *plan.Step) { m.For = nil }, "House.1"},
		"for somebody unknown":       {func(m, _ *plan.Step) { m.For = []string{"Nobody"} }, `"Nobody"`},
		"for somebody else":          {func(m, _ *plan.Step) { m.For = []string{"AddA"} }, "House.1"},
		"elsewhere, of another":      {func(m, _ *plan.Step) { m.Elsewhere[0].Control = "Toy.1" }, "Toy.1"},
		"elsewhere, of nobody":       {func(m, _ *plan.Step) { m.Elsewhere[0].Control = "Toy.99" }, "Toy.99"},
		"elsewhere, another type":    {func(m, _ *plan.Step) { m.Elsewhere[0].Resource.Type = "Toy::Lamp" }, "House.1"},
		"elsewhere, another account": {func(m, _ *plan.Step) { m.Elsewhere[0].Resource.Account = "444455556666" }, "account"},
		"no making":                  {func(m, _ *plan.Step) { m.Makes = "" }, `"makes"`},
		"another making":             {func(m, _ *plan.Step) { m.Makes = plan.Deletes }, `"makes"`},
		"making what is there":       {func(_, s *plan.Step) { s.Makes = plan.Creates }, `"makes"`},
		"a fact of what is missing":  {func(m, _ *plan.Step) { m.Facts["Wired"] = is("true") }, ""},
		"the order":                  {func(_, s *plan.Step) { s.After = []string{} }, `"after"`},
		"no waiting":                 {func(_, s *plan.Step) { s.Do[1].Await = nil }, `"do"`},
		"a shorter wait":             {func(_, s *plan.Step) { s.Do[1].Await.Seconds = 1 }, `"do"`},
		"another wait":               {func(_, s *plan.Step) { s.Do[1].Await.Facts["Wired"] = is("true") }, `"do"`},
		"other words for a wait":     {func(_, s *plan.Step) { s.Do[1].Await.For.Text = "nothing" }, `"do"`},
		"no output":                  {func(_, s *plan.Step) { s.Do[1].Outputs = nil }, `"do"`},
		"an output of another call":  {func(_, s *plan.Step) { s.Do[1].Outputs[0].Move = 3 }, `"do"`},
		"an output from the plan":    {func(_, s *plan.Step) { s.Do[1].Outputs[0].Value = "x" }, `"do"`},
		"an output into another":     {func(_, s *plan.Step) { s.Do[1].Outputs[0].Into = "KeyId" }, `"do"`},
		"an output of an undo":       {func(_, s *plan.Step) { s.Undo[0].Outputs[0].Value = "x" }, `"undo"`},
		"what is kept":               {func(_, s *plan.Step) { s.Do[0].Keep = nil }, `"do"`},
		"no secret":                  {func(_, s *plan.Step) { s.Do[1].Secrets = nil }, `"do"`},
		"another secret":             {func(_, s *plan.Step) { s.Do[1].Secrets[0].Args["of"] = "y" }, `"do"`},
		"a secret from elsewhere":    {func(_, s *plan.Step) { s.Do[1].Secrets[0].Source = "toy.Other" }, `"do"`},
		"a secret into another":      {func(_, s *plan.Step) { s.Do[1].Secrets[0].Into = "KeyId" }, `"do"`},
		"what is still to be done":   {func(_, s *plan.Step) { s.Waits = nil }, `"waits"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := wide(t)
			p := copied(t, b.make(t))
			c.alter(&p.Steps[0], &p.Steps[1])
			err := propose.Check(b.cat, p)
			if fault.CodeOf(err) != fault.Refused || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to speak of %s", err, c.want)
			}
		})
	}
}

// copied stores a plan and reads it again, so that nothing in it is shared.
func copied(t *testing.T, p *plan.Plan) *plan.Plan {
	t.Helper()
	out, err := plan.Decode([]byte(encode(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A secret is in the plan only by where it is read.
func TestSecretsInAPlan(t *testing.T) {
	t.Parallel()
	got := wide(t).make(t).Steps[1].Do[1].Secrets
	want := plan.Secret{Into: "PolicyName", Source: "toy.Word", Args: map[string]string{"of": "x"}}
	a, errA := json.Marshal(got)
	b, errB := json.Marshal([]plan.Secret{want})
	if errA != nil || errB != nil || string(a) != string(b) {
		t.Errorf("got %s", a)
	}
}

// A step that is for a control on its own resource and on another one says both.
func TestOwnAndElsewhere(t *testing.T) {
	t.Parallel()
	here, there := lampNamed("x").Ref, lampNamed("y").Ref
	s := plan.Step{Resource: here, Controls: []control.ID{"A.1", "A.2", "A.3"}, Elsewhere: []plan.Judged{
		{Control: "A.2", Resource: there}, {Control: "A.3", Resource: there}, {Control: "A.3", Resource: here},
	}}
	var own []control.ID
	for _, id := range []control.ID{"A.1", "A.2", "A.3", "A.4"} {
		if s.Own(id) {
			own = append(own, id)
		}
	}
	if !slices.Equal(own, []control.ID{"A.1", "A.3"}) {
		t.Errorf("its own are %v", own)
	}
}

// What deletes a resource is planned on all of its facts, so that undoing can bring all of them back.
func TestDeletes(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.removing()
	b := s.bench(lampNamed("x"), lampNamed("y"))
	p := b.make(t)
	if len(p.Steps) != 2 || p.Steps[0].Makes != plan.Deletes || len(p.Steps[0].Changes) != 6 {
		t.Fatalf("got %+v", p.Steps)
	}
	for _, c := range p.Steps[0].Changes {
		if strings.Contains(string(c.Before), "not-asked") || string(c.After) != `{"state":"absent"}` {
			t.Errorf("it changes %s from %s to %s", c.Fact, c.Before, c.After)
		}
	}
	run := &plan.Run{ID: "r1", Steps: []plan.RunStep{{Step: "1", State: plan.Verified, Calls: []plan.CallRecord{{Finished: now}}}}}
	u, err := propose.Undo("u1", p, run, nil, now)
	if err != nil || len(u.Steps) != 1 || u.Steps[0].Makes != plan.Creates {
		t.Errorf("undo is %+v, %v", u, err)
	}
	if len(p.Announced) != 0 || *p.Score[0].Now != 0 {
		t.Errorf("announced %v, score %d", p.Announced, *p.Score[0].Now)
	}
}

// Undoing takes what the calls gave from the journal; what was lost is left to be read.
func TestUndoKnowsOutputs(t *testing.T) {
	t.Parallel()
	p := wide(t).make(t)
	calls := func(given map[string]string) []plan.CallRecord {
		var out []plan.CallRecord
		for i := range p.Steps[1].Do {
			out = append(out, plan.CallRecord{Index: i, Finished: now, Outputs: given})
		}
		return out
	}
	for want, given := range map[string]map[string]string{"k1": {"KeyMetadata.KeyId": "k1"}, "": nil} {
		run := &plan.Run{ID: "r1", Steps: []plan.RunStep{{Step: "2", State: plan.Verified, Calls: calls(given)}}}
		u, err := propose.Undo("u1", p, run, nil, now)
		if err != nil || len(u.Steps) != 1 {
			t.Fatalf("got %+v, %v", u, err)
		}
		if got := u.Steps[0].Do[0].Outputs[0].Value; got != want || p.Steps[1].Undo[0].Outputs[0].Value != "" {
			t.Errorf("the undo call takes %q, want %q", got, want)
		}
	}
}
