package view

import (
	"time"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

func cleanScan() Scan {
	doc := cannedScan()
	all := 100
	doc.Findings, doc.Coverage = doc.Findings[5:6], nil
	doc.Scores = []standard.Score{{Standard: standard.All, Score: &all, Controls: 571, Evaluated: 3, Passed: 3}}
	doc.AsOf, doc.Finished = now.AddDate(1, 0, 0), doc.Started.Add(200*time.Second)
	return doc
}

// manyScan has more of everything than a screen takes, from a snapshot.
func manyScan() Scan {
	doc := cannedScan()
	doc.Snapshot = "sha256:beef"
	doc.Regions = []string{"ap-northeast-1", "ap-northeast-3", "eu-central-1", "eu-west-1", "us-east-1", "us-west-2"}
	for _, id := range []control.ID{"A.1", "A.2", "A.3", "A.4", "A.5", "A.6", "A.7", "A.8", "A.9", "A.10", "A.11", "A.12", "A.13", "A.14"} {
		f := doc.Findings[0]
		f.Control, f.Severity, f.Title = id, control.Low, "A short title"
		doc.Findings = append(doc.Findings, f)
	}
	doc.Scores = nil
	return doc
}

func cannedScore() Score {
	return Score{Finished: scanned, Scores: cannedScores(), Controls: []ControlScore{
		{ID: "S3.8", Title: "English title", Severity: control.High, Status: standard.Failed, Failed: 2, Remediation: "X"},
		{ID: "EC2.13", Title: "English title", Severity: control.High, Status: standard.Failed, Failed: 11, Remediation: "Y"},
		{ID: "IAM.6", Title: "Hardware MFA", Severity: control.Critical, Status: standard.Failed, Failed: 1, AccountLevel: true, ByPerson: true},
		{ID: "KMS.4", Title: "AWS KMS key rotation should be enabled", Severity: control.Medium, Status: standard.Unknown},
		{ID: "S3.1", Status: standard.Passed},
		{ID: "S3.5", Status: standard.Passed},
		{ID: "IAM.3", Status: standard.Passed},
		{ID: "EC2.1", Status: standard.NoData},
	}}
}

func cannedRemediations(cat *catalog.Catalog) Remediations {
	r := RemediationOf(cat, cat.Remediations()[0])
	r.Operations, r.Parameters = []string{"s3.PutPublicAccessBlock", "s3.DeletePublicAccessBlock"}, raw(`{"blockPublicAcls":true}`)
	oneWay := Remediation{
		Name: "RemoveLoginProfile", Summary: "Deletes the password.", Controls: []control.ID{"IAM.22"}, Operations: []string{"iam.DeleteLoginProfile"},
		Parameters: raw(`{"days":90,"users":["a","b"]}`),
	}
	return Remediations{Remediations: []Remediation{r, oneWay}}
}

func cannedExplain(cat *catalog.Catalog) Explain {
	u, _ := cat.Control("S3.8")
	var mine []Finding
	for _, f := range cannedFindings() {
		if f.Control == "S3.8" {
			mine = append(mine, f)
		}
	}
	return Explain{
		Control: ControlOf(cat, u), Remediations: cannedRemediations(cat).Remediations[:1], Findings: mine,
		Reads: []string{"s3.ListBuckets", "s3.GetPublicAccessBlock"},
	}
}

func undoPlan() *plan.Plan {
	st := policyStep()
	st.Changes[0].Before, st.Changes[0].After = st.Changes[0].After, st.Changes[0].Before
	return &plan.Plan{
		ID: "u1", Account: account, UndoOf: "7f3a", Steps: []plan.Step{st},
		Left: []plan.Left{{Resource: "arn:aws:s3:::logs", Region: "eu-west-1", Why: text.Message{Text: "step 4 changed nothing"}}},
	}
}

func cannedRuns(run *plan.Run) Runs {
	undo := plan.Run{
		ID: "9c01", Account: account, UndoOf: &run.ID, Started: now.Add(time.Hour),
		Steps: []plan.RunStep{{Step: "2", State: plan.Undone}, {Step: "3", State: plan.Started}},
	}
	return Runs{Runs: []plan.Run{undo, *run}}
}

// changesPlan has every kind of change.
func changesPlan() *plan.Plan {
	change := func(fact string, before, after string) plan.Change {
		return plan.Change{Fact: fact, Before: known(before), After: known(after)}
	}
	st := snapshotStep()
	st.Undo = groupStep().Undo
	st.Changes = []plan.Change{
		change("Order", `["a","b"]`, `["b","a"]`),
		change("Spelling", quoted(`{"a": 1}`), quoted(`{"a":1}`)),
		change("Many", `["a","b","c","d","gone"]`, `["a","b","c","d","new"]`),
		change("Empty", `[]`, `["x"]`),
		change("Words", `"none"`, `""`),
		change("Numbers", `"14"`, `14`),
		change("Text", quoted("some\ntext that is "+named), quoted("another text, as long as the one before it, so that both do not fit on a line")),
		change("Twice", `{"a":1,"a":2}`, `{"a":3}`),
		change("Deep", `{"Outer":{"Inner":{"Leaf":1,"Same":true}},"Left":null}`, `{"Outer":{"Inner":{"Leaf":2,"Same":true}},"New":{"a":[1,{"b":false}]}}`),
		change("Map", `{"日本語":"値","plain":"値"}`, `{"日本語":"新しい値","plain":"新"}`),
		{Fact: "Gone", Before: known(`{"A":true,"B":["x","y"]}`), After: absent},
		{Fact: "Hidden", Before: raw(`{"state":"hidden","reason":{"operation":"x","code":"y","message":"z"}}`), After: known("true")},
		{Fact: "Scalar", Before: absent, After: known(`5`)},
		{Fact: "Broken", Before: raw(`{`), After: known(`5`)},
		change("Same", `1`, `1`),
	}
	return &plan.Plan{ID: "p9", Account: account, ScanFinished: scanned, Offline: true, Steps: []plan.Step{st}}
}
