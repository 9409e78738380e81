package plan

import (
	"encoding/json"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// RunSchema is the version of a run's JSON.
const RunSchema = "manten.run/1"

// State is where a step of a run stands.
type State string

// The states of a step.
const (
	Planned   State = "planned"    // nothing done yet
	Started   State = "started"    // under way, or cut off by a killed process
	AlreadySo State = "already-so" // the resource was already as wanted
	Applied   State = "applied"    // written, not yet seen to have worked
	Verified  State = "verified"   // read again: as wanted, and the controls pass
	Pending   State = "pending"    // AWS or a person is still to act
	Failed    State = "failed"
	StaleStep State = "stale"   // the resource is no longer what was planned on
	Skipped   State = "skipped" // not approved, or a step that comes first did not end well
	Undone    State = "undone"  // read again: as it was before
	Drifted   State = "drifted" // undo found something else than what the run left
)

// Well tells whether a step that ended so is no reason to worry.
func (s State) Well() bool {
	switch s {
	case AlreadySo, Verified, Pending, Undone:
		return true
	case Planned, Started, Applied, Failed, StaleStep, Skipped, Drifted:
	}
	return false
}

// Ended tells whether the run is through with a step.
func (s State) Ended() bool { return s != Planned && s != Started && s != "" }

// By is who did something.
type By struct {
	// ARN is the AWS principal.
	ARN string `json:"arn"`
	// OSUser is the user's name on the machine that it was done on.
	OSUser string `json:"os_user"`
}

// Run is one application of a plan.
type Run struct {
	Schema string `json:"schema"`
	// ID names the run in later commands.
	ID string `json:"id"`
	// Plan is the plan's id.
	Plan string `json:"plan"`
	// Digest is the digest of the plan.
	Digest  string `json:"digest"`
	Account string `json:"account"`
	// UndoOf is the run that this one undoes, nil in other runs.
	UndoOf  *string   `json:"undo_of"`
	Started time.Time `json:"started"`
	// Finished is zero while the run is under way or cut off.
	Finished   time.Time  `json:"finished,omitzero"`
	By         By         `json:"by"`
	ApprovedBy []Approval `json:"approved_by"`
	Steps      []RunStep  `json:"steps"`
}

// RunStep is what a run did with a step.
type RunStep struct {
	// Step is the step's id.
	Step  string `json:"step"`
	State State  `json:"state"`
	// Reason is why it ended so, in English; Said holds the same as key and arguments.
	Reason string       `json:"reason"`
	Said   text.Message `json:"message,omitzero"`
	Calls  []CallRecord `json:"calls"`
	// Observed are the changed facts as they were read last.
	Observed map[string]json.RawMessage `json:"observed,omitempty"`
	Verdicts []VerdictRecord            `json:"verdicts,omitempty"`
	Finished time.Time                  `json:"finished,omitzero"`
}

// CallRecord is the journal's entry of one call. It is written before the call and completed after it.
type CallRecord struct {
	// Index is the call's place in the step's Do; a call that was repeated stands twice.
	Index int `json:"index"`
	// Operation is "s3.PutPublicAccessBlock".
	Operation string    `json:"operation"`
	Started   time.Time `json:"started"`
	// Finished is zero where nobody knows how the call ended.
	Finished time.Time `json:"finished,omitzero"`
	// RequestID is AWS's, empty where it gave none.
	RequestID string `json:"request_id"`
	// Outputs are the members of the output that the plan keeps, by their path.
	Outputs map[string]string `json:"outputs,omitempty"`
	// Error is why the call failed, empty where it did not.
	Error string `json:"error,omitempty"`
}

// Done tells whether the call is known to have succeeded.
func (c CallRecord) Done() bool { return !c.Finished.IsZero() && c.Error == "" }

// VerdictRecord is what a control said when a step was verified.
type VerdictRecord struct {
	Control control.ID `json:"control"`
	// Resource is the id of the resource that was judged where it is not the step's, and Region where that is.
	Resource string         `json:"resource,omitempty"`
	Region   string         `json:"region,omitempty"`
	Status   control.Status `json:"status"`
	// Reason is in English.
	Reason string `json:"reason"`
}

// Of tells whether the verdict is about a resource: the step's own unless it names another.
func (v VerdictRecord) Of(s *Step, ref resource.Ref) bool {
	if v.Resource == "" {
		return ref == s.Resource
	}
	return v.Resource == ref.ID && v.Region == ref.Region
}

// Approval is a person's word that steps of a plan may be applied.
type Approval struct {
	// Digest is the digest of the plan.
	Digest string `json:"digest"`
	// Steps are the ids of the steps that are approved.
	Steps []string `json:"steps"`
	By    By       `json:"by"`
	// At is when it was given.
	At time.Time `json:"at"`
}
