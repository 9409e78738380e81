package apply

import (
	"bytes"
	"encoding/json"

	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
)

// same tells whether two encoded facts say the same. AWS gives some policies back in other words than they were put.
func same(got, want json.RawMessage) bool {
	if bytes.Equal(got, want) {
		return true
	}
	var a, b resource.Fact[string]
	if a.UnmarshalJSON(got) != nil || b.UnmarshalJSON(want) != nil {
		return false
	}
	x, knownX := a.Get()
	y, knownY := b.Get()
	return knownX && knownY && policy.Same(x, y)
}

// asPlanned tells whether the facts that the step was decided by are still what it was planned on.
func (e *execution) asPlanned(r resource.Resource) (bool, error) {
	now, err := resource.Digest(r, e.step.Guarded)
	if err != nil || now == e.step.Guard {
		return err == nil, err
	}
	for _, name := range e.step.Guarded {
		fact, err := resource.FactOf(r, name).MarshalJSON()
		if err != nil || !same(fact, e.step.Facts[name]) {
			return false, err
		}
	}
	return true, nil
}
