package catalog

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// Move is a call and the call that takes it back. Undo is the zero value where there is no way back.
type Move struct {
	Do, Undo awsop.Bound
	// Leaves is the resource once Do is done, so that a run that was cut off can see how far it came. Nil after the last
	// move, where it is the edit's After, and where it cannot be told.
	Leaves resource.Resource
	// Await is what the resource must be like before Do is called; its zero value waits for nothing.
	Await Await
}

// Await is facts that a call waits for.
type Await struct {
	// Like is the resource as it must be, as far as the facts named in Facts go.
	Like  resource.Resource
	Facts []string
	// For says what is waited for, and Most how long at most; after that the step is left pending.
	For  text.Message
	Most time.Duration
}

// Edit is what a remediation does to one resource.
type Edit[T resource.Resource] struct {
	// After is the resource as it shall be. A fact that was not asked for in it is one that AWS will make up.
	After T
	// Moves are the calls that bring it there, in order; undoing goes backwards.
	Moves []Move
	// First are other resources that must be as another remediation makes them before.
	First []Request
	// Behind are resources whose steps, if there are any, come first.
	Behind []resource.Ref
	Effect
}

// Request asks for what another remediation makes of a resource.
type Request struct {
	// Remediation is its name.
	Remediation string
	On          resource.Ref
	// With are the parameters, by their JSON names.
	With map[string]any
	// For are the controls that it is asked for, nil for all that the asker serves.
	For []control.ID
}

// Effect is what a person wants to know of an edit before approving it.
type Effect struct {
	// Irreversible says why there is no way back, zero where there is one.
	Irreversible text.Message
	// Interrupts says which use that is going on will be cut off.
	Interrupts []text.Message
	// Risk says who may notice or lose access.
	Risk []text.Message
	Cost plan.Cost
	// Waits says what AWS or a person still has to do when the calls have been made, zero where nothing is.
	Waits text.Message
	// UndoWaits says the same of the calls that undo it.
	UndoWaits text.Message
	// Refused says why nothing can be done here, for a person to decide; After and Moves then do not matter.
	Refused text.Message
}

// RemediationSpec declares a remediation of resources of type T with parameters of type P.
type RemediationSpec[T resource.Resource, P any] struct {
	// Name is the established runbook's name without prefix.
	Name string
	// Own tells that there is no such runbook: then there are no other names under which it is known.
	Own bool
	// File is the file's stem: "enable_key_rotation" of remediation_enable_key_rotation.go.
	File string
	// Summary says in a sentence what it does.
	Summary  text.Template
	Controls []control.ID
	// Reads names the facts that decide what is done; the guard is over them. None of them is volatile.
	Reads []string
	// Looks names facts that only tell about risk, cost and interruption.
	Looks    []string
	Defaults P
	Writes   []*awsop.Op
	// OneWay tells that what it does cannot be undone, or not always; its edits then say why.
	OneWay bool
	// Makes tells that it creates resources, or deletes them. Plan of one that creates may get a resource of which all
	// facts are absent: one that is not there. After of one that deletes has all facts absent.
	Makes plan.Making
	// Helper tells that it serves no control by itself: other remediations ask for it.
	Helper bool
	// Wait is how long the change may take to show; zero means a few minutes.
	Wait time.Duration
	// Plan is pure. It gets a deep copy, of which all facts in Reads are known or absent; those in Looks may be hidden.
	// A resource that is as it shall be already comes back without moves.
	Plan func(r T, p P, now time.Time) Edit[T]
}

// RemediationUnit is a remediation without its types.
type RemediationUnit struct {
	Service  string
	Name     string
	Own      bool
	File     string
	Summary  text.Template
	Controls []control.ID
	Reads    []string
	Looks    []string
	Writes   []*awsop.Op
	// Reversible tells that every edit can be undone.
	Reversible bool
	Makes      plan.Making
	Helper     bool
	Wait       time.Duration
	// Needs is what a bundle looks at; see [Bundle].
	Needs []Need
	// Go is the Go type of the resources it changes.
	Go     reflect.Type
	Params Params

	derive func(r resource.Resource, params any, now time.Time) Derived
	bundle func(r resource.Resource, w World, params any, now time.Time) Bundled
}

// Derived is an [Edit] without its type.
type Derived struct {
	After  resource.Resource
	Moves  []Move
	First  []Request
	Behind []resource.Ref
	Effect
}

// Remediation declares a remediation.
func Remediation[T resource.Resource, P any](s *Service, spec RemediationSpec[T, P]) *RemediationUnit {
	u := &RemediationUnit{
		Service: s.Name, Name: spec.Name, Own: spec.Own, File: spec.File, Summary: spec.Summary, Controls: spec.Controls,
		Reads: spec.Reads, Looks: spec.Looks, Writes: spec.Writes, Reversible: !spec.OneWay,
		Makes: spec.Makes, Helper: spec.Helper, Wait: spec.Wait, Go: reflect.TypeFor[T](), Params: paramsOf(spec.Defaults),
	}
	u.derive = func(r resource.Resource, params any, now time.Time) Derived {
		e := spec.Plan(resource.Clone(must[T](r)), must[P](params), now)
		return Derived{After: e.After, Moves: e.Moves, First: e.First, Behind: e.Behind, Effect: e.Effect}
	}
	s.remediations = append(s.remediations, u)
	return u
}

// Derive works out what to do with a resource; it does nothing. The parameters are those of [RemediationUnit.Params].
// Facts that decide and are not known lead to a refusal: nothing is ever written on a guess.
func (u *RemediationUnit) Derive(r resource.Resource, params any, now time.Time) Derived {
	for _, name := range u.Reads {
		if v, no := unsure(resource.FactOf(r, name), name); no {
			return Derived{After: r, Effect: Effect{Refused: v.Reason}}
		}
	}
	return u.derive(r, params, now)
}

// Facts are all facts that planning wants to have.
func (u *RemediationUnit) Facts() []string {
	return slices.Concat(u.Reads, u.Looks)
}

// Aliases are the names under which the runbook is known elsewhere; none where there is no such runbook.
func (u *RemediationUnit) Aliases() []string {
	out := []string{}
	for _, prefix := range prefixes {
		if u.Own {
			break
		}
		out = append(out, prefix+u.Name)
	}
	return out
}

var prefixes = []string{"SHARR-", "ASR-", "AWS-", "AWSConfigRemediation-"}

// bareName takes a known prefix off a remediation's name and folds its case.
func bareName(name string) string {
	name = strings.ToLower(name)
	for _, prefix := range prefixes {
		name = strings.TrimPrefix(name, strings.ToLower(prefix))
	}
	return name
}

// ParamsJSON encodes parameters for a plan.
func ParamsJSON(params any) (json.RawMessage, error) {
	b, err := json.Marshal(params)
	if err != nil {
		return nil, fmt.Errorf("encode parameters: %w", err)
	}
	return b, nil
}

// Decode reads parameters that [ParamsJSON] wrote.
func (p Params) Decode(data json.RawMessage) (any, error) {
	var set map[string]any
	if err := json.Unmarshal(data, &set); err != nil {
		return nil, fmt.Errorf("decode parameters: %w", err)
	}
	return p.With(set)
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
