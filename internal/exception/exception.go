// Package exception has the decisions to accept what fails: which findings each covers, who answers for it, and until when.
// An exception changes nothing that is on record. It is laid over findings whenever they are read, so it holds for old
// ones at once, and ends by itself.
package exception

import (
	"time"

	"github.com/mantenhq/manten/internal/control"
)

// Exception is a suppression with a reason, somebody who answers for it, and an end.
type Exception struct {
	// ID names it in commands; that of one from a file is a digest of what it covers.
	ID string `json:"id" yaml:"id,omitempty"`
	Covers `yaml:",inline"`
	// Reason says why what fails is accepted.
	Reason string `json:"reason" yaml:"reason"`
	// Owner answers for it, Approver allowed it.
	Owner    string `json:"owner" yaml:"owner"`
	Approver string `json:"approver" yaml:"approver"`
	// Created is when it was put on record, zero for one from a file.
	Created time.Time `json:"created,omitzero" yaml:"-"`
	// Ends is the moment from which it no longer holds.
	Ends time.Time `json:"ends" yaml:"ends"`
}

// Covers says which findings an exception is for: those that match all that is set. At least the control or the resource
// is.
type Covers struct {
	// Control is a control, empty for any.
	Control control.ID `json:"control,omitempty" yaml:"control,omitempty"`
	// Resource is a pattern of the resource's id or name with * and ?, empty for any.
	Resource string `json:"resource,omitempty" yaml:"resource,omitempty"`
	// Tag is a tag of the resource, "Key=value"; the value may be a pattern.
	Tag string `json:"tag,omitempty" yaml:"tag,omitempty"`
	// Account and Region are those of the finding, empty for any.
	Account string `json:"account,omitempty" yaml:"account,omitempty"`
	Region  string `json:"region,omitempty" yaml:"region,omitempty"`
}
