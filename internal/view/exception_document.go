package view

import (
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/text"
)

// The versions of the documents about exceptions.
const (
	ExceptionsSchema = "manten.exceptions/1"
	ExceptionSchema  = "manten.exception/1"
)

// Exception is a decision to accept what fails, as other programs read it. It is for the findings that match all that is
// set of control, resource, tag, account and region.
type Exception struct {
	// ID names it in commands; that of one from a file is a digest of what it covers.
	ID string `json:"id"`
	// Control is a control, left out for any.
	Control control.ID `json:"control,omitempty"`
	// Resource is a pattern of the resource's id or name with * and ?, left out for any.
	Resource string `json:"resource,omitempty"`
	// Tag is a tag of the resource, "Key=value", left out for any; the value may be a pattern.
	Tag string `json:"tag,omitempty"`
	// Account is that of the finding, left out for any.
	Account string `json:"account,omitempty"`
	// Region is that of the finding, left out for any.
	Region string `json:"region,omitempty"`
	// Reason says why what fails is accepted.
	Reason string `json:"reason"`
	// Owner answers for it.
	Owner string `json:"owner"`
	// Approver allowed it.
	Approver string `json:"approver"`
	// Created is when it was put on record, left out for one from a file.
	Created time.Time `json:"created,omitzero"`
	// Ends is the moment from which it no longer holds.
	Ends time.Time `json:"ends"`
	// State tells whether it holds.
	State ExceptionState `json:"state"`
	// Findings is how many findings it covers that did not pass; of one that has ended, how many of them count again.
	Findings int `json:"findings"`
	// File is the file that it stands in, left out for one on record in the database.
	File string `json:"file,omitempty"`
}

// ExceptionState is how an exception stands.
type ExceptionState string

// The states of an exception: it holds, it holds and ends within 14 days, it no longer holds since less than 14 days, it
// no longer holds.
const (
	Holds     ExceptionState = "HOLDS"
	EndsSoon  ExceptionState = "ENDS_SOON"
	JustEnded ExceptionState = "JUST_ENDED"
	Ended     ExceptionState = "ENDED"
)

// Over tells whether an exception in this state no longer holds.
func (s ExceptionState) Over() bool { return s == JustEnded || s == Ended }

// Exceptions lists exceptions, the next one to end first, those that have ended behind them.
type Exceptions struct {
	Schema string `json:"schema"`
	// Scan is the latest scan, whose findings are counted; empty where there is none.
	Scan       string      `json:"scan"`
	Exceptions []Exception `json:"exceptions"`
}

// ExceptionChange is an exception that was put on record or ended, and what that did to the score.
type ExceptionChange struct {
	Schema    string    `json:"schema"`
	Exception Exception `json:"exception"`
	// Scan is the latest scan, whose findings are counted; empty where there is none.
	Scan string `json:"scan"`
	// Before is the score over all standards without the change in whole percent, null where nothing counts.
	Before *int `json:"before"`
	// After is the score with it.
	After *int `json:"after"`
	// Untagged is how many resources the scan did not read the tags of, which the exception goes by: there it holds once
	// they have been scanned again.
	Untagged int `json:"untagged"`
}

// ExceptionImportSchema is the version of [ExceptionImport].
const ExceptionImportSchema = "manten.exception-import/1"

// ExceptionImport is what was made of findings that Security Hub has suppressed.
type ExceptionImport struct {
	Schema string `json:"schema"`
	// Scan is the latest scan, whose findings are counted; empty where there is none.
	Scan string `json:"scan"`
	// Score is the score over all standards with the exceptions in whole percent, null where nothing counts.
	Score *int `json:"score"`
	// Exceptions are those that were put on record.
	Exceptions []Exception `json:"exceptions"`
	// Skipped are suppressed findings, or ones that could not be read, of which no exception was made.
	Skipped []NotImported `json:"skipped"`
	// Others is how many findings were not suppressed, or are archived.
	Others int `json:"others"`
}

// NotImported is a finding of which no exception was made.
type NotImported struct {
	// Finding is its id, or says at which place it stands.
	Finding string `json:"finding"`
	// Why says why not.
	Why text.Message `json:"why"`
}

// ExceptionOf makes the document of an exception at a moment.
func ExceptionOf(e exception.Exception, now time.Time) Exception {
	out := Exception{
		ID: e.ID, Control: e.Control, Resource: e.Resource, Tag: e.Tag, Account: e.Account, Region: e.Region,
		Reason: e.Reason, Owner: e.Owner, Approver: e.Approver, Created: e.Created, Ends: e.Ends, State: Holds,
	}
	switch {
	case e.Ended(now, exception.Soon):
		out.State = JustEnded
	case !e.Active(now):
		out.State = Ended
	case e.EndsSoon(now, exception.Soon):
		out.State = EndsSoon
	}
	return out
}

// until is the last day on which it holds.
func (e Exception) until() string { return exception.Exception{Ends: e.Ends}.Until() }
