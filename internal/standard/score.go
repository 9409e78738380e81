package standard

import (
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

// StatusOf is the status of a control from the statuses of its active findings that are not suppressed, by the order
// of rules of the Security Hub User Guide, "Evaluating compliance status and control status".
func StatusOf(findings []control.Status) ControlStatus {
	status := NoData
	for _, f := range findings {
		switch f {
		case control.Failed:
			return Failed
		case control.Warning, control.NotAvailable:
			status = Unknown
		case control.Passed:
			if status == NoData {
				status = Passed
			}
		case control.NotApplicable:
		}
	}
	return status
}

// Score is the security score of a standard.
type Score struct {
	Standard Name `json:"standard"`
	// Score is in whole percent, nil where nothing counts.
	Score *int `json:"score"`
	// Controls is how many controls the standard has; Evaluated is how many of them were looked at. The score is over
	// the evaluated ones.
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

// Scores computes the score of each standard and, first, of all. Controls that belong to no standard count nowhere.
func Scores(statuses map[control.ID]ControlStatus, in map[control.ID]In) []Score {
	out := make([]Score, 0, len(Names())+1)
	for _, n := range append([]Name{All}, Names()...) {
		s := Score{Standard: n, Controls: Size(n)}
		for id, status := range statuses {
			if in[id].Has(n) {
				s.add(status)
			}
		}
		s.Score = Percent(s.Passed, s.Failed, s.Unknown)
		out = append(out, s)
	}
	return out
}

func (s *Score) add(status ControlStatus) {
	s.Evaluated++
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
