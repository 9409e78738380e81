package view

import (
	"time"

	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/store"
)

// ScoredScan is a scan that a score is computed from.
type ScoredScan struct {
	Account string `json:"account"`
	// ID names the scan.
	ID       string    `json:"id"`
	Finished time.Time `json:"finished"`
}

// ScoreGroup is the scores of one account or region; what it is not grouped by is left out.
type ScoreGroup struct {
	Account string           `json:"account,omitempty"`
	Region  string           `json:"region,omitempty"`
	Scores  []standard.Score `json:"scores"`
}

// ScoreHistorySchema is the version of [ScoreHistory].
const ScoreHistorySchema = "manten.score-history/1"

// ScoreHistory is how the score of an account went, newest scan first.
type ScoreHistory struct {
	Schema  string `json:"schema"`
	Account string `json:"account"`
	// Snapshot names the snapshot that was scanned, left out for scans of AWS.
	Snapshot string `json:"snapshot,omitempty"`
	// Standard is the one whose score it is, "all" for unique controls of all.
	Standard standard.Name `json:"standard"`
	Scans    []PastScore   `json:"scans"`
}

// PastScore is the score of one scan, as it was when the scan was made.
type PastScore struct {
	Scan     string    `json:"scan"`
	Finished time.Time `json:"finished"`
	// Score is in whole percent, null where nothing counted.
	Score   *int `json:"score"`
	Passed  int  `json:"passed"`
	Failed  int  `json:"failed"`
	Unknown int  `json:"unknown"`
	// Evaluated is how many controls of the standard were looked at.
	Evaluated int `json:"evaluated"`
	// Change is how many points the score went up since the scan before; null where there is none, or where it looked at
	// another number of controls, which does not compare.
	Change *int `json:"change"`
}

// ScoresOf makes the history of a standard from scores on record, newest first. Scans that did not score the standard are
// left out.
func ScoresOf(recorded []store.Scores, n standard.Name) []PastScore {
	out := []PastScore{}
	for _, r := range recorded {
		for _, s := range r.Scores {
			if s.Standard == n && s.Evaluated > 0 {
				out = append(out, PastScore{
					Scan: r.Scan, Finished: r.Finished, Score: s.Score, Passed: s.Passed, Failed: s.Failed, Unknown: s.Unknown,
					Evaluated: s.Evaluated,
				})
			}
		}
	}
	for i := range len(out) - 1 {
		now, before := out[i], out[i+1]
		if now.Score != nil && before.Score != nil && now.Evaluated == before.Evaluated {
			out[i].Change = new(*now.Score - *before.Score)
		}
	}
	return out
}
