// Package fault gives errors a code where the caller decides by it, and a next step for the person who reads it.
package fault

import (
	"errors"
	"fmt"
)

// Code is the kind of a fault. The zero value is not a kind; [CodeOf] gives Internal for errors without one.
type Code string

// The kinds of faults.
const (
	Invalid     Code = "invalid"     // wrong usage, configuration or input
	NotFound    Code = "not found"   // the thing named does not exist
	Conflict    Code = "conflict"    // somebody else is at it
	Stale       Code = "stale"       // the world is no longer what was planned on
	Refused     Code = "refused"     // not approved, altered, foreign: refused before the first write
	Denied      Code = "denied"      // AWS does not allow it
	Unavailable Code = "unavailable" // AWS could not be reached or did not answer
	Incomplete  Code = "incomplete"  // done in part: something could not be read, or some steps did not end well
	Internal    Code = "internal"    // our own mistake
)

// Error is a fault: what went wrong, of which kind, and what to do next.
type Error struct {
	Code Code
	// Next is what a person can do about it; empty where nothing is known.
	Next string
	Err  error
}

// New makes a fault. The format takes %w as fmt.Errorf does.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Err: fmt.Errorf(format, args...)}
}

// Do adds what to do next and returns the fault.
func (e *Error) Do(format string, args ...any) *Error {
	e.Next = fmt.Sprintf(format, args...)
	return e
}

// Error is what went wrong, without the next step.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of the outermost fault in the chain: Internal where there is none, empty for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// NextOf is the first next step in the chain, or empty.
func NextOf(err error) string {
	for err != nil {
		e, ok := errors.AsType[*Error](err)
		if !ok {
			return ""
		}
		if e.Next != "" {
			return e.Next
		}
		err = e.Err
	}
	return ""
}
