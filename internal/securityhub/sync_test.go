package securityhub

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"
	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// recorded is a run of one step on a bucket, for S3.8 there and S3.1 elsewhere.
func recorded(id string, minutes int, state plan.State, change ...func(*Recorded)) Recorded {
	at := scanned.Add(time.Duration(minutes) * time.Minute)
	whole := resource.Ref{Type: "AWS::S3::Account", Account: account, Region: ireland, ID: resource.AccountID(account)}
	r := Recorded{
		Run: plan.Run{ID: id, Account: account, Started: at, Steps: []plan.RunStep{{
			Step: "1", State: state, Reason: "because", Finished: at,
			Verdicts: []plan.VerdictRecord{
				{Control: "S3.8", Status: control.Passed, Reason: "blocked"},
				{Control: "S3.2", Status: control.Passed},
				{Control: "S3.1", Resource: whole.ID, Region: ireland, Status: control.Failed, Reason: "still open"},
			},
		}}},
		Plan: &plan.Plan{Steps: []plan.Step{{
			ID: "1", Region: ireland, Resource: bucket("logs"), Remediations: []string{"BlockIt"}, Controls: []control.ID{"S3.8", "S3.1"},
			Elsewhere: []plan.Judged{{Control: "S3.1", Resource: whole}},
		}}},
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

func undoes(run string) func(*Recorded) { return func(r *Recorded) { r.Run.UndoOf = &run } }

// TestOutcomes holds what each state of a step leads to: only what was verified, and only the control that passes, is
// resolved.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	silent := func(r *Recorded) { r.Run.Steps[0].Verdicts = nil }
	for name, c := range map[string]struct {
		runs []Recorded
		want []string
	}{
		"none":                   {nil, nil},
		"verified":               {[]Recorded{recorded("a", 1, plan.Verified)}, []string{"S3.8 RESOLVED a"}},
		"verified, not judged":   {[]Recorded{recorded("a", 1, plan.Verified, silent)}, nil},
		"failed":                 {[]Recorded{recorded("a", 1, plan.Failed)}, []string{"S3.1 NOTIFIED a", "S3.8 NOTIFIED a"}},
		"applied":                {[]Recorded{recorded("a", 1, plan.Applied)}, nil},
		"started":                {[]Recorded{recorded("a", 1, plan.Started)}, nil},
		"planned":                {[]Recorded{recorded("a", 1, plan.Planned)}, nil},
		"pending":                {[]Recorded{recorded("a", 1, plan.Pending)}, nil},
		"skipped":                {[]Recorded{recorded("a", 1, plan.Skipped)}, nil},
		"stale":                  {[]Recorded{recorded("a", 1, plan.StaleStep)}, nil},
		"already so":             {[]Recorded{recorded("a", 1, plan.AlreadySo)}, nil},
		"undone":                 {[]Recorded{recorded("a", 1, plan.Verified), recorded("b", 2, plan.Undone, undoes("a"))}, []string{"S3.1 NEW b", "S3.8 NEW b"}},
		"undo failed":            {[]Recorded{recorded("a", 1, plan.Verified), recorded("b", 2, plan.Failed, undoes("a"))}, []string{"S3.8 RESOLVED a"}},
		"drifted":                {[]Recorded{recorded("a", 1, plan.Verified), recorded("b", 2, plan.Drifted, undoes("a"))}, []string{"S3.8 RESOLVED a"}},
		"failed, then verified":  {[]Recorded{recorded("b", 2, plan.Verified), recorded("a", 1, plan.Failed)}, []string{"S3.1 NOTIFIED a", "S3.8 RESOLVED b"}},
		"verified, then stale":   {[]Recorded{recorded("a", 1, plan.Verified), recorded("b", 2, plan.StaleStep)}, []string{"S3.8 RESOLVED a"}},
		"a step of another plan": {[]Recorded{recorded("a", 1, plan.Verified, func(r *Recorded) { r.Plan = &plan.Plan{} })}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, o := range Outcomes(c.runs) {
				got = append(got, fmt.Sprintf("%s %s %s", o.Control, o.Workflow, o.Run))
				if note := o.Note.Text; !strings.Contains(note, o.Run) || !strings.Contains(note, "BlockIt") || strings.Contains(note, "{") {
					t.Errorf("the note is %q", note)
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDue is the table of what a finding at Security Hub becomes.
func TestDue(t *testing.T) {
	t.Parallel()
	at := scanned
	before, after := aws.String(at.Add(-time.Hour).Format(time.RFC3339)), aws.String(at.Add(time.Hour).Format(time.RFC3339))
	note := func(by, said string, at *string) *types.Note {
		return &types.Note{UpdatedBy: &by, Text: &said, UpdatedAt: at}
	}
	for name, c := range map[string]struct {
		to      control.Workflow
		status  types.ComplianceStatus
		now     types.WorkflowStatus
		updated *string
		note    *types.Note
		named   bool
		want    bool
	}{
		"resolve what failed before":          {control.Resolved, "FAILED", "NEW", before, nil, false, true},
		"resolve what passes by now":          {control.Resolved, "PASSED", "RESOLVED", after, nil, false, true},
		"not what failed again since":         {control.Resolved, "FAILED", "NEW", after, nil, false, false},
		"not even where the run is named":     {control.Resolved, "FAILED", "NEW", after, nil, true, false},
		"nothing that is suppressed":          {control.Resolved, "FAILED", "SUPPRESSED", before, nil, true, false},
		"nothing twice":                       {control.Resolved, "FAILED", "NEW", before, note("manten", "by run r1", before), true, false},
		"somebody else's note on the run":     {control.Resolved, "FAILED", "NEW", before, note("anna", "by run r1", before), false, true},
		"an older note":                       {control.Resolved, "FAILED", "NOTIFIED", before, note("anna", "look", before), false, true},
		"a newer note is the last word":       {control.Resolved, "FAILED", "NEW", before, note("anna", "mine", after), false, false},
		"unless the run is named":             {control.Resolved, "FAILED", "NEW", before, note("anna", "mine", after), true, true},
		"notify of what failed":               {control.Notified, "FAILED", "NEW", before, nil, false, true},
		"not of what passes":                  {control.Notified, "PASSED", "NEW", before, nil, false, false},
		"not of what is resolved":             {control.Notified, "FAILED", "RESOLVED", before, nil, false, false},
		"new after an undo":                   {control.New, "FAILED", "RESOLVED", before, nil, false, true},
		"not new where somebody suppressed":   {control.New, "FAILED", "SUPPRESSED", before, nil, false, false},
		"a finding without a workflow is new": {control.Notified, "FAILED", "", before, nil, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := types.AwsSecurityFinding{
				Id: aws.String("x"), UpdatedAt: c.updated, Note: c.note, Compliance: &types.Compliance{Status: c.status},
				Workflow: &types.Workflow{Status: c.now},
			}
			if got := due(f, Outcome{Run: "r1", At: at, Workflow: c.to}, nil, c.named); got != c.want {
				t.Errorf("due is %v", got)
			}
		})
	}
	// Of a finding of ours the record counts, which is newer than what is at Security Hub.
	f := types.AwsSecurityFinding{Id: aws.String("x"), UpdatedAt: before, Compliance: &types.Compliance{Status: "FAILED"}}
	now := map[string]control.Finding{"x": {Status: control.Failed, LastSeen: at.Add(time.Minute)}}
	if due(f, Outcome{Run: "r1", At: at, Workflow: control.Resolved}, now, false) {
		t.Error("what the latest scan found failed is resolved")
	}
}

// TestAbout holds that only the very finding is meant.
func TestAbout(t *testing.T) {
	t.Parallel()
	o := Outcome{Control: "S3.8", Resource: bucket("logs")}
	finding := func(id, of, resource string) types.AwsSecurityFinding {
		return types.AwsSecurityFinding{
			AwsAccountId: &of, Compliance: &types.Compliance{SecurityControlId: &id}, Resources: []types.Resource{{Id: aws.String("other")}, {Id: &resource}},
		}
	}
	for _, c := range []struct {
		f    types.AwsSecurityFinding
		want bool
	}{
		{finding("S3.8", account, "arn:aws:s3:::logs"), true},
		{finding("S3.1", account, "arn:aws:s3:::logs"), false},
		{finding("S3.8", "999999999999", "arn:aws:s3:::logs"), false},
		{finding("S3.8", account, "arn:aws:s3:::log"), false},
		{types.AwsSecurityFinding{}, false},
	} {
		if about(c.f, o) != c.want {
			t.Errorf("about is not %v of %+v", c.want, c.f)
		}
	}
}

// TestLatest lays what runs have read over the findings of an older scan.
func TestLatest(t *testing.T) {
	t.Parallel()
	f := found("S3.8", bucket("logs"), control.Failed)
	for name, c := range map[string]struct {
		outcomes []Outcome
		status   control.Status
		newer    bool
	}{
		"none":     {nil, control.Failed, false},
		"verified": {Outcomes([]Recorded{recorded("a", 1, plan.Verified)}), control.Passed, true},
		"before":   {Outcomes([]Recorded{recorded("a", -1, plan.Verified)}), control.Failed, false},
		"failed":   {Outcomes([]Recorded{recorded("a", 1, plan.Failed)}), control.Failed, false},
		"another bucket": {
			Outcomes([]Recorded{recorded("a", 1, plan.Verified, func(r *Recorded) { r.Plan.Steps[0].Resource = bucket("x") })}),
			control.Failed, false,
		},
	} {
		got := Latest([]control.Finding{f}, c.outcomes)[0]
		if got.Status != c.status || got.LastSeen.After(f.LastSeen) != c.newer || got.Changed.After(f.Changed) != c.newer {
			t.Errorf("%s: it is %+v", name, got)
		}
	}
	if f.Status != control.Failed {
		t.Error("the finding itself was changed")
	}
}

// TestOutgoing is the table of what is sent.
func TestOutgoing(t *testing.T) {
	t.Parallel()
	w := Writer{Catalog: everything(t)}
	made := func(status control.Status, minutes int) types.AwsSecurityFinding {
		f := found("S3.8", bucket("logs"), status)
		f.LastSeen = scanned.Add(time.Duration(minutes) * time.Minute)
		return w.Finding(f)
	}
	gone := w.Archived(found("S3.8", bucket("logs"), control.Failed), scanned.Add(time.Minute))
	has := func(f types.AwsSecurityFinding) map[string]types.AwsSecurityFinding {
		return map[string]types.AwsSecurityFinding{*f.Id: f}
	}
	for name, c := range map[string]struct {
		made types.AwsSecurityFinding
		has  map[string]types.AwsSecurityFinding
		want bool
	}{
		"fails, never sent":         {made(control.Failed, 0), nil, true},
		"passes, never sent":        {made(control.Passed, 0), nil, false},
		"not available, never sent": {made(control.NotAvailable, 0), nil, false},
		"fails still":               {made(control.Failed, 1), has(made(control.Failed, 0)), true},
		"fails, the same scan":      {made(control.Failed, 0), has(made(control.Failed, 0)), false},
		"passes now":                {made(control.Passed, 1), has(made(control.Failed, 0)), true},
		"passes still":              {made(control.Passed, 1), has(made(control.Passed, 0)), false},
		"no longer readable":        {made(control.NotAvailable, 1), has(made(control.Failed, 0)), true},
		"fails again":               {made(control.Failed, 1), has(made(control.Passed, 0)), true},
		"older than what is there":  {made(control.Passed, 0), has(made(control.Failed, 1)), false},
		"gone":                      {gone, has(made(control.Failed, 0)), true},
		"gone, older":               {gone, has(made(control.Failed, 2)), false},
	} {
		if got := outgoing([]types.AwsSecurityFinding{c.made}, c.has); (len(got) == 1) != c.want {
			t.Errorf("%s: %d are sent", name, len(got))
		}
	}
}

// TestSyncTexts holds that every message is there in both languages, with the same arguments.
func TestSyncTexts(t *testing.T) {
	t.Parallel()
	for _, m := range SyncTexts() {
		if m.EN == "" || m.JA == "" || !slices.Equal(text.Args(m.EN), text.Args(m.JA)) {
			t.Errorf("%+v", m)
		}
	}
}

// hubOf is Security Hub in Ireland that answers so.
func hubOf(t *testing.T, a *answers) Hub {
	t.Helper()
	s, _ := sender(a)
	cfg := s.Config(ireland)
	cfg.APIOptions = nil // reading is not for the writing gate
	return Hub{Account: account, Region: ireland, Config: cfg}
}

// TestDraftOfManyOutcomes asks for twenty outcomes at a time, and means a finding once that two answers have.
func TestDraftOfManyOutcomes(t *testing.T) {
	t.Parallel()
	var outcomes []Outcome
	for i := range 21 {
		outcomes = append(outcomes, Outcome{
			Control: "S3.8", Resource: bucket(fmt.Sprint("b", i)), Run: "r", At: scanned, Workflow: control.Resolved, Note: text.Message{Text: "r"},
		})
	}
	own := fmt.Sprintf(`{"Findings":[{"Id":"arn:aws:securityhub:1","AwsAccountId":%q,"ProductArn":"p","Compliance":{"Status":"FAILED","SecurityControlId":"S3.8"},"Resources":[{"Id":"arn:aws:s3:::b0"}]}]}`, account)
	a := &answers{all: []string{`{"Findings":[]}`, own}}
	d, err := hubOf(t, a).Draft(t.Context(), Material{Writer: Writer{Catalog: everything(t)}, Outcomes: outcomes, Gone: none})
	if err != nil || len(d.Updates) != 1 || !d.Updates[0].Own() || d.Updates[0].From != control.New || len(a.bodies) != 3 {
		t.Fatalf("%d calls, %+v, %v", len(a.bodies), d, err)
	}
	for i, want := range []int{20, 1} {
		var in securityhub.GetFindingsInput
		parsed(t, a.bodies[i+1], &in)
		if len(in.Filters.ResourceId) != want || len(in.Filters.ComplianceSecurityControlId) != 1 || *in.Filters.ProductArn[0].Value != "arn:aws:securityhub:eu-west-1::product/aws/securityhub" {
			t.Errorf("call %d asks for %+v", i, in.Filters)
		}
	}
}

func none(context.Context, string, func(control.Finding) bool) ([]control.Finding, error) {
	return nil, nil
}

// TestDraftClosed tells of a region without Security Hub only where something would be sent there.
func TestDraftClosed(t *testing.T) {
	t.Parallel()
	for status, want := range map[control.Status]string{control.Failed: "Security Hub is not enabled in eu-west-1: nothing is sent there", control.Passed: ""} {
		d, err := hubOf(t, &answers{all: []string{"401 InvalidAccessException"}}).Draft(t.Context(), Material{
			Writer: Writer{Catalog: everything(t)}, Findings: []control.Finding{found("S3.8", bucket("b"), status)}, Gone: none,
		})
		if err != nil || d.Problem.Text != want || !d.Empty() {
			t.Errorf("%s: %+v, %v", status, d, err)
		}
	}
}
