// Package plan has the plan as data: steps of AWS API calls with before, after, cost, risk and undo; and the record of
// what a run did with it. Making plans is package propose's business, carrying them out package apply's.
package plan

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// Schema is the version of the plan's JSON.
const Schema = "manten.plan/1"

// Plan is what shall be done to one account. It is stored as the bytes of [Encode] and never changed.
type Plan struct {
	Schema string `json:"schema"`
	// ID names the plan in later commands.
	ID      string `json:"id"`
	Account string `json:"account"`
	// Scan is the scan that the plan comes from. It is empty in the plan of an undo, and in one that was made
	// for findings of Security Hub without a scan.
	Scan string `json:"scan"`
	// ScanFinished is when that scan ended.
	ScanFinished time.Time `json:"scan_finished,omitzero"`
	// Regions are those of the scan: what spans resources is looked for in them.
	Regions []string `json:"regions,omitempty"`
	// Created is when the plan was made; ages are reckoned from it.
	Created time.Time `json:"created"`
	// Offline marks a plan on a snapshot; it can only be applied to a snapshot.
	Offline bool `json:"offline,omitempty"`
	// UndoOf is the run that this plan undoes, empty in other plans.
	UndoOf string `json:"undo_of,omitempty"`
	// Score is the score now and as predicted after the plan.
	Score []ScoreChange `json:"score"`
	// Announced are controls that the plan itself is known to make fail.
	Announced []Announced `json:"announced"`
	// Notes are what a person wants to know of the plan as a whole.
	Notes []text.Message `json:"notes,omitempty"`
	Steps []Step         `json:"steps"`
	// Left is what the plan leaves alone, with the reason.
	Left []Left `json:"left"`
}

// ScoreChange is a standard's score before and after, nil where nothing counts.
type ScoreChange struct {
	Standard standard.Name `json:"standard"`
	// Now is in whole percent.
	Now *int `json:"now"`
	// After is as predicted, in whole percent.
	After *int `json:"after"`
}

// Announced is a control that will newly fail on a resource when the plan has been applied.
type Announced struct {
	Control  control.ID `json:"control"`
	Resource string     `json:"resource"`
	// Why is what the control will say.
	Why text.Message `json:"why"`
}

// Left is a finding that the plan does nothing about: one that fails, or one that was brought in and leads to nothing.
type Left struct {
	Control  control.ID   `json:"control"`
	Resource string       `json:"resource"`
	Region   string       `json:"region"`
	Why      text.Message `json:"why"`
}

// Step changes one resource. All its calls belong together: it is approved, applied and undone as one.
type Step struct {
	// ID names the step within its plan: "1", "2", …
	ID       string       `json:"id"`
	Region   string       `json:"region"`
	Resource resource.Ref `json:"resource"`
	// Makes tells that the step creates the resource or deletes it.
	Makes Making `json:"makes,omitempty"`
	// Remediations are run one after the other, each on what the one before leaves.
	Remediations []string `json:"remediations"`
	// For are the remediations that asked for this one, where it does not stand for itself.
	For []string `json:"for,omitempty"`
	// Controls are those that fail and that the step is for.
	Controls []control.ID `json:"controls"`
	// Elsewhere are those of the controls that judge another resource than the step's. One that judges the step's resource,
	// too, stands here with that one as well.
	Elsewhere []Judged `json:"elsewhere,omitempty"`
	// Parameters are those that each remediation was run with.
	Parameters map[string]json.RawMessage `json:"parameters"`
	// Guard is a digest over the facts named in Guarded, in the state that the step was planned on.
	Guard string `json:"guard"`
	// Guarded are the facts that the step was decided by: if one of them has changed, the step is stale.
	Guarded []string `json:"guarded"`
	// Facts are the facts that the step was derived from, as they were read (or as earlier steps leave them).
	Facts map[string]json.RawMessage `json:"facts"`
	// Changes are all facts that will differ.
	Changes []Change `json:"changes"`
	// Do are the calls in order.
	Do []Call `json:"do"`
	// Undo are the calls that take them back, in order.
	Undo []Call `json:"undo"`
	// Irreversible says why there is no undo, nil where there is one.
	Irreversible *text.Message `json:"irreversible"`
	// Interrupts says what use that is going on the step cuts off, nil where none is known.
	Interrupts []text.Message `json:"interrupts"`
	Cost       Cost           `json:"cost"`
	// Waits says what AWS or a person still has to do when the calls have been made, nil where nothing is.
	Waits *text.Message `json:"waits,omitempty"`
	// UndoWaits says the same of the calls that undo it.
	UndoWaits *text.Message `json:"undo_waits,omitempty"`
	// Risk says who may notice or lose access.
	Risk []text.Message `json:"risk"`
	// After are the steps that come first.
	After []string `json:"after"`
}

// Making tells what a step does to the existence of its resource; empty where it does nothing to it.
type Making string

// What a step can do to the existence of its resource.
const (
	Creates Making = "creates"
	Deletes Making = "deletes"
)

// Back is what undoing does.
func (m Making) Back() Making {
	switch m {
	case Creates:
		return Deletes
	case Deletes:
		return Creates
	}
	return m
}

// Judged is a control and the resource that it judges.
type Judged struct {
	Control control.ID `json:"control"`
	// Resource is the one that the control judges.
	Resource resource.Ref `json:"resource"`
}

// Change is a fact before and after, whole.
type Change struct {
	// Fact is the fact's name.
	Fact string `json:"fact"`
	// Before is the fact as the step was planned on it.
	Before json.RawMessage `json:"before"`
	// After is the fact as it shall be.
	After json.RawMessage `json:"after"`
	// Sensitive values are not shown.
	Sensitive bool `json:"sensitive"`
}

// Call is one AWS API call.
type Call struct {
	// Operation is "s3.PutPublicAccessBlock".
	Operation string `json:"operation"`
	// Input is the operation's input, unset fields left out.
	Input json.RawMessage `json:"input"`
	// Move pairs the calls of Do and Undo: an undo call takes back the do call of the same number.
	Move int `json:"move"`
	// Await is what the call waits for, nil where for nothing.
	Await *Await `json:"await,omitempty"`
	// Outputs are members of the input that come from outputs of earlier calls.
	Outputs []Output `json:"outputs,omitempty"`
	// Secrets are members of the input that are read while the call is made, and kept nowhere.
	Secrets []Secret `json:"secrets,omitempty"`
	// Keep names the members of this call's output that later calls need.
	Keep []string `json:"keep,omitempty"`
	// Leaves are the facts that the step changes, as they stand once this call is done; empty where that is not known.
	Leaves map[string]json.RawMessage `json:"leaves,omitempty"`
}

// Await is facts that a call waits for.
type Await struct {
	// Facts are the facts as they must be.
	Facts map[string]json.RawMessage `json:"facts"`
	// For says what is waited for.
	For text.Message `json:"for"`
	// Seconds is how long at most.
	Seconds int `json:"seconds"`
}

// Output is a value of an earlier call's output that goes into the input.
type Output struct {
	// Into names the member of the input: "TargetKeyId", "FlowLogIds.0".
	Into string `json:"into"`
	// Move is the number of the earlier call within the step.
	Move int `json:"move"`
	// Path names the member of its output: "KeyMetadata.KeyId".
	Path string `json:"path"`
	// Fact is a fact of the step's resource that holds the same text, for when the output was lost; it may be empty.
	Fact string `json:"fact,omitempty"`
	// Value is the text itself where it is known already, as in an undo.
	Value string `json:"value,omitempty"`
}

// Secret is a value that must not stand in a plan.
type Secret struct {
	// Into names the member of the input.
	Into string `json:"into"`
	// Source is the name of the declared secret, and Args say which one.
	Source string            `json:"source"`
	Args   map[string]string `json:"args"`
}

// Own tells whether the step is for a control's verdict on its own resource.
func (s *Step) Own(id control.ID) bool {
	elsewhere := slices.ContainsFunc(s.Elsewhere, func(j Judged) bool { return j.Control == id })
	return slices.Contains(s.Controls, id) && (!elsewhere || slices.Contains(s.Elsewhere, Judged{id, s.Resource}))
}

// Judges are the controls that the step is for, each with the resource that it judges.
func (s *Step) Judges() []Judged {
	out := slices.Clone(s.Elsewhere)
	for _, id := range s.Controls {
		if own := (Judged{id, s.Resource}); s.Own(id) && !slices.Contains(out, own) {
			out = append(out, own)
		}
	}
	return out
}

// Find is the step with the id, nil where there is none.
func (p *Plan) Find(id string) *Step {
	for i := range p.Steps {
		if p.Steps[i].ID == id {
			return &p.Steps[i]
		}
	}
	return nil
}

// Changed names the facts that the step changes.
func (s *Step) Changed() []string {
	names := make([]string, len(s.Changes))
	for i, c := range s.Changes {
		names[i] = c.Fact
	}
	return names
}
