package view

import (
	"bytes"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/text"
)

// cannedExceptions are exceptions in every state, one of them with words that would do harm.
func cannedExceptions() []Exception {
	made := func(id string, covers exception.Covers, left time.Duration, findings int) Exception {
		e := ExceptionOf(exception.Exception{
			ID: id, Covers: covers, Reason: "public by intent", Owner: "web team", Approver: "anna", Ends: now.Add(left),
		}, now)
		e.Findings = findings
		return e
	}
	const day = 24 * time.Hour
	file := made("f0123456789", exception.Covers{Control: "IAM.6", Resource: "AWS::::Account:" + account}, 40*day, 0)
	file.File = "security/exceptions.yaml"
	file.Reason = nasty
	return []Exception{
		made("soon", exception.Covers{Control: "S3.8", Resource: "arn:aws:s3:::公開*"}, 9*day, 1), file,
		made("late", exception.Covers{Tag: "env=sandbox", Account: account, Region: "eu-west-1"}, 300*day, 12),
		made("over", exception.Covers{Control: "EC2.13"}, -2*day, 11), made("idle", exception.Covers{Control: "EC2.14"}, -3*day, 0),
		made("past", exception.Covers{Control: "EC2.1"}, -200*day, 3),
	}
}

func TestExceptionGolden(t *testing.T) {
	t.Parallel()
	all := cannedExceptions()
	quiet := cannedFindings()
	for i, f := range quiet {
		if f.Workflow == control.Suppressed {
			quiet[i].Exception = "soon"
		}
	}
	score := cannedScore()
	score.Exceptions = all
	changed := func(e Exception, scan string) ExceptionChange {
		return ExceptionChange{Exception: e, Scan: scan, Before: new(63), After: new(65)}
	}
	untagged := changed(all[2], "s1")
	untagged.Untagged, untagged.Before = 7, nil
	for name, draw := range map[string]func(*Printer) error{
		"exceptions":       func(p *Printer) error { return p.Exceptions(Exceptions{Scan: "s1", Exceptions: all}) },
		"exceptions-blind": func(p *Printer) error { return p.Exceptions(Exceptions{Exceptions: all[:1]}) },
		"exceptions-none":  func(p *Printer) error { return p.Exceptions(Exceptions{Scan: "s1"}) },
		"exceptions-files": func(p *Printer) error { return p.Exceptions(Exceptions{Scan: "s1", Exceptions: all[1:2]}) },
		"exceptions-findings": func(p *Printer) error {
			return p.Findings(Findings{Finished: scanned, Findings: quiet, Exceptions: all})
		},
		"exceptions-score":  func(p *Printer) error { return p.Score(score) },
		"exception-added":   func(p *Printer) error { return p.ExceptionChange(changed(all[0], "s1")) },
		"exception-blind":   func(p *Printer) error { return p.ExceptionChange(changed(all[0], "")) },
		"exception-tagged":  func(p *Printer) error { return p.ExceptionChange(untagged) },
		"exception-ended":   func(p *Printer) error { return p.ExceptionChange(changed(all[3], "s1")) },
		"exceptions-import": func(p *Printer) error { return p.ExceptionImport(cannedImport(all)) },
	} {
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

func cannedImport(all []Exception) ExceptionImport {
	doc := ExceptionImport{Scan: "s1", Score: new(65), Exceptions: all[:2], Others: 4}
	for i := range most + 2 {
		doc.Skipped = append(doc.Skipped, NotImported{Finding: []string{nasty, "arn"}[min(i, 1)], Why: text.Message{Text: "it names no control"}})
	}
	return doc
}

func TestExceptionState(t *testing.T) {
	t.Parallel()
	for ends, want := range map[time.Duration]ExceptionState{
		15 * 24 * time.Hour: Holds, 14 * 24 * time.Hour: EndsSoon, time.Second: EndsSoon,
		0: JustEnded, -13 * 24 * time.Hour: JustEnded, -14 * 24 * time.Hour: Ended,
	} {
		got := ExceptionOf(exception.Exception{Ends: now.Add(ends)}, now).State
		if got != want || got.Over() != (ends <= 0) {
			t.Errorf("ends in %s: %s (over %v), want %s", ends, got, got.Over(), want)
		}
	}
}

// A plan is not offered for what is suppressed.
func TestNothingToPlanForSuppressed(t *testing.T) {
	t.Parallel()
	f := finding("S3.8", "title", control.High, control.Failed, "arn:aws:s3:::b", text.Message{Text: "why"})
	f.ByPerson = false
	for _, workflow := range []control.Workflow{control.New, control.Suppressed} {
		f.Workflow = workflow
		var b bytes.Buffer
		if err := printer(&b, text.EN).Findings(Findings{Findings: []Finding{f}}); err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(b.Bytes(), []byte("manten plan")); got != (workflow == control.New) {
			t.Errorf("%s: plan offered %v:\n%s", workflow, got, b.Bytes())
		}
	}
}
