package view

import (
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/standard"
)

func scored(n standard.Name, score, evaluated, passed, failed int) standard.Score {
	return standard.Score{Standard: n, Score: &score, Controls: 42, Evaluated: evaluated, Passed: passed, Failed: failed}
}

// manyScore is of two accounts, with controls that are switched off.
func manyScore() Score {
	doc := cannedScore()
	doc.Scans = []ScoredScan{{Account: account, ID: "s1", Finished: scanned}, {Account: "444455556666", ID: "s2", Finished: scanned}}
	doc.By = []ScoreGroup{
		{Account: account, Scores: []standard.Score{scored(standard.All, 63, 24, 15, 9), scored(standard.CIS120, 100, 16, 16, 0)}},
		{Account: "444455556666", Scores: []standard.Score{scored(standard.All, 5, 20, 1, 19), {Standard: standard.CIS120}}},
	}
	doc.Controls = append(doc.Controls, ControlScore{ID: "IAM.9", Status: standard.Disabled}, ControlScore{ID: "IAM.5", Status: standard.Disabled})
	doc.Disabled = []standard.Off{
		{Control: "IAM.9", Reason: "The root user has no console password: see the decision of 2026-09-01, which will be looked at again"},
		{Control: "IAM.5", Standard: standard.CIS120, Account: account, Region: "eu-west-1", Reason: nasty},
	}
	return doc
}

// cannedHistory has a scan that nothing counted in and one that looked at less.
func cannedHistory() ScoreHistory {
	doc := ScoreHistory{Account: account, Standard: standard.CIS120}
	for i, x := range []struct {
		score, evaluated int
		change           *int
	}{{100, 42, new(2)}, {98, 42, new(0)}, {98, 42, new(-1)}, {99, 42, nil}, {-1, 3, nil}, {24, 41, nil}, {0, 40, nil}} {
		p := PastScore{Scan: "scan" + string(rune('a'+i)), Finished: scanned.Add(-time.Duration(i) * 24 * time.Hour), Evaluated: x.evaluated, Change: x.change}
		if x.score >= 0 {
			p.Score, p.Passed, p.Failed = &x.score, x.evaluated*x.score/100, x.evaluated-x.evaluated*x.score/100
		}
		doc.Scans = append(doc.Scans, p)
	}
	return doc
}

func cannedMember() standard.Member {
	return standard.Member{
		ID: "ACM.9", Severity: control.Medium, Title: "Certificates should be " + nasty,
		In: standard.In{standard.NIST800: "ACM.9", standard.PCI401: "4.2.1;4.2.1.1"},
	}
}
