package propose_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/propose"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// applied is a run of a plan in which all calls were made, and everything was seen to be as planned.
func applied(p *plan.Plan) *plan.Run {
	run := &plan.Run{ID: "r1", Plan: p.ID, Account: p.Account}
	for _, s := range p.Steps {
		rs := plan.RunStep{Step: s.ID, State: plan.Verified, Observed: map[string]json.RawMessage{}}
		for i, c := range s.Do {
			rs.Calls = append(rs.Calls, plan.CallRecord{Index: i, Operation: c.Operation, Started: now, Finished: now})
		}
		for _, c := range s.Changes {
			rs.Observed[c.Fact] = c.After
		}
		run.Steps = append(run.Steps, rs)
	}
	return run
}

func undo(t *testing.T, p *plan.Plan, run *plan.Run, earlier ...plan.Run) *plan.Plan {
	t.Helper()
	u, err := propose.Undo("u1", p, run, earlier, now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestUndo(t *testing.T) {
	t.Parallel()
	_, p := mixed(t)
	u := undo(t, p, applied(p))
	if u.Schema != plan.Schema || u.ID != "u1" || u.UndoOf != "r1" || u.Account != account || u.Scan != p.Scan || !u.Created.Equal(now.Add(time.Hour)) {
		t.Errorf("got %+v", u)
	}
	// The other way round; what cannot be undone is left with the reason.
	if got := steps(u); !slices.Equal(got, []string{"AddA+AddB x", "LightLamp x"}) {
		t.Fatalf("steps %v", got)
	}
	if got := left(t, u); len(got) != 1 || got["x"] != "step 1 cannot be undone: C/gone" {
		t.Errorf("left %v", got)
	}
	for i, id := range []string{"3", "2"} {
		s, was := u.Steps[i], p.Find(id)
		if s.ID != id || s.Resource != was.Resource || s.Region != was.Region || !slices.Equal(s.Controls, was.Controls) {
			t.Errorf("got %+v, want the inverse of %+v", s, was)
		}
		if diff := cmp.Diff(was.Undo, s.Do) + cmp.Diff(was.Do, s.Undo); diff != "" {
			t.Errorf("calls of step %s:\n%s", id, diff)
		}
		// Guarded only by what it changes: LightLamp looked at Wired too.
		if want := was.Changed(); !slices.Equal(s.Guarded, want) || len(s.Facts) != len(want) {
			t.Errorf("step %s is guarded by %v, keeps %s", id, s.Guarded, s.Facts)
		}
		for j, c := range s.Changes {
			if o := was.Changes[j]; c.Fact != o.Fact || string(c.Before) != string(o.After) || string(c.After) != string(o.Before) {
				t.Errorf("step %s changes %s from %s to %s", id, c.Fact, c.Before, c.After)
			}
		}
		if want, err := resource.DigestOf(s.Facts, s.Guarded); err != nil || s.Guard != want {
			t.Errorf("guard %s, want %s, %v", s.Guard, want, err)
		}
	}
	if _, err := plan.Decode([]byte(encode(t, u))); err != nil {
		t.Errorf("it does not survive storing: %v", err)
	}
}

// What came first is undone last.
func TestUndoOrder(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.Critical, isOn, "On")
	s.control("Toy.2", control.Low, func(l lamp) bool { return l.Wired.Value() }, "Wired")
	s.remediation(edit{name: "ConnectLamp", serves: []control.ID{"Toy.2"}, reads: []string{"Wired"}, stages: []func(*lamp){func(l *lamp) { l.Wired = resource.Is(true) }}})
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On", "Wired"}, stages: []func(*lamp){turnOn}})
	p := s.bench(lampNamed("x")).make(t)
	u := undo(t, p, applied(p))
	if got := steps(u); !slices.Equal(got, []string{"LightLamp x", "ConnectLamp x"}) {
		t.Fatalf("steps %v", got)
	}
	if !slices.Equal(u.Steps[1].After, []string{"2"}) || len(u.Steps[0].After) > 0 {
		t.Errorf("after %v and %v", u.Steps[0].After, u.Steps[1].After)
	}
	// Of a run in which the first one did not change anything, only the second is undone, and waits for nobody.
	run := applied(p)
	run.Steps[1].Calls = nil
	u = undo(t, p, run)
	if !slices.Equal(steps(u), []string{"ConnectLamp x"}) || len(u.Steps[0].After) > 0 || left(t, u)["x"] != "step 2 changed nothing" {
		t.Errorf("steps %v, after %v, left %v", steps(u), u.Steps[0].After, left(t, u))
	}
}

// What was seen after the run is what undoing is guarded by, not what was planned.
func TestUndoOfWhatWasSeen(t *testing.T) {
	t.Parallel()
	p := switched(t).bench(lampNamed("x")).make(t)
	run := applied(p)
	seen := json.RawMessage(`{"state":"absent"}`)
	run.Steps[0].Observed["On"] = seen
	got := undo(t, p, run).Steps[0]
	if string(got.Facts["On"]) != string(seen) || string(got.Changes[0].Before) != string(seen) || string(got.Changes[0].After) != string(is("false")) {
		t.Errorf("facts %s, changes %+v", got.Facts, got.Changes)
	}
	if want, err := resource.DigestOf(map[string]json.RawMessage{"On": seen}, []string{"On"}); err != nil || got.Guard != want {
		t.Errorf("guard %s, want %s", got.Guard, want)
	}
	// Without having been seen again, it is taken to be as planned.
	run.Steps[0].Observed = nil
	if got := undo(t, p, run).Steps[0]; string(got.Facts["On"]) != string(is("true")) {
		t.Errorf("facts %s", got.Facts)
	}
}

// staged is a plan with one step of three calls, each of which changes a fact of its own.
func staged(t *testing.T) *plan.Plan {
	t.Helper()
	s := newToys(t)
	s.control("Toy.1", control.High, isOn, "On")
	s.remediation(edit{name: "LightLamp", serves: []control.ID{"Toy.1"}, reads: []string{"On", "Brightness", "Wired"}, stages: []func(*lamp){
		func(l *lamp) { l.Wired = resource.Is(true) },
		func(l *lamp) { l.Brightness = resource.Is(10) },
		turnOn,
	}})
	return s.bench(lampNamed("x")).make(t)
}

// A step that came to its half is taken back as far as it came.
func TestUndoOfHalfAStep(t *testing.T) {
	t.Parallel()
	call := func(i int, finished time.Time, fault string) plan.CallRecord {
		return plan.CallRecord{Index: i, Started: now, Finished: finished, Error: fault}
	}
	const failed = "AccessDenied"
	for name, c := range map[string]struct {
		calls []plan.CallRecord
		moves []int // in the order in which they are undone
		wired string
		on    string
	}{
		"one call":                       {[]plan.CallRecord{call(0, now, "")}, []int{0}, "true", "false"},
		"the second one failed":          {[]plan.CallRecord{call(0, now, ""), call(1, now, failed)}, []int{0}, "true", "false"},
		"the second one, second attempt": {[]plan.CallRecord{call(0, now, ""), call(1, now, failed), call(1, now, "")}, []int{1, 0}, "true", "false"},
		"nobody knows of the second one": {[]plan.CallRecord{call(0, now, ""), call(1, time.Time{}, "")}, []int{1, 0}, "true", "false"},
		"repeated after a kill":          {[]plan.CallRecord{call(0, time.Time{}, ""), call(0, now, "")}, []int{0}, "true", "false"},
		"all":                            {[]plan.CallRecord{call(0, now, ""), call(1, now, ""), call(2, now, "")}, []int{2, 1, 0}, "true", "true"},
		"none":                           {nil, nil, "", ""},
		"all failed":                     {[]plan.CallRecord{call(0, now, failed)}, nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := staged(t)
			run := &plan.Run{ID: "r1", Steps: []plan.RunStep{{Step: "1", State: plan.Failed, Calls: c.calls}}}
			u := undo(t, p, run)
			if len(c.moves) == 0 {
				if len(u.Steps) > 0 || left(t, u)["x"] != "step 1 changed nothing" {
					t.Errorf("steps %v, left %v", steps(u), left(t, u))
				}
				return
			}
			got := u.Steps[0]
			var moves []int
			for _, d := range got.Do {
				moves = append(moves, d.Move)
			}
			if !slices.Equal(moves, c.moves) || len(got.Undo) != len(got.Do) {
				t.Errorf("undoes the moves %v, %d calls the other way", moves, len(got.Undo))
			}
			if string(got.Facts["Wired"]) != string(is(c.wired)) || string(got.Facts["On"]) != string(is(c.on)) {
				t.Errorf("it is guarded by %s", got.Facts)
			}
		})
	}
}

func TestUndoTwice(t *testing.T) {
	t.Parallel()
	p := switched(t).bench(lampNamed("x"), lampNamed("y")).make(t)
	run := applied(p)
	earlier := func(states ...plan.State) plan.Run {
		var out plan.Run
		for i, s := range states {
			out.Steps = append(out.Steps, plan.RunStep{Step: p.Steps[i].ID, State: s})
		}
		return out
	}
	for name, c := range map[string]struct {
		earlier []plan.Run
		want    []string
	}{
		"never":                  {nil, []string{"LightLamp y", "LightLamp x"}},
		"undone":                 {[]plan.Run{earlier(plan.Undone)}, []string{"LightLamp y"}},
		"was so already":         {[]plan.Run{earlier(plan.AlreadySo)}, []string{"LightLamp y"}},
		"tried without success":  {[]plan.Run{earlier(plan.Failed, plan.Drifted), earlier(plan.Skipped, plan.Pending)}, []string{"LightLamp y", "LightLamp x"}},
		"in two runs, each half": {[]plan.Run{earlier(plan.Drifted, plan.Undone), earlier(plan.Undone)}, nil},
	} {
		u := undo(t, p, run, c.earlier...)
		if got := steps(u); !slices.Equal(got, c.want) {
			t.Errorf("%s: steps %v, want %v", name, got, c.want)
		}
		for _, l := range u.Left {
			if l.Why.Key != "undo/twice" || l.Why.Args["step"] == "" {
				t.Errorf("%s: left because %v", name, l.Why)
			}
		}
	}
}

// A run of another release may name steps that the plan has not.
func TestUndoOfAnUnknownStep(t *testing.T) {
	t.Parallel()
	p := switched(t).bench(lampNamed("x")).make(t)
	run := applied(p)
	run.Steps[0].Step = "7"
	if u := undo(t, p, run); len(u.Steps)+len(u.Left) > 0 {
		t.Errorf("steps %v, left %v", steps(u), u.Left)
	}
}

func TestUndoOffline(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.labelling("Toy.1", "AddA", "a", catalog.Effect{Risk: []text.Message{s.say("A/risk").With()}})
	b := s.bench(lampNamed("x"))
	b.scan.Offline = true
	p := b.make(t)
	if u := undo(t, p, applied(p)); !p.Offline || !u.Offline || len(u.Steps[0].Risk) > 0 || u.Steps[0].Cost.Monthly != 0 {
		t.Errorf("got %+v", u)
	}
}

// What taking a step back waits for is what its undoing waits for, and nothing else is.
func TestUndoWaits(t *testing.T) {
	t.Parallel()
	_, p := mixed(t)
	p.Find("2").Waits, p.Find("2").UndoWaits = &text.Message{Text: "to be done"}, &text.Message{Text: "to be undone"}
	p.Find("3").Waits = &text.Message{Text: "to be done"}
	for _, s := range undo(t, p, applied(p)).Steps {
		if s.UndoWaits != nil || (s.Waits != nil) != (s.ID == "2") || (s.Waits != nil && s.Waits.Text != "to be undone") {
			t.Errorf("undoing step %s waits for %v, its undo for %v", s.ID, s.Waits, s.UndoWaits)
		}
	}
}
