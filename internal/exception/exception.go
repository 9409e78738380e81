// Package exception has the decisions to accept what fails: which findings each covers, who answers for it, and until when.
// An exception changes nothing that is on record. It is laid over findings whenever they are read, so it holds for old
// ones at once, and ends by itself.
package exception

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Exception is a suppression with a reason, somebody who answers for it, and an end.
type Exception struct {
	// ID names it in commands; that of one from a file is a digest of what it covers.
	ID string `json:"id"`
	Covers
	// Reason says why what fails is accepted.
	Reason string `json:"reason"`
	// Owner answers for it, Approver allowed it.
	Owner    string `json:"owner"`
	Approver string `json:"approver"`
	// Created is when it was put on record, zero for one from a file.
	Created time.Time `json:"created,omitzero"`
	// Ends is the moment from which it no longer holds. The zero value has ended.
	Ends time.Time `json:"ends"`
}

// Soon is how long before its end an exception is announced, and how long after it the end is told.
const Soon = 14 * 24 * time.Hour

// Longest is how far away the end may be: a year, and a leap day. It cannot be configured: whoever wants an exception for
// longer decides again in time, with what is known then.
const Longest = 366 * 24 * time.Hour

// Active tells whether it holds at a moment.
func (e Exception) Active(now time.Time) bool { return now.Before(e.Ends) }

// EndsSoon tells whether it holds, but not much longer.
func (e Exception) EndsSoon(now time.Time, soon time.Duration) bool {
	return e.Active(now) && !now.Add(soon).Before(e.Ends)
}

// Ended tells whether it no longer holds, but did not long ago.
func (e Exception) Ended(now time.Time, ago time.Duration) bool {
	return !e.Active(now) && now.Add(-ago).Before(e.Ends)
}

// Until is the last day on which it holds, in UTC, as "2027-01-31".
func (e Exception) Until() string {
	return e.Ends.Add(-time.Nanosecond).UTC().Format(time.DateOnly)
}

// Through is the end of an exception that holds through a whole day in UTC.
func Through(day time.Time) time.Time {
	return day.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
}

// Digest is the id of an exception that has none of its own: the same for all that cover the same.
func (c Covers) Digest() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(c.Control), c.Resource, c.Tag, c.Account, c.Region}, "\x00")))
	return "f" + hex.EncodeToString(sum[:5])
}
