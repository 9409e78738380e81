package view

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/standard"
	"github.com/mantenhq/manten/internal/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

func printer(out *bytes.Buffer, lang text.Lang) *Printer {
	cat := testCatalog()
	return &Printer{Out: out, Lang: lang, Book: cat.Texts(), Catalog: cat}
}

// screens are all screens, from canned documents.
func screens() map[string]func(p *Printer) error {
	cat := testCatalog()
	pl, run := cannedPlan(), cannedRun()
	before, after := 63, 84
	return map[string]func(p *Printer) error{
		"scan":       func(p *Printer) error { return p.Scan(cannedScan()) },
		"scan-clean": func(p *Printer) error { return p.Scan(cleanScan()) },
		"scan-many": func(p *Printer) error {
			p.Snapshot = "my sample.json"
			return p.Scan(manyScan())
		},
		"findings": func(p *Printer) error { return p.Findings(Findings{Finished: scanned, Findings: cannedFindings()}) },
		"findings-passed": func(p *Printer) error {
			return p.Findings(Findings{Finished: scanned, Findings: cannedFindings()[5:6]})
		},
		"findings-lately": func(p *Printer) error {
			return p.Findings(Findings{Finished: scanned, Findings: latelyFindings(), Next: "0a1b2c3d4e5f60718293a4b5c6d7e8f9"})
		},
		"findings-since":      func(p *Printer) error { return p.FindingsDiff(cannedDiff()) },
		"findings-since-none": func(p *Printer) error { return p.FindingsDiff(FindingsDiff{Since: now, Finished: scanned}) },
		"prune":               func(p *Printer) error { return p.Prune(cannedPrune()) },
		"prune-dry": func(p *Printer) error {
			doc := cannedPrune()
			doc.DryRun, doc.BytesAfter = true, doc.BytesBefore
			return p.Prune(doc)
		},
		"prune-none":         func(p *Printer) error { return p.Prune(Prune{Database: nasty, Before: now}) },
		"findings-none":      func(p *Printer) error { return p.Findings(Findings{}) },
		"score":              func(p *Printer) error { return p.Score(cannedScore()) },
		"score-accounts":     func(p *Printer) error { return p.Score(manyScore()) },
		"score-history":      func(p *Printer) error { return p.ScoreHistory(cannedHistory()) },
		"score-explain":      func(p *Printer) error { return p.ScoreExplain(cannedScoreExplain()) },
		"score-explain-none": func(p *Printer) error { return p.ScoreExplain(hopeless()) },
		"score-explain-all":  func(p *Printer) error { return p.ScoreExplain(perfect()) },
		"score-history-none": func(p *Printer) error { return p.ScoreHistory(ScoreHistory{Standard: standard.CIS120}) },
		"controls-all": func(p *Printer) error {
			u, _ := cat.Control("S3.8")
			return p.Controls(Controls{Controls: []Control{ControlOfMember(cannedMember()), ControlOf(cat, u)}})
		},
		"explain-other": func(p *Printer) error { return p.Explain(Explain{Control: ControlOfMember(cannedMember())}) },
		"controls": func(p *Printer) error {
			doc := Controls{}
			for _, u := range cat.Controls() {
				doc.Controls = append(doc.Controls, ControlOf(cat, u))
			}
			return p.Controls(doc)
		},
		"remediations": func(p *Printer) error { return p.Remediations(cannedRemediations(cat)) },
		"explain":      func(p *Printer) error { return p.Explain(cannedExplain(cat)) },
		"explain-person": func(p *Printer) error {
			u, _ := cat.Control("IAM.6")
			return p.Explain(Explain{Control: ControlOf(cat, u), Advice: byHand.With(), Reads: []string{"iam.ListVirtualMFADevices"}})
		},
		"plan": func(p *Printer) error { return p.Plan(pl, PlanOptions{Now: now, File: "my plan.json"}) },
		"plan-empty": func(p *Printer) error {
			return p.Plan(&plan.Plan{ID: "p0", Account: account, Left: pl.Left[:1]}, PlanOptions{Now: now})
		},
		"plan-undo":    func(p *Printer) error { return p.Plan(undoPlan(), PlanOptions{Now: now}) },
		"plan-changes": func(p *Printer) error { return p.Plan(changesPlan(), PlanOptions{Now: now.Add(3 * time.Hour)}) },
		"plan-cli":     func(p *Printer) error { return p.PlanCLI(pl) },
		"apply": func(p *Printer) error {
			for _, rs := range run.Steps {
				if err := p.StepLine(pl.Find(rs.Step), rs); err != nil {
					return err
				}
			}
			return p.RunEnd(run, pl, RunEndOptions{ScoreBefore: &before, ScoreAfter: &after, File: "plan.json"})
		},
		"apply-cut-off": func(p *Printer) error {
			cut := *run
			cut.Finished = time.Time{}
			cut.Steps = slices.Clone(cut.Steps)
			cut.Steps[4] = plan.RunStep{Step: "5", State: plan.Planned}
			return p.RunEnd(&cut, pl, RunEndOptions{File: "plan.json"})
		},
		"plan-made":     func(p *Printer) error { return p.Plan(madePlan(), PlanOptions{Now: now, File: "plan.json"}) },
		"plan-made-cli": func(p *Printer) error { return p.PlanCLI(madePlan()) },
		"apply-halted": func(p *Printer) error {
			return p.RunEnd(haltedRun(), madePlan(), RunEndOptions{File: "plan.json"})
		},
		"run-halted": func(p *Printer) error { return p.Run(haltedRun(), madePlan()) },
		"remediation-kinds": func(p *Printer) error {
			all := cannedRemediations(cat).Remediations
			all[0].Bundle, all[0].Operations, all[0].Needs = true, nil, []resource.Type{"AWS::SNS::Topic", "AWS::CloudTrail::Trail"}
			all[1].Helper, all[1].Makes, all[1].Controls = true, plan.Creates, nil
			return p.Remediations(Remediations{Remediations: all})
		},
		"run":          func(p *Printer) error { return p.Run(run, pl) },
		"run-no-plan":  func(p *Printer) error { return p.Run(run, nil) },
		"run-markdown": func(p *Printer) error { return p.RunMarkdown(run, pl) },
		"runs":         func(p *Printer) error { return p.Runs(cannedRuns(run)) },
		"runs-none":    func(p *Printer) error { return p.Runs(Runs{}) },
		"sync": func(p *Printer) error {
			return p.Sync(cannedSync(false), SyncOptions{Approve: "manten sync --to-securityhub --approve"})
		},
		"sync-sent": func(p *Printer) error {
			return p.Sync(cannedSync(true), SyncOptions{Approve: "manten sync --to-securityhub --approve", Policy: "manten policy sync"})
		},
		"sync-whole": func(p *Printer) error {
			doc := cannedSync(true)
			doc.Regions, doc.Workflow, doc.Left = []SyncRegion{{Region: "eu-west-1", Failed: 1, Taken: 1}}, nil, nil
			return p.Sync(doc, SyncOptions{})
		},
		"sync-workflow": func(p *Printer) error {
			doc := cannedSync(false)
			doc.Regions, doc.Workflow = []SyncRegion{{Region: "eu-west-1"}}, doc.Workflow[:1]
			return p.Sync(doc, SyncOptions{Approve: "manten sync --to-securityhub --approve"})
		},
		"sync-closed": func(p *Printer) error {
			doc := cannedSync(false)
			doc.Regions, doc.Workflow = doc.Regions[:1], nil
			return p.Sync(doc, SyncOptions{Approve: "manten sync --to-securityhub --approve"})
		},
		"sync-none": func(p *Printer) error { return p.Sync(Sync{Account: account, Finished: scanned}, SyncOptions{}) },
		"error": func(p *Printer) error {
			return p.Error(fault.New(fault.Denied, "read bucket %s: %w", nasty, errors.New("AccessDenied")).Do("manten policy scan"))
		},
		"error-joined": func(p *Printer) error { return p.Error(errors.Join(errors.New("one"), errors.New("two\nthree"))) },
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for name, draw := range screens() {
		for _, lang := range []text.Lang{text.EN, text.JA} {
			t.Run(name+"/"+string(lang), func(t *testing.T) {
				t.Parallel()
				var b bytes.Buffer
				if err := draw(printer(&b, lang)); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+string(lang)+".txt", b.Bytes())
			})
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make it with: go test ./internal/view -update", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", path, got, want)
	}
}
