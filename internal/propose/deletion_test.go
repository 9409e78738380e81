package propose_test

import (
	"slices"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// discarding declares a remediation that deletes lamps, with a bundle of lamps that asks for it.
func (s *toys) discarding(serves control.ID) {
	why := s.say("DiscardLamp/why")
	catalog.Remediation(s.Service, catalog.RemediationSpec[lamp, catalog.None]{
		Name: "DiscardLamp", Summary: s.say("DiscardLamp/summary"), Reads: []string{"On", "Labels"}, Makes: plan.Deletes, Helper: true, OneWay: true,
		Plan: func(l lamp, _ catalog.None, _ time.Time) catalog.Edit[lamp] {
			after := l
			resource.Vanish(&after, resource.NamesOf(l)...)
			return catalog.Edit[lamp]{After: after, Moves: []catalog.Move{{Do: s.write(l, after)}}, Effect: catalog.Effect{Irreversible: why.With()}}
		},
	})
	catalog.Bundle(s.Service, catalog.BundleSpec[lamp, catalog.None]{
		Name: "Discard", Summary: s.say("Discard/summary"), Controls: []control.ID{serves},
		Plan: func(l lamp, _ catalog.World, _ catalog.None, _ time.Time) catalog.Bundled {
			return catalog.Bundled{Requests: asks("DiscardLamp", l.Name)}
		},
	})
}

// What a resource needs as long as it is there comes before it is deleted, and neither swallows the other: the deletion
// needs a word of its own, and may never get it.
func TestDeletionStandsAlone(t *testing.T) {
	t.Parallel()
	s := newToys(t)
	s.control("Toy.1", control.Critical, isOn, "On")
	s.control("Toy.2", control.Low, func(l lamp) bool { return len(l.Labels.Value()) > 0 }, "Labels")
	s.chained("Light", []control.ID{"Toy.1"}, turnOn, nil)
	s.discarding("Toy.2")
	p := s.bench(lampNamed("x")).make(t)
	if got := steps(p); !slices.Equal(got, []string{"Light x", "DiscardLamp x"}) {
		t.Fatalf("steps %v, left %v", got, left(t, p))
	}
	if p.Steps[0].Irreversible != nil || p.Steps[1].Irreversible == nil || p.Steps[1].Makes != plan.Deletes {
		t.Errorf("irreversible %v, %v", p.Steps[0].Irreversible, p.Steps[1].Irreversible)
	}
	if string(p.Steps[1].Facts["On"]) != string(is("true")) || !slices.Equal(p.Steps[1].After, []string{"1"}) {
		t.Errorf("the deletion is planned on %s, after %v", p.Steps[1].Facts["On"], p.Steps[1].After)
	}
}

// Of a step without a way back for some of it, undoing promises only what its calls bring back.
func TestUndoOfWhatHasAWayBack(t *testing.T) {
	t.Parallel()
	p := staged(t)
	why := text.Message{Key: "gone", Text: "gone for good"}
	st := &p.Steps[0]
	st.Irreversible = &why
	st.Undo = slices.DeleteFunc(st.Undo, func(c plan.Call) bool { return c.Move != 1 }) // brightness alone
	done := []plan.CallRecord{}
	for i := range st.Do {
		done = append(done, plan.CallRecord{Index: i, Started: now, Finished: now})
	}
	u := undo(t, p, &plan.Run{ID: "r1", Steps: []plan.RunStep{{Step: "1", State: plan.Verified, Calls: done}}})
	if len(u.Steps) != 1 {
		t.Fatalf("steps %v, left %v", steps(u), left(t, u))
	}
	got := u.Steps[0]
	if !slices.Equal(got.Changed(), []string{"Brightness"}) || !slices.Equal(got.Guarded, []string{"Brightness"}) || len(got.Do) != 1 {
		t.Errorf("changes %v, guarded by %v, %d calls", got.Changed(), got.Guarded, len(got.Do))
	}
	if len(got.Do[0].Leaves) != 1 {
		t.Errorf("it leaves %v", got.Do[0].Leaves)
	}
}
