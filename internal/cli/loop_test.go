package cli_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/view"
)

// TestLoop is the whole job by commands: scan, plan, look at it, be refused, approve, apply in two parts, scan again,
// undo, and be where it began.
func TestLoop(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badAccount(t, a)
	ahead(t, keysAreOld)

	only := []string{"--control", looped}
	first := scan(t, a, 0, only...)
	everyRemediableControlFails(t, first)
	p := planned(t, a)
	shown(t, a, p)

	ends(t, a, 4, "apply", "plan.json")
	nothing(t, a, "apply without approval")

	one := applied(t, a, 3, "apply", "plan.json", "--approve")
	two := applied(t, a, 0, "apply", "plan.json", "--approve-interrupting", "all")
	inTwoParts(t, a, p, one, two)

	second := scan(t, a, 0, only...)
	passes(t, p, second)
	if again := planned(t, a); len(again.Steps) > 0 {
		t.Errorf("planning again yields %d steps", len(again.Steps))
	}
	listed(t, a, one.ID, two.ID)

	for _, r := range []plan.Run{two, one} {
		undone(t, a, r.ID)
	}
	sameStatuses(t, "after the undo findings are otherwise than at first", statuses(first.Findings), statuses(scan(t, a, 0, only...).Findings))
}

// looped are the controls that the account made for these tests fails; [TestWorstAccount] has all of them.
const looped = "EC2.1,EC2.2,EC2.7,EC2.13,EC2.14,IAM.3,IAM.4,IAM.5,IAM.6,IAM.7,IAM.9,IAM.11,IAM.12,IAM.13,IAM.14,IAM.15,IAM.16,IAM.17,KMS.4,S3.1,S3.2,S3.3,S3.5,S3.8"

// everyRemediableControlFails also holds that the account made for these tests is as bad as it should be.
func everyRemediableControlFails(t *testing.T, doc view.Scan) {
	t.Helper()
	fails := map[control.ID]bool{}
	for _, f := range doc.Findings {
		fails[f.Control] = fails[f.Control] || f.Status == control.Failed
	}
	for _, u := range everything().Remediations() {
		if !slices.ContainsFunc(u.Controls, func(id control.ID) bool { return slices.Contains(strings.Split(looped, ","), string(id)) }) {
			continue
		}
		if !slices.ContainsFunc(u.Controls, func(id control.ID) bool { return fails[id] }) {
			t.Errorf("none of the controls %v of %s fails", u.Controls, u.Name)
		}
	}
}

// shown holds that a plan can be looked at in all its forms, which are of the same bytes.
func shown(t *testing.T, a *awstest.Account, p *plan.Plan) {
	t.Helper()
	table := must(t, a, "show", "plan.json").stdout
	for _, s := range p.Steps {
		if !strings.Contains(table, s.Resource.Name) || !strings.Contains(table, s.Remediations[0]) {
			t.Errorf("step %s is not in the table", s.ID)
		}
	}
	for _, name := range []string{"plan.json", p.ID} {
		if got := must(t, a, "show", name, "--format", "json").stdout; got != string(read(t, "plan.json")) {
			t.Errorf("show %s --format json is not the plan's file:\n%s", name, got)
		}
	}
	if got := must(t, a, "show", "plan.json", "--format", "cli").stdout; !strings.Contains(got, "\naws s3api put-public-access-block --region us-east-1 ") {
		t.Errorf("as commands it is\n%s", got)
	}
	for _, args := range [][]string{{"show", "plan.json"}, {"findings"}, {"score"}, {"explain", "S3.8"}} {
		if got := must(t, a, append(args, "--lang", "ja")...).stdout; !strings.ContainsFunc(got, japanese) {
			t.Errorf("%v --lang ja has no Japanese:\n%s", args, got)
		}
		if got := must(t, a, append(args, "--lang", "en")...).stdout; strings.ContainsFunc(got, japanese) {
			t.Errorf("%v --lang en has Japanese:\n%s", args, got)
		}
	}
}

func japanese(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }

// inTwoParts holds that the first run left out just the steps that interrupt, that the second did just those, and that
// all calls of the plan were made once and no others.
func inTwoParts(t *testing.T, a *awstest.Account, p *plan.Plan, one, two plan.Run) {
	t.Helper()
	var interrupting, others []string
	for _, s := range p.Steps {
		if len(s.Interrupts) > 0 {
			interrupting = append(interrupting, s.ID)
		} else {
			others = append(others, s.ID)
		}
	}
	if len(interrupting) == 0 {
		t.Error("no step interrupts, so that this test says too little")
	}
	for _, c := range []struct {
		what      string
		run       plan.Run
		state     plan.State
		wantSteps []string
	}{
		{"first run", one, plan.Verified, others},
		{"first run", one, plan.Skipped, interrupting},
		{"second run", two, plan.Verified, interrupting},
		{"second run", two, plan.AlreadySo, others},
	} {
		if diff := cmp.Diff(c.wantSteps, inState(c.run, c.state)); diff != "" {
			t.Errorf("%s, %s (-want +got):\n%s", c.what, c.state, diff)
		}
	}
	if diff := cmp.Diff(calls(p, do, every), writes(a)); diff != "" {
		t.Errorf("the calls at AWS are not those of the plan (-plan +AWS):\n%s", diff)
	}
}

// passes holds that the plan's controls pass now.
func passes(t *testing.T, p *plan.Plan, doc view.Scan) {
	t.Helper()
	for _, f := range doc.Findings {
		if slices.ContainsFunc(p.Steps, func(s plan.Step) bool { return slices.Contains(s.Controls, f.Control) }) && f.Status != control.Passed {
			t.Errorf("%s is %s: %s", name(f), f.Status, f.Reason)
		}
	}
	if after := p.Score[0].After; after == nil || doc.Scores[0].Score == nil || *after != *doc.Scores[0].Score {
		t.Errorf("the plan predicted score %v, it is %v", after, doc.Scores[0].Score)
	}
}

// listed holds that both runs are on record, the newer one first, and can be looked at.
func listed(t *testing.T, a *awstest.Account, one, two string) {
	t.Helper()
	var doc view.Runs
	must(t, a, "runs", "--format", "json").parse(t, &doc)
	if doc.Schema != view.RunsSchema || len(doc.Runs) != 2 || doc.Runs[0].ID != two || doc.Runs[1].ID != one {
		t.Errorf("the runs are %+v", doc)
	}
	var run plan.Run
	must(t, a, "runs", "show", one, "--format", "json").parse(t, &run)
	inList, alone := got[[]byte](t)(json.Marshal(doc.Runs[1])), got[[]byte](t)(json.Marshal(run))
	if string(inList) != string(alone) {
		t.Errorf("in the list the run is\n%s\nalone\n%s", inList, alone)
	}
	for _, format := range []string{"table", "markdown"} {
		got := must(t, a, "runs", "show", one, "--format", format).stdout
		if !strings.Contains(got, one) || !strings.Contains(got, "EnableKeyRotation") || !strings.Contains(got, "kms.EnableKeyRotation") {
			t.Errorf("as %s the run is\n%s", format, got)
		}
		if got := must(t, a, "runs", "show", one, "--format", format, "--lang", "ja").stdout; !strings.ContainsFunc(got, japanese) {
			t.Errorf("as %s in Japanese the run is\n%s", format, got)
		}
	}
}

// undone takes a run back: not without approval, and not twice.
func undone(t *testing.T, a *awstest.Account, run string) {
	t.Helper()
	a.ResetCalls()
	ends(t, a, 4, "undo", run)
	nothing(t, a, "undo without approval")

	var back plan.Plan
	ends(t, a, 4, "undo", run, "--format", "json").parse(t, &back)
	r := applied(t, a, 0, "undo", run, "--approve")
	if all := inState(r, plan.Undone); len(all) != len(r.Steps) || len(all) != len(back.Steps) {
		t.Errorf("undone are the steps %v of %+v", all, r)
	}
	if r.UndoOf == nil || *r.UndoOf != run {
		t.Errorf("the run undoes %v", r.UndoOf)
	}
	if diff := cmp.Diff(calls(&back, do, every), writes(a)); diff != "" {
		t.Errorf("the calls at AWS are not those that were announced (-announced +AWS):\n%s", diff)
	}
	a.ResetCalls()
	if got := must(t, a, "undo", run, "--approve").stdout; !strings.Contains(got, "undone already") {
		t.Errorf("undoing twice says\n%s", got)
	}
	nothing(t, a, "undoing twice")
}

// TestScanDocument holds the members of the scan's JSON, which other programs read.
func TestScanDocument(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badUsers(t, a)
	out := must(t, a, append([]string{"scan", "--format", "json"}, regions()...)...).stdout
	doc := members(t, "the scan", json.RawMessage(out),
		"schema", "id", "started", "finished", "accounts", "regions", "calls", "resources", "coverage", "findings", "scores", "exceptions")
	if string(doc["schema"]) != `"manten.scan/1"` || string(doc["coverage"]) != "[]" {
		t.Errorf("schema %s, coverage %s", doc["schema"], doc["coverage"])
	}
	var findings, scores []json.RawMessage
	for member, into := range map[string]*[]json.RawMessage{"findings": &findings, "scores": &scores} {
		if err := json.Unmarshal(doc[member], into); err != nil || len(*into) == 0 {
			t.Fatalf("%s: %v in %s", member, err, doc[member])
		}
	}
	for _, raw := range findings {
		f := members(t, "a finding", raw, "id", "control", "title", "severity", "standards", "account", "region", "resource", "status",
			"reason_code", "reason", "message", "workflow", "remediation", "by_person", "first_seen", "last_seen", "changed")
		members(t, "a finding's resource", f["resource"], "type", "id")
	}
	var scan view.Scan
	if err := json.Unmarshal([]byte(out), &scan); err != nil {
		t.Fatal(err)
	}
	if scan.Calls != len(a.Calls())-1 { // asking who we are comes before
		t.Errorf("the scan says %d calls, the proxy saw %d", scan.Calls, len(a.Calls()))
	}
	if diff := cmp.Diff([]string{ireland, virginia}, scan.Regions); diff != "" || scan.Accounts[0] != a.ID {
		t.Errorf("accounts %v, regions %s", scan.Accounts, diff)
	}
	var lines int
	for line := range strings.Lines(must(t, a, append([]string{"scan", "--format", "jsonl"}, regions()...)...).stdout) {
		lines++
		members(t, "a line", json.RawMessage(line), "id", "control", "title", "severity", "standards", "account", "region", "resource",
			"status", "reason_code", "reason", "message", "workflow", "remediation", "by_person", "first_seen", "last_seen", "changed")
	}
	if lines != len(findings) {
		t.Errorf("%d lines for %d findings", lines, len(findings))
	}
}

// TestApproveThenApply approves one step by its own command, and applies by another without a word.
func TestApproveThenApply(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badKeys(t, a)
	scan(t, a, 0)
	p := planned(t, a, "--control", "KMS.4", "--control", "EC2.7")
	if len(p.Steps) != 4 {
		t.Fatalf("%d steps, want one for each key and each region", len(p.Steps))
	}
	var given plan.Approval
	must(t, a, "approve", "plan.json", "--step", "2", "--step", "3", "--format", "json").parse(t, &given)
	if !slices.Equal(given.Steps, []string{"2", "3"}) || given.By.ARN == "" {
		t.Errorf("the approval is %+v", given)
	}
	nothing(t, a, "approve")

	only := func(ids ...string) map[string]int {
		return calls(p, do, func(id string) bool { return slices.Contains(ids, id) })
	}
	run := applied(t, a, 0, "apply", "plan.json", "--step", "3")
	if v, left := inState(run, plan.Verified), inState(run, plan.Planned); !slices.Equal(v, []string{"3"}) || len(left) != 3 {
		t.Errorf("apply --step 3: verified %v, not chosen %v", v, left)
	}
	if diff := cmp.Diff(only("3"), writes(a)); diff != "" {
		t.Errorf("apply --step 3 (-plan +AWS):\n%s", diff)
	}
	run = applied(t, a, 3, "apply", "plan.json")
	if v, left := inState(run, plan.Verified), inState(run, plan.Skipped); !slices.Equal(v, []string{"2"}) || !slices.Equal(left, []string{"1", "4"}) {
		t.Errorf("apply: verified %v, skipped %v", v, left)
	}
	if diff := cmp.Diff(only("2", "3"), writes(a)); diff != "" {
		t.Errorf("apply (-plan +AWS):\n%s", diff)
	}
}
