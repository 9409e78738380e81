package store

import (
	"time"

	"github.com/mantenhq/manten/internal/control"
)

// Change is a finding that changed after a moment, with what it was at that moment.
type Change struct {
	Record
	// Since is the moment.
	Since time.Time
	// Was is its status then, empty if it was not there, or not any more.
	Was control.Status
}

// Kind says how a finding differs from what it was.
type Kind string

// The kinds of difference, and Same where there is none that matters: one that came and went, or came and passes.
const (
	Same Kind = ""
	// Failing is one that fails and that was not there, or not known.
	Failing Kind = "new"
	// Reopened is one that fails and that has passed, or was gone, since it was last there or before.
	Reopened Kind = "reopened"
	// Resolved is one that passes and did not.
	Resolved Kind = "resolved"
	// Gone is one whose resource was there and is no longer, or whose control is disabled.
	Gone Kind = "gone"
	// Unread is one that could not be read, or not be told, and that could or was not there.
	Unread Kind = "unread"
)

// Kinds are all differences that matter, those that want attention first.
func Kinds() []Kind { return []Kind{Failing, Reopened, Unread, Resolved, Gone} }

// Is is the status now, empty for one that is gone.
func (c Change) Is() control.Status {
	if c.Archived {
		return ""
	}
	return c.Status
}

// Kind is the kind of the difference.
func (c Change) Kind() Kind {
	is, again := c.Is(), c.Is() == control.Failed && c.Reopened.After(c.Since)
	switch {
	case is == c.Was && !again, is == control.Passed && c.Was == "":
		return Same
	case is == "":
		return Gone
	case is == control.Passed:
		return Resolved
	case again && !c.FirstSeen.After(c.Since):
		return Reopened
	case is == control.Failed:
		return Failing
	case c.Was == control.Warning || c.Was == control.NotAvailable:
		return Same
	}
	return Unread
}
