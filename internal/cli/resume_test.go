package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
)

// TestTwoAppliesAtOnce holds that the second is refused, told by whom, while the first is in the middle of a call.
func TestTwoAppliesAtOnce(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	withhold := awstest.NewWithhold()
	remove := a.Rule(awstest.Rule{Operation: "PutPublicAccessBlock", Times: 1, Do: withhold.Do})
	first, ended := start(t, command(t, a.Account, applyAll...))
	underWay(t, withhold, ended)
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	id := allRuns(t, a.Account)[0].ID
	saysNext(t, manten(t, a.Account, applyAll...), 4, id, "process "+strconv.Itoa(first.Process.Pid), host, "wait")
	// Undoing what is not finished is refused as well; the first one shall not write behind its back.
	saysNext(t, manten(t, a.Account, undoAll(id)...), 4, id, "not ended")
	if w := written(a.Account); len(w) == 0 || w[len(w)-1] != "s3.PutPublicAccessBlock" {
		t.Errorf("written meanwhile: %v", w)
	}
	remove()
	var run plan.Run
	r := <-ended
	if r.status != 0 {
		t.Fatalf("the first one: status %d\n%s", r.status, r.stderr)
	}
	r.parse(t, &run)
	allAre(t, run, plan.Verified)
	if w := written(a.Account); len(w) != len(oneOfEach)+1 || len(allRuns(t, a.Account)) != 1 {
		t.Errorf("written: %v", w)
	}
}

// TestScanDuringApply lets two processes use the database at once.
func TestScanDuringApply(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	withhold := awstest.NewWithhold()
	remove := a.Rule(awstest.Rule{Do: onWrites(withhold.Do)})
	_, ended := start(t, command(t, a.Account, applyAll...))
	underWay(t, withhold, ended)
	scan := must(t, a.Account, "scan", "--region", virginia, "--control", "KMS.4,S3.8", "--format", "json")
	must(t, a.Account, "findings", "--format", "json")
	remove()
	if r := <-ended; r.status != 0 {
		t.Fatalf("apply: status %d\n%s", r.status, r.stderr)
	}
	var doc struct{ ID string }
	scan.parse(t, &doc)
	allAre(t, allRuns(t, a.Account)[0], plan.Verified)
	if out := must(t, a.Account, "plan", "--scan", doc.ID, "--format", "json"); !strings.Contains(out.stdout, doc.ID) {
		t.Errorf("nothing can be planned from the scan: %s", out.stdout)
	}
}

// TestAppliedAgain applies a plan whose run has finished: everything is so already.
func TestAppliedAgain(t *testing.T) {
	t.Parallel()
	a := newSmall(t, oneOfEach...)
	must(t, a.Account, applyAll...)
	a.ResetCalls()
	for _, args := range [][]string{applyAll, {"apply", "plan.json", "--format", "json"}} {
		var run plan.Run
		must(t, a.Account, args...).parse(t, &run)
		allAre(t, run, plan.AlreadySo)
	}
	nothingWritten(t, a.Account)
	// What changed nothing has nothing to be undone.
	r := must(t, a.Account, undoAll(allRuns(t, a.Account)[0].ID)...)
	if !strings.Contains(r.stdout, "changed nothing") {
		t.Errorf("undo says %s%s", r.stdout, r.stderr)
	}
	nothingWritten(t, a.Account)
}

// TestUndoOfAnUnfinishedRun is refused, and doing what it says to do next makes it possible.
func TestUndoOfAnUnfinishedRun(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "EC2.2", "S3.5")
	before := a.state(t)
	killed(t, command(t, a.Account, applyAll...), mishap{at: 6, how: killAfter})
	id := allRuns(t, a.Account)[0].ID
	a.ResetCalls()
	r := manten(t, a.Account, undoAll(id)...)
	saysNext(t, r, 4, id, "not ended")
	nothingWritten(t, a.Account)
	next := regexp.MustCompile(`manten (apply \w+)`).FindStringSubmatch(r.stderr)
	if next == nil {
		t.Fatalf("it names no command: %s", r.stderr)
	}
	must(t, a.Account, strings.Fields(next[1])...)
	must(t, a.Account, undoAll(id)...)
	if got := a.state(t); got != before {
		t.Errorf("undone, the account is\n%s, was\n%s", got, before)
	}
}

// TestChangedBeforeApply changes a resource between plan and apply: nothing is written, and both values are shown.
func TestChangedBeforeApply(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "IAM.15")
	a.passwordLength(t, 9)
	r := ends(t, a.Account, 4, applyAll...)
	nothingWritten(t, a.Account)
	var run plan.Run
	r.parse(t, &run)
	allAre(t, run, plan.StaleStep)
	for _, value := range []string{`"MinimumPasswordLength":8`, `"MinimumPasswordLength":9`} {
		if !strings.Contains(run.Steps[0].Reason, value) {
			t.Errorf("the reason does not show %s: %s", value, run.Steps[0].Reason)
		}
	}
	if table := ends(t, a.Account, 4, "apply", "plan.json"); !strings.Contains(table.stdout, "new plan") {
		t.Errorf("it does not say what to do: %s%s", table.stdout, table.stderr)
	}
}

// TestLongValueChanged changes the end of a long policy: that is what is shown of it.
func TestLongValueChanged(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "IAM.15")
	policy := func(last string) string {
		var b strings.Builder
		b.WriteString(`{"Version":"2012-10-17","Statement":[`)
		for n := range 20 {
			fmt.Fprintf(&b, `{"Sid":"Reader%d","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/%d/*"},`, n, a.ID, a.bucket, n)
		}
		fmt.Fprintf(&b, `{"Sid":"%s","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::%s/*"}]}`, last, a.ID, a.bucket)
		return b.String()
	}
	putPolicy(t, a.Account, a.bucket, policy("TheWriter"))
	a.plan(t, "S3.5")
	putPolicy(t, a.Account, a.bucket, policy("AnotherWriter"))
	var run plan.Run
	ends(t, a.Account, 4, applyAll...).parse(t, &run)
	for _, sid := range []string{"TheWriter", "AnotherWriter"} {
		if !strings.Contains(run.Steps[0].Reason, sid) {
			t.Errorf("the reason does not show %s: %s", sid, run.Steps[0].Reason)
		}
	}
	if n := len(run.Steps[0].Reason); n > 1200 {
		t.Errorf("the reason has %d characters", n)
	}
	nothingWritten(t, a.Account)
}

// TestUndoOfUndo takes an undo back: the plan is applied again.
func TestUndoOfUndo(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "EC2.2", "S3.5")
	var run, back, again plan.Run
	must(t, a.Account, applyAll...).parse(t, &run)
	applied := a.state(t)
	must(t, a.Account, undoAll(run.ID)...).parse(t, &back)
	must(t, a.Account, undoAll(back.ID)...).parse(t, &again)
	if got := a.state(t); got != applied {
		t.Errorf("with the undo undone, the account is\n%s, was\n%s", got, applied)
	}
	for _, s := range again.Steps {
		if !s.State.Well() {
			t.Errorf("step %s is %s (%s)", s.Step, s.State, s.Reason)
		}
	}
}

// TestChangedInPart goes on with what is as planned.
func TestChangedInPart(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "IAM.15", "S3.5")
	a.passwordLength(t, 9)
	r := ends(t, a.Account, 3, applyAll...)
	var run plan.Run
	r.parse(t, &run)
	if w := written(a.Account); !slices.Equal(w, []string{"s3.PutBucketPolicy"}) {
		t.Errorf("written: %v", w)
	}
	if got := count(statesOf(run)); got["stale"] != 1 || got["verified"] != 1 {
		t.Errorf("states %v", got)
	}
}

func statesOf(r plan.Run) []string {
	var out []string
	for _, s := range r.Steps {
		out = append(out, string(s.State))
	}
	return out
}

func (a *small) passwordLength(t *testing.T, n int32) {
	t.Helper()
	got[*iam.UpdateAccountPasswordPolicyOutput](t)(a.iam().UpdateAccountPasswordPolicy(t.Context(),
		&iam.UpdateAccountPasswordPolicyInput{MinimumPasswordLength: aws.Int32(n), RequireNumbers: true}))
}

// TestChangedBeforeUndo changes a resource between apply and undo: what somebody else did is left alone.
func TestChangedBeforeUndo(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "IAM.15", "S3.5")
	var run, back plan.Run
	must(t, a.Account, applyAll...).parse(t, &run)
	a.passwordLength(t, 20)
	a.ResetCalls()
	ends(t, a.Account, 3, undoAll(run.ID)...).parse(t, &back)
	if w := written(a.Account); !slices.Equal(w, []string{"s3.DeleteBucketPolicy"}) {
		t.Errorf("written: %v", w)
	}
	if got := count(statesOf(back)); got["drifted"] != 1 || got["undone"] != 1 {
		t.Errorf("states %v", got)
	}
	// Undoing again meets only what is left, and it still is otherwise: nothing is written.
	a.ResetCalls()
	ends(t, a.Account, 4, undoAll(run.ID)...).parse(t, &back)
	allAre(t, back, plan.Drifted)
	nothingWritten(t, a.Account)
}

// TestApprovedEarlier lets one process approve and another one apply, from the file or from the database.
func TestApprovedEarlier(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "IAM.15", "S3.5", "KMS.4")
	saysNext(t, manten(t, a.Account, "apply", "plan.json"), 4, "not approved", "--approve")
	must(t, a.Account, "approve", "plan.json", "--step", "1,2")
	nothingWritten(t, a.Account)
	var p struct{ ID string }
	if err := json.Unmarshal(read(t, "plan.json"), &p); err != nil {
		t.Fatal(err)
	}
	var run plan.Run
	ends(t, a.Account, 3, "apply", p.ID, "--format", "json").parse(t, &run)
	if got := states(run); got["1"] != plan.Verified || got["2"] != plan.Verified || got["3"] != plan.Skipped {
		t.Errorf("states %v", got)
	}
	if w := written(a.Account); len(w) != 2 {
		t.Errorf("written: %v", w)
	}
}

// TestAlteredAfterApproval changes one value of an approved plan.
func TestAlteredAfterApproval(t *testing.T) {
	t.Parallel()
	a := newSmall(t, "IAM.15")
	must(t, a.Account, "approve", "plan.json")
	altered := strings.Replace(string(read(t, "plan.json")), `"MinimumPasswordLength": 14`, `"MinimumPasswordLength": 6`, 1)
	if altered == string(read(t, "plan.json")) {
		t.Fatal("nothing was altered")
	}
	write(t, "altered.json", []byte(altered))
	saysNext(t, manten(t, a.Account, "apply", "altered.json"), 4, "step 1", "do")
	saysNext(t, manten(t, a.Account, "apply", "altered.json", "--approve"), 4, "step 1", "do")
	nothingWritten(t, a.Account)
}
