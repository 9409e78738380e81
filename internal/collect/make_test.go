package collect_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

func facts(v string) map[string]json.RawMessage {
	return map[string]json.RawMessage{"On": json.RawMessage(v), "Brightness": json.RawMessage(v), "Labels": json.RawMessage(v)}
}

// A step that creates puts a resource into the snapshot, and one that deletes takes it out: in the file, too.
func TestSnapshotMakes(t *testing.T) {
	t.Parallel()
	snap, path, _ := saved(t, knownStreet())
	made := ref("Toy::Lamp", ireland, "made")
	step := &plan.Step{Resource: made, Region: ireland, Makes: plan.Creates}
	left := map[string]json.RawMessage{"On": json.RawMessage(`{"state":"known","value":true}`)}
	answer, err := snap.Call(t.Context(), step, &plan.Call{Leaves: left, Keep: []string{"Lamp.Id"}})
	if err != nil || answer.Outputs["Lamp.Id"] == "" {
		t.Fatalf("got %+v, %v: later calls need what it gives", answer, err)
	}
	u := unit(t, madeUp(t), "Toy::Lamp")
	r, err := reopened(t, path).Get(t.Context(), u, made, nil)
	if l, ok := r.(lamp); err != nil || !ok || !l.On.Value() || l.Labels.State() != resource.Absent {
		t.Errorf("got %+v, %v", r, err)
	}
	step.Makes = plan.Deletes
	if _, err := snap.Call(t.Context(), step, &plan.Call{Leaves: facts(`{"state":"absent"}`)}); err != nil {
		t.Fatal(err)
	}
	if _, err := reopened(t, path).Get(t.Context(), u, made, nil); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("it is still there: %v", err)
	}
	step.Makes = ""
	if _, err := snap.Call(t.Context(), step, &plan.Call{Leaves: left}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("what is not there was changed: %v", err)
	}
}

// A resource that stands in the lists of several regions is read once.
func TestListedTwice(t *testing.T) {
	t.Parallel()
	s := fullStreet()
	shared := lampIn(ireland, "shared")
	for _, region := range []string{ireland, tokyo} {
		s.there[place{"Toy::Lamp", region}] = append(s.there[place{"Toy::Lamp", region}], shared)
	}
	cat := madeUp(t)
	res, err := collect.Collect(t.Context(), s, everything(cat), 4)
	if err != nil {
		t.Fatal(err)
	}
	n := len(slices.DeleteFunc(slices.Clone(res.Resources), func(r resource.Resource) bool { return r.Reference() != shared.Ref }))
	if n != 1 {
		t.Errorf("it stands there %d times", n)
	}
}
