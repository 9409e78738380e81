package view

import (
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

// cannedScoreExplain has something of everything that can be said about a score.
func cannedScoreExplain() ScoreExplain {
	n := func(i int) *int { return &i }
	why := func(t string) []text.Message { return []text.Message{{Key: "x", Text: t}} }
	return ScoreExplain{
		Finished: scanned, Score: cannedScores()[0], All: n(96), Failing: cannedScore().Controls[:4],
		Gains: []ScoreGain{
			{Remediation: "SetIAMPasswordPolicy", Controls: []control.ID{"IAM.7", "IAM.11", "IAM.12", "IAM.13", "IAM.15"}, After: 84, Cost: ScoreCost{Steps: 1, Risky: 1}},
			{Remediation: "EnableKeyRotation", Controls: []control.ID{"KMS.4"}, After: 67, Cost: ScoreCost{Steps: 3, Monthly: 3}},
			{Remediation: "RemoveLoginProfile", Controls: []control.ID{"IAM.22"}, After: 67, Cost: ScoreCost{Steps: 2, Irreversible: 1, Interrupting: 2, Monthly: 1, Unpriced: 1}},
			{Remediation: "EnableVPCFlowLogs", Controls: []control.ID{"EC2.6"}, After: 67, Cost: ScoreCost{Steps: 2, Unpriced: 2}},
			{Remediation: "BringsNothing", Controls: []control.ID{}, After: 63, Cost: ScoreCost{Steps: 9}},
		},
		Ways: []ScoreWay{
			{After: 67, Exact: true, Remediations: []string{"EnableKeyRotation"}, Cost: ScoreCost{Steps: 3, Monthly: 3}},
			{After: 92, Highest: true, Remediations: []string{"EnableKeyRotation", "SetIAMPasswordPolicy"}, Cost: ScoreCost{Steps: 14, Risky: 2}},
		},
		Rest: []ScoreRest{
			{Control: "IAM.6", Title: "Hardware MFA", Severity: control.Critical, Failed: 1, ByPerson: true, Advice: byHand.With(), Passing: n(67), Excepted: n(65)},
			{Control: "CloudWatch.1", Title: "An alarm on the use of root", Severity: control.Low, Failed: 1, Why: why("the topic has no subscriber"), Passing: n(67), Excepted: n(65)},
			{Control: "CloudWatch.2", Title: "An alarm on calls that are denied", Severity: control.Low, Failed: 1, Why: why("the topic has no subscriber"), Passing: n(67), Excepted: n(65)},
			{Control: "S3.8", Title: "English title", Severity: control.High, Failed: 2, Undecided: true, Why: why("not read: Policy was not asked for"), Passing: n(67)},
		},
	}
}

// hopeless is a standard that no plan brings further.
func hopeless() ScoreExplain {
	doc := cannedScoreExplain()
	doc.Score.Standard, doc.Gains, doc.Ways, doc.All = standard.CIS120, nil, nil, nil
	return doc
}

// perfect is an account in which nothing fails.
func perfect() ScoreExplain {
	doc := cannedScoreExplain()
	all := 100
	doc.Score = standard.Score{Standard: standard.All, Score: &all, Controls: 571, Evaluated: 3, Passed: 3}
	doc.Failing, doc.Gains, doc.Ways, doc.Rest = nil, nil, nil, nil
	return doc
}
