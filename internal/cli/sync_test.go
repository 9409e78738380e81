package cli_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/view"
)

// hubAccount has one key without rotation in each of the two regions, and Security Hub in those named.
type hubAccount struct {
	*testing.T
	*awstest.Account
	keys map[string]string // ARNs by region
}

func newHubAccount(t *testing.T, in ...string) *hubAccount {
	t.Helper()
	h := &hubAccount{T: t, Account: awstest.New(t), keys: map[string]string{}}
	for _, region := range []string{virginia, ireland} {
		h.keys[region] = *got[*kms.CreateKeyOutput](t)(kms.NewFromConfig(h.Config(region)).CreateKey(t.Context(), &kms.CreateKeyInput{})).KeyMetadata.Arn
	}
	for _, region := range in {
		got[*securityhub.EnableSecurityHubOutput](t)(h.hub(region).EnableSecurityHub(t.Context(), &securityhub.EnableSecurityHubInput{}))
	}
	return h
}

func (h *hubAccount) hub(region string) *securityhub.Client {
	return securityhub.NewFromConfig(h.Through(region))
}

// scanned scans for the keys alone.
func (h *hubAccount) scanned() view.Scan {
	h.Helper()
	return scan(h.T, h.Account, 0, "--control", "KMS.4")
}

// sync syncs, to the end with this status.
func (h *hubAccount) sync(status int, args ...string) view.Sync {
	h.Helper()
	var doc view.Sync
	ends(h.T, h.Account, status, append([]string{"sync", "--to-securityhub", "--format", "json"}, args...)...).parse(h.T, &doc)
	return doc
}

// findings are those at Security Hub in a region, by whose they are: "manten" or "aws".
func (h *hubAccount) findings(region string) map[string]types.AwsSecurityFinding {
	h.Helper()
	out := got[*securityhub.GetFindingsOutput](h.T)(h.hub(region).GetFindings(h.Context(), &securityhub.GetFindingsInput{}))
	all := map[string]types.AwsSecurityFinding{}
	for _, f := range out.Findings {
		whose := "aws"
		if strings.HasPrefix(*f.GeneratorId, "manten/") {
			whose = "manten"
		}
		if _, twice := all[whose]; twice {
			h.Errorf("%s has more than one finding of %s", region, whose)
		}
		all[whose] = f
	}
	return all
}

// own makes Security Hub's own finding of the key in a region.
func (h *hubAccount) own(region string) {
	h.Helper()
	at := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	id := "arn:aws:securityhub:" + region + ":" + h.ID + ":security-control/KMS.4/finding/1"
	got[*securityhub.BatchImportFindingsOutput](h.T)(h.hub(region).BatchImportFindings(h.Context(), &securityhub.BatchImportFindingsInput{
		Findings: []types.AwsSecurityFinding{{
			AwsAccountId: &h.ID, CreatedAt: &at, UpdatedAt: &at, Description: aws.String("d"), GeneratorId: aws.String("security-control/KMS.4"),
			Id: &id, ProductArn: aws.String("arn:aws:securityhub:" + region + "::product/aws/securityhub"), SchemaVersion: aws.String("2018-10-08"),
			Title: aws.String("t"), Compliance: &types.Compliance{Status: types.ComplianceStatusFailed, SecurityControlId: aws.String("KMS.4")},
			Resources: []types.Resource{{Id: aws.String(h.keys[region]), Type: aws.String("AwsKmsKey")}},
		}},
	}))
}

// stands holds how a finding stands at Security Hub.
func (h *hubAccount) stands(region, whose string, status types.ComplianceStatus, workflow types.WorkflowStatus, note ...string) {
	h.Helper()
	f, ok := h.findings(region)[whose]
	if !ok {
		h.Errorf("%s has no finding of %s", region, whose)
		return
	}
	said := ""
	if f.Note != nil {
		said = aws.ToString(f.Note.Text)
	}
	if f.Compliance.Status != status || f.Workflow.Status != workflow || (len(note) == 0) != (said == "") {
		h.Errorf("%s, %s: %s, %s, note %q; want %s, %s", region, whose, f.Compliance.Status, f.Workflow.Status, said, status, workflow)
	}
	for _, n := range note {
		if !strings.Contains(said, n) {
			h.Errorf("%s, %s: the note %q lacks %q", region, whose, said, n)
		}
	}
}

// sent are the writes to Security Hub.
func (h *hubAccount) sent() int {
	return h.Count("securityhub", "BatchImportFindings") + h.Count("securityhub", "BatchUpdateFindings")
}

// TestSync sends the findings of a scan: nothing without approval, then what is the same as on record, and no second time.
func TestSync(t *testing.T) {
	t.Parallel()
	h := newHubAccount(t, virginia, ireland)
	h.scanned()
	if doc := h.sync(4); len(doc.Regions) != 2 || doc.Regions[0].Failed != 1 || doc.Sent {
		t.Errorf("without approval it is %+v", doc)
	}
	h.sync(0, "--dry-run")
	if n := h.sent(); n != 0 {
		t.Fatalf("%d writes without approval", n)
	}
	doc := h.sync(0, "--approve")
	if n := h.sent(); n != 2 || !doc.Sent || doc.Regions[0].Taken != 1 || doc.Regions[1].Taken != 1 || len(doc.Left) != 0 {
		t.Errorf("%d writes, %+v", n, doc)
	}
	var record []types.AwsSecurityFinding
	must(t, h.Account, "findings", "--format", "asff").parse(t, &record)
	if len(record) != 2 {
		t.Fatalf("on record are %d findings", len(record))
	}
	for _, f := range record {
		there := h.findings(*f.Resources[0].Region)["manten"]
		if aws.ToString(there.Id) != *f.Id || *there.UpdatedAt != *f.UpdatedAt || there.Compliance.Status != "FAILED" ||
			*there.Resources[0].Id != h.keys[*f.Resources[0].Region] || *there.Title != *f.Title {
			t.Errorf("on record %+v, at Security Hub %+v", f, there)
		}
		h.stands(*f.Resources[0].Region, "manten", "FAILED", "NEW")
	}
	if doc := h.sync(0, "--approve"); len(doc.Regions) != 0 || h.sent() != 2 {
		t.Errorf("the same scan is sent twice: %+v", doc)
	}
	lines := strings.Split(strings.TrimSpace(must(t, h.Account, "findings", "--format", "asff-jsonl", "--region", ireland).stdout), "\n")
	if len(lines) != 1 || !strings.HasPrefix(lines[0], `{"AwsAccountId":"`) {
		t.Errorf("as lines they are %q", lines)
	}
}

// TestSyncAfterRuns holds that what was verified is resolved, ours and Security Hub's own, what failed is notified, what was
// undone is new, and that a person's word stands.
func TestSyncAfterRuns(t *testing.T) {
	t.Parallel()
	h := newHubAccount(t, virginia, ireland)
	h.own(virginia)
	h.own(ireland)
	h.scanned()
	planned(t, h.Account)
	h.sync(0, "--approve")
	for _, region := range []string{virginia, ireland} { // planned, and nothing done yet
		h.stands(region, "manten", "FAILED", "NEW")
		h.stands(region, "aws", "FAILED", "NEW")
	}
	h.Rule(awstest.Rule{Do: awstest.Deny(), Operation: "EnableKeyRotation", Region: ireland})
	run := applied(t, h.Account, 3, "apply", "plan.json", "--approve")

	doc := h.sync(4)
	if len(doc.Workflow) != 4 {
		t.Errorf("the workflow changes are %+v", doc.Workflow)
	}
	h.stands(virginia, "aws", "FAILED", "NEW")
	h.sync(0, "--approve")
	done := []string{"EnableKeyRotation", run.ID, "manten undo " + run.ID, run.Steps[0].Finished.UTC().Format("2006-01-02")}
	h.stands(virginia, "manten", "PASSED", "RESOLVED", done...)
	h.stands(virginia, "aws", "FAILED", "RESOLVED", done...)
	failed := []string{"EnableKeyRotation", run.ID, "kms:EnableKeyRotation is missing"}
	h.stands(ireland, "manten", "FAILED", "NOTIFIED", failed...)
	h.stands(ireland, "aws", "FAILED", "NOTIFIED", failed...)

	again := h.sent()
	if doc := h.sync(0, "--approve"); h.sent() != again || len(doc.Workflow) != 0 {
		t.Errorf("what was said is said again: %+v", doc)
	}
	// Somebody has looked at one, and has the last word.
	mine := h.findings(ireland)["aws"]
	got[*securityhub.BatchUpdateFindingsOutput](t)(h.hub(ireland).BatchUpdateFindings(t.Context(), &securityhub.BatchUpdateFindingsInput{
		FindingIdentifiers: []types.AwsSecurityFindingIdentifier{{Id: mine.Id, ProductArn: mine.ProductArn}},
		Note:               &types.NoteUpdate{Text: aws.String("accepted"), UpdatedBy: aws.String("anna")}, Workflow: &types.WorkflowUpdate{Status: "SUPPRESSED"},
	}))
	h.sync(0, "--approve", "--run", run.ID)
	h.stands(ireland, "aws", "FAILED", "SUPPRESSED", "accepted")

	back := applied(t, h.Account, 0, "undo", run.ID, "--approve")
	h.sync(0, "--approve", "--run", back.ID[:6])
	h.stands(virginia, "manten", "FAILED", "NEW", run.ID, back.ID)
	h.stands(virginia, "aws", "FAILED", "NEW", run.ID, back.ID)
	h.stands(ireland, "manten", "FAILED", "NOTIFIED", run.ID)
	ends(t, h.Account, 2, "sync", "--to-securityhub", "--run", "nobody")
}

// TestSyncResolvesNothingUnverified holds that a call that was made and not seen to work resolves nothing.
func TestSyncResolvesNothingUnverified(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rule   awstest.Rule
		status int
		state  plan.State
	}{
		"not shown": {awstest.Rule{
			Do:        awstest.Answer(http.StatusOK, "application/x-amz-json-1.1", `{"KeyRotationEnabled":false}`),
			Operation: "GetKeyRotationStatus",
		}, 0, plan.Pending},
		"not readable": {awstest.Rule{Do: awstest.Deny(), Operation: "GetKeyRotationStatus", After: 1}, 3, plan.Applied},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHubAccount(t, virginia, ireland)
			h.own(virginia)
			h.scanned()
			p := planned(t, h.Account)
			h.ResetCalls()
			c.rule.Region = virginia
			h.Rule(c.rule)
			step := p.Steps[slices.IndexFunc(p.Steps, func(s plan.Step) bool { return s.Region == virginia })].ID
			r := manten(t, h.Account, "apply", "plan.json", "--approve", "--step", step, "--format", "json")
			var run plan.Run
			r.parse(t, &run)
			if states := inState(run, c.state); len(states) != 1 {
				t.Fatalf("status %d, the run is %+v", r.status, run.Steps)
			}
			doc := h.sync(0, "--approve")
			if len(doc.Workflow) != 0 || h.Count("securityhub", "BatchUpdateFindings") != 0 {
				t.Errorf("it changed %+v", doc.Workflow)
			}
			h.stands(virginia, "manten", "FAILED", "NEW")
			h.stands(virginia, "aws", "FAILED", "NEW")
		})
	}
}

// TestSyncPassedAndGone holds that what was sent is followed: it passes, or its resource is gone. What passes and was never
// sent is not sent.
func TestSyncPassedAndGone(t *testing.T) {
	t.Parallel()
	h := newHubAccount(t, virginia, ireland)
	site := bucket(h.Account, "site")
	buckets := s3.NewFromConfig(h.Config(virginia))
	got[*s3.CreateBucketOutput](t)(buckets.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &site}))
	both := []string{"--control", "KMS.4,S3.8"}
	got[*kms.EnableKeyRotationOutput](t)(kms.NewFromConfig(h.Config(ireland)).EnableKeyRotation(t.Context(), &kms.EnableKeyRotationInput{KeyId: aws.String(h.keys[ireland])}))
	scan(t, h.Account, 0, both...)
	h.sync(0, "--approve")
	if all := h.findings(ireland); len(all) != 0 {
		t.Errorf("what passes was sent: %+v", all)
	}
	got[*kms.EnableKeyRotationOutput](t)(kms.NewFromConfig(h.Config(virginia)).EnableKeyRotation(t.Context(), &kms.EnableKeyRotationInput{KeyId: aws.String(h.keys[virginia])}))
	got[*s3.DeleteBucketOutput](t)(buckets.DeleteBucket(t.Context(), &s3.DeleteBucketInput{Bucket: &site}))
	scan(t, h.Account, 0, both...)
	doc := h.sync(0, "--approve")
	if len(doc.Regions) != 1 || doc.Regions[0].Passed != 1 || doc.Regions[0].Archived != 1 || doc.Regions[0].Taken != 2 {
		t.Errorf("it sent %+v", doc.Regions)
	}
	states := map[string]string{}
	for _, f := range got[*securityhub.GetFindingsOutput](t)(h.hub(virginia).GetFindings(t.Context(), &securityhub.GetFindingsInput{})).Findings {
		states[*f.Compliance.SecurityControlId] = string(f.Compliance.Status) + " " + string(f.RecordState)
	}
	if states["KMS.4"] != "PASSED ACTIVE" || states["S3.8"] != "FAILED ARCHIVED" || len(states) != 2 {
		t.Errorf("at Security Hub: %v", states)
	}
}

// TestSyncTrouble holds that a region that is closed, or refuses, is told, and that the others go on.
func TestSyncTrouble(t *testing.T) {
	t.Parallel()
	refused := `{"FailedCount":1,"SuccessCount":0,"FailedFindings":[{"Id":"manten/x","ErrorCode":"InvalidInput","ErrorMessage":"no good"}]}`
	for name, c := range map[string]struct {
		in      []string
		rule    *awstest.Rule
		status  int
		says    string
		ireland bool // whether the finding is there in the end
	}{
		"not enabled":    {[]string{virginia}, nil, 3, "Security Hub is not enabled in eu-west-1", false},
		"reading denied": {nil, &awstest.Rule{Do: awstest.Deny(), Operation: "GetFindings", Times: 1}, 3, "securityhub:GetFindings is missing in eu-west-1", false},
		"writing denied": {nil, &awstest.Rule{Do: awstest.Deny(), Operation: "BatchImportFindings"}, 3, "securityhub:BatchImportFindings is missing in eu-west-1", false},
		"throttled":      {nil, &awstest.Rule{Do: awstest.Throttle(), Operation: "BatchImportFindings", Times: 2}, 0, "", true},
		"reads are slow": {nil, &awstest.Rule{Do: awstest.Throttle(), Operation: "GetFindings", Times: 2}, 0, "", true},
		"lost answer":    {nil, &awstest.Rule{Do: awstest.CutAfter(), Operation: "BatchImportFindings", Times: 1}, 0, "", true},
		"not taken": {
			nil, &awstest.Rule{Do: awstest.Answer(http.StatusOK, "application/json", refused), Operation: "BatchImportFindings"},
			3, "manten/x · InvalidInput: no good", false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := c.in
			if in == nil {
				in = []string{virginia, ireland}
			}
			h := newHubAccount(t, in...)
			h.scanned()
			if c.rule != nil {
				c.rule.Region = ireland
				h.Rule(*c.rule)
			}
			out := ends(t, h.Account, c.status, "sync", "--to-securityhub", "--approve").stdout
			if !strings.Contains(out, c.says) {
				t.Errorf("it says\n%s", out)
			}
			h.stands(virginia, "manten", "FAILED", "NEW")
			if slices.Contains(in, ireland) && (len(h.findings(ireland)) == 1) != c.ireland {
				t.Errorf("in Ireland there are %d findings", len(h.findings(ireland)))
			}
		})
	}
}

// TestSyncUpdateDenied holds that a workflow change that is denied is told, and comes the next time.
func TestSyncUpdateDenied(t *testing.T) {
	t.Parallel()
	h := newHubAccount(t, virginia, ireland)
	h.own(virginia)
	h.scanned()
	planned(t, h.Account)
	applied(t, h.Account, 0, "apply", "plan.json", "--approve")
	open := h.Rule(awstest.Rule{Do: awstest.Deny(), Operation: "BatchUpdateFindings"})
	doc := h.sync(3, "--approve")
	if len(doc.Regions) != 1 || doc.Regions[0].Problem != "securityhub:BatchUpdateFindings is missing in us-east-1" {
		t.Errorf("it is %+v", doc.Regions)
	}
	h.stands(virginia, "aws", "FAILED", "NEW")
	open()
	h.sync(0, "--approve", "--lang", "ja")
	h.stands(virginia, "aws", "FAILED", "RESOLVED", "合格", "manten undo")
}

// TestSyncPolicy holds that the policy names what a sync calls, and nothing else.
func TestSyncPolicy(t *testing.T) {
	t.Parallel()
	h := newHubAccount(t, virginia, ireland)
	h.own(virginia)
	h.scanned()
	planned(t, h.Account)
	h.sync(0, "--approve")
	applied(t, h.Account, 0, "apply", "plan.json", "--approve")
	h.sync(0, "--approve")
	called := map[string]bool{}
	for _, c := range h.Calls() {
		if c.Service == "securityhub" {
			called["securityhub:"+c.Operation] = true
		}
	}
	allowed := policy(t, nil, "sync").actions("MantenSync")
	delete(called, "securityhub:EnableSecurityHub") // the test's own
	if len(allowed) != len(called) || slices.ContainsFunc(allowed, func(a string) bool { return !called[a] }) {
		t.Errorf("allowed are %v, called %v", allowed, called)
	}
}

// TestSyncWrongly is what a sync refuses before it reaches AWS.
func TestSyncWrongly(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"sync"},
		{"sync", "--to-securityhub", "--approve", "--dry-run"},
		{"sync", "--to-securityhub", "--snapshot", "x"},
		{"sync", "--to-securityhub", "--control", "S3.x"},
	} {
		if r := ends(t, nil, 2, args...); !strings.Contains(r.stderr, "Next:") {
			t.Errorf("%v says %s", args, r.stderr)
		}
	}
	h := newHubAccount(t)
	if r := ends(t, h.Account, 2, "sync", "--to-securityhub"); !strings.Contains(r.stderr, "manten scan") {
		t.Errorf("without a scan it says %s", r.stderr)
	}
}
