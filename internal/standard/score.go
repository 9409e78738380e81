package standard

import (
	"slices"

	"github.com/mantenhq/manten/internal/control"
)

// ControlStatus is Security Hub's status of a control as a whole.
type ControlStatus string

// The statuses of a control.
const (
	Passed   ControlStatus = "PASSED"
	Failed   ControlStatus = "FAILED"
	Unknown  ControlStatus = "UNKNOWN"
	NoData   ControlStatus = "NO_DATA"
	Disabled ControlStatus = "DISABLED"
)

// and is the status of a control that has one more active finding that is not suppressed, by the order of rules of the
// Security Hub User Guide, "Evaluating compliance status and control status". No order of findings gives another one.
func (s ControlStatus) and(f control.Status) ControlStatus {
	switch f {
	case control.Failed:
		return s.with(Failed)
	case control.Warning, control.NotAvailable:
		return s.with(Unknown)
	case control.Passed:
		return s.with(Passed)
	case control.NotApplicable:
	}
	return s
}

// decides lists the statuses by what decides over what: the first one that any of the findings calls for holds.
var decides = []ControlStatus{Failed, Unknown, Passed, NoData}

func (s ControlStatus) with(t ControlStatus) ControlStatus {
	if slices.Index(decides, t) < slices.Index(decides, s) {
		return t
	}
	return s
}

// Score is the security score of a standard.
type Score struct {
	Standard Name `json:"standard"`
	// Score is in whole percent, nil where nothing counts.
	Score *int `json:"score"`
	// Controls is how many controls the standard has; Evaluated is how many of them were looked at, disabled ones not among
	// them. The score is over those that are evaluated and have data.
	Controls  int `json:"controls"`
	Evaluated int `json:"evaluated"`
	Passed    int `json:"passed"`
	Failed    int `json:"failed"`
	Unknown   int `json:"unknown"`
	NoData    int `json:"no_data"`
	Disabled  int `json:"disabled"`
}

// Percent is the score in whole percent, rounded half up: controls with no data and disabled ones are in neither term,
// unknown ones count against it. It is nil where nothing counts. Source: Security Hub User Guide, "Calculating
// security scores".
func Percent(passed, failed, unknown int) *int {
	total := passed + failed + unknown
	if total == 0 {
		return nil
	}
	p := (200*passed + total) / (2 * total)
	return &p
}

func (s *Score) add(status ControlStatus) {
	if status != Disabled {
		s.Evaluated++
	}
	switch status {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	case Unknown:
		s.Unknown++
	case NoData:
		s.NoData++
	case Disabled:
		s.Disabled++
	}
}
