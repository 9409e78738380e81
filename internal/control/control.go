// Package control has the words for what a control says of a resource: verdicts, statuses, severities and findings.
// How a control is declared stands in package catalog; how it is run, in package evaluate.
package control

import (
	"time"

	"github.com/mantenhq/manten/internal/text"
)

// ID is a Security Hub control id, "S3.8".
type ID string

// Severity is Security Hub's severity of a control. Only failed findings carry it.
type Severity string

// The severities, and what a finding that did not fail has.
const (
	Critical      Severity = "CRITICAL"
	High          Severity = "HIGH"
	Medium        Severity = "MEDIUM"
	Low           Severity = "LOW"
	Informational Severity = "INFORMATIONAL"
)

// Rank orders severities: 4 is critical, 0 informational or unknown.
func (s Severity) Rank() int {
	switch s {
	case Critical:
		return 4
	case High:
		return 3
	case Medium:
		return 2
	case Low:
		return 1
	case Informational:
	}
	return 0
}

// Status is Security Hub's compliance status of a finding.
type Status string

// The statuses. NotApplicable exists in verdicts only: it writes no finding.
const (
	Passed        Status = "PASSED"
	Failed        Status = "FAILED"
	Warning       Status = "WARNING"
	NotAvailable  Status = "NOT_AVAILABLE"
	NotApplicable Status = "NOT_APPLICABLE"
)

// Verdict is what a control says of one resource.
type Verdict struct {
	Status Status
	// Code is Security Hub's status reason code, empty where it has none.
	Code   string
	Reason text.Message
}

// Pass is the verdict passed.
func Pass(why text.Message) Verdict { return Verdict{Status: Passed, Reason: why} }

// Fail is the verdict failed.
func Fail(why text.Message) Verdict { return Verdict{Status: Failed, Reason: why} }

// Warn is the verdict warning: Security Hub cannot tell.
func Warn(why text.Message) Verdict { return Verdict{Status: Warning, Reason: why} }

// Skip is the verdict not applicable.
func Skip(why text.Message) Verdict { return Verdict{Status: NotApplicable, Reason: why} }

// Unknown is the verdict not available.
func Unknown(why text.Message) Verdict { return Verdict{Status: NotAvailable, Reason: why} }

// PassIf is passed where ok, else failed.
func PassIf(ok bool, passed, failed text.Message) Verdict {
	if ok {
		return Pass(passed)
	}
	return Fail(failed)
}

// Days is the age of something in whole days at a moment.
func Days(since, now time.Time) int { return int(now.Sub(since).Hours() / 24) }
