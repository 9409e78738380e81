package view

import (
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// ScoreExplainSchema is the version of the document.
const ScoreExplainSchema = "manten.score-explain/1"

// ScoreExplain is why the score is what it is, and what would raise it. It is reckoned from a scan: a plan reads again.
type ScoreExplain struct {
	Schema   string    `json:"schema"`
	Scan     string    `json:"scan"`
	Finished time.Time `json:"finished"`
	// Score is the score that is explained: that of a standard, or the one over all.
	Score standard.Score `json:"score"`
	// Failing are the controls that keep the score from being higher.
	Failing []ControlScore `json:"failing"`
	// Gains are what the remediations would bring, each by itself, most first.
	Gains []ScoreGain `json:"gains"`
	// Ways are the cheapest plans to the next whole percent and to 100, or to the highest score that a plan reaches.
	Ways []ScoreWay `json:"ways"`
	// Rest are the controls that fail and that no plan turns to passed.
	Rest []ScoreRest `json:"rest"`
	// All is the score in whole percent once the last of the plans has been applied and people have put right the rest, null
	// where nothing counts.
	All *int `json:"all"`
}

// ScoreCost is what steps ask for.
type ScoreCost struct {
	// Steps counts them all.
	Steps int `json:"steps"`
	// Irreversible counts the steps that cannot be undone.
	Irreversible int `json:"irreversible"`
	// Interrupting counts the steps that cut off use that is going on.
	Interrupting int `json:"interrupting"`
	// Risky counts the steps with a risk, such as that somebody loses access.
	Risky int `json:"risky"`
	// Unpriced counts the steps whose cost is not known.
	Unpriced int `json:"unpriced"`
	// Monthly is the cost in USD a month, without that of the steps whose cost is not known.
	Monthly float64 `json:"monthly"`
}

// ScoreGain is what a remediation would bring by itself.
type ScoreGain struct {
	// Remediation is its name.
	Remediation string `json:"remediation"`
	// Controls are those that would pass and do not now.
	Controls []control.ID `json:"controls"`
	// After is the score then, in whole percent.
	After int `json:"after"`
	// Cost is what its steps ask for, those that it asks of other remediations included.
	Cost ScoreCost `json:"cost"`
}

// ScoreWay is the cheapest plan to a score.
type ScoreWay struct {
	// After is the score that it reaches, in whole percent.
	After int `json:"after"`
	// Highest tells that no plan reaches more.
	Highest bool `json:"highest"`
	// Exact tells that there is no cheaper plan; it is false where not all of them were tried.
	Exact bool `json:"exact"`
	// Remediations are the names of those that its steps are of.
	Remediations []string `json:"remediations"`
	// Controls are those that would pass and do not now.
	Controls []control.ID `json:"controls"`
	// Cost is what its steps ask for.
	Cost ScoreCost `json:"cost"`
}

// ScoreRest is a control that no plan turns to passed.
type ScoreRest struct {
	// Control is its id.
	Control  control.ID       `json:"control"`
	Title    string           `json:"title"`
	Severity control.Severity `json:"severity"`
	// Failed is how many findings failed.
	Failed int `json:"failed"`
	// ByPerson tells that only a person can put all of them right.
	ByPerson bool `json:"by_person"`
	// Undecided tells that the scan did not read what a remediation goes by: a plan reads it, and may do something.
	Undecided bool `json:"undecided"`
	// Advice is what a person does; left out where there is none.
	Advice text.Message `json:"advice,omitzero"`
	// Why are the reasons for which plans leave it alone.
	Why []text.Message `json:"why"`
	// Passing is the score in whole percent if all of it passed, null where nothing counts.
	Passing *int `json:"passing"`
	// Excepted is the score if exceptions covered all of it: a control without other findings has no data then and leaves the
	// score. Null where nothing counts then.
	Excepted *int `json:"excepted"`
}
