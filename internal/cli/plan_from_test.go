package cli_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/demo"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// TestPlanFromSecurityHub plans what Security Hub says that it fails, applies it, and finds it passing though Security Hub
// has not looked again yet.
func TestPlanFromSecurityHub(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badBuckets(t, a)
	args := []string{"plan", "--from-securityhub", "--region", virginia, "--region", ireland, "-o", "plan.json"}
	saysNext(t, manten(t, a, args...), 2, "Security Hub is not enabled in eu-west-1, us-east-1", "manten scan")

	all := []types.AwsSecurityFinding{hubFinding(a, "S3.8", bucket(a, "photos"))}
	for i := range 119 { // more than come at once
		all = append(all, hubFinding(a, "S3.8", fmt.Sprintf("gone-%d-%s", i, a.ID)))
	}
	all = append(all, hubFinding(a, "S3.5", bucket(a, "reports")))
	enableHub(t, a, all...)
	a.ResetCalls()

	out := must(t, a, args...).stdout
	p := planWritten(t)
	if len(p.Steps) != 2 || !slices.ContainsFunc(p.Steps, func(s plan.Step) bool { return s.Resource.Name == bucket(a, "photos") }) {
		t.Errorf("steps are %+v", p.Steps)
	}
	if len(p.Left) != 119 {
		t.Errorf("%d are left, want 119", len(p.Left))
	}
	for _, want := range []string{"that were read: 121", "Security Hub is not enabled in eu-west-1", "the resource no longer exists"} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	asked := map[string]int{}
	for _, c := range a.Calls() {
		if c.Service == "securityhub" {
			asked[c.Operation+" "+c.Region]++
		}
	}
	if want := map[string]int{"GetFindings us-east-1": 2, "GetFindings eu-west-1": 1}; fmt.Sprint(asked) != fmt.Sprint(want) {
		t.Errorf("Security Hub was asked %v, want %v", asked, want)
	}

	must(t, a, "apply", "plan.json", "--approve")
	out = must(t, a, args...).stdout
	if !strings.HasPrefix(out, "Nothing to do") || !strings.Contains(out, "it already passes: the resource was read again just now") {
		t.Errorf("after it was applied:\n%s", out)
	}
}

// --control and --standard narrow what Security Hub is asked for, and a refusal names the missing permission.
func TestPlanFromSecurityHubNarrowed(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	badBuckets(t, a)
	enableHub(t, a, hubFinding(a, "S3.8", bucket(a, "photos")), hubFinding(a, "S3.5", bucket(a, "photos")))
	args := []string{"plan", "--from-securityhub", "--region", virginia, "-o", "plan.json"}
	for flag, want := range map[string]int{"--control=S3.5": 1, "--standard=fsbp-1.0.0": 2, "--standard=cis-1.2.0": 0, "--control=S3.5,S3.8": 2} {
		must(t, a, append(args, flag)...)
		if p := planWritten(t); len(p.Steps)+len(p.Left) != want || !strings.Contains(p.Notes[0].Text, fmt.Sprintf("were read: %d.", want)) {
			t.Errorf("%s: %d steps, %d left, %v; want %d findings", flag, len(p.Steps), len(p.Left), p.Notes, want)
		}
	}
	a.Rule(awstest.Rule{Service: "securityhub", Operation: "GetFindings", Do: awstest.Deny()})
	saysNext(t, manten(t, a, args...), 5, "read the findings of Security Hub in us-east-1", "allow securityhub:GetFindings")
}

// Each finding that comes in is spoken of: it is planned for, or left with the reason, and not both. Those of controls that
// span resources may be both, where a plan goes a part of the way.
func TestPlanFromAccounts(t *testing.T) {
	t.Parallel()
	write(t, "sample.json", demo.Account)
	var sample struct {
		Resources []struct{ Resource resource.Ref }
	}
	result{stdout: string(demo.Account)}.parse(t, &sample)
	var in strings.Builder
	asked := map[[3]string]bool{}
	for _, u := range everything().Controls() {
		for _, r := range sample.Resources {
			ref := r.Resource
			kind := string(ref.Type)
			if ref.IsAccount() {
				kind = "AwsAccount"
			}
			key := [3]string{string(u.ID), ref.ID, ref.Region}
			whole := strings.HasSuffix(string(everything().CollectorOf(u).Type), "::Account")
			if asked[key] || whole && !ref.IsAccount() { // such a finding is one with that of the account
				continue
			}
			asked[key] = true
			fmt.Fprintf(&in, `{"Id":"%s %s","GeneratorId":"security-control/%s","AwsAccountId":"111122223333","Region":"%s","Resources":[{"Type":"%s","Id":"%s"}]}`+"\n",
				u.ID, ref.ID, u.ID, ref.Region, kind, ref.ID)
		}
	}
	write(t, "findings.jsonl", []byte(in.String()))
	must(t, nil, "plan", "--snapshot", "sample.json", "--from", "findings.jsonl", "-o", "plan.json")
	planned, left := spokenOf(planWritten(t))
	for key := range asked {
		u, _ := everything().Control(control.ID(key[0]))
		if of := everything().CollectorOf(u); of.Scope == catalog.Global { // of one in another region it is the same finding
			continue
		}
		done, kept := planned[key] > 0, left[key] // several steps may serve one
		if kept > 1 || !done && kept == 0 || done && kept > 0 && !u.Joins() {
			t.Errorf("%v: planned %d times, left %d times", key, planned[key], left[key])
		}
	}
}

// spokenOf counts the findings of a plan by control, resource and region: those that steps serve, and those left.
func spokenOf(p *plan.Plan) (planned, left map[[3]string]int) {
	planned, left = map[[3]string]int{}, map[[3]string]int{}
	key := func(id control.ID, r resource.Ref) [3]string { return [3]string{string(id), r.ID, r.Region} }
	for i := range p.Steps {
		s := &p.Steps[i]
		for _, id := range s.Controls {
			if s.Own(id) {
				planned[key(id, s.Resource)]++
			}
		}
		for _, j := range s.Elsewhere {
			if j.Resource != s.Resource {
				planned[key(j.Control, j.Resource)]++
			}
		}
	}
	for _, l := range p.Left {
		left[[3]string{string(l.Control), l.Resource, l.Region}]++
	}
	return planned, left
}

// planWritten is the plan that a command wrote.
func planWritten(t *testing.T) *plan.Plan {
	t.Helper()
	p, err := plan.Decode(read(t, "plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// hubFinding is a failed finding of Security Hub on a bucket.
func hubFinding(a *awstest.Account, id, name string) types.AwsSecurityFinding {
	arn := "arn:aws:securityhub:" + virginia + ":" + a.ID + ":security-control/" + id + "/finding/" + name
	return types.AwsSecurityFinding{
		SchemaVersion: aws.String("2018-10-08"), Id: &arn, ProductArn: aws.String("arn:aws:securityhub:" + virginia + "::product/aws/securityhub"),
		GeneratorId: aws.String("security-control/" + id), AwsAccountId: &a.ID, Region: aws.String(virginia), RecordState: types.RecordStateActive,
		Title: aws.String("t"), Description: aws.String("d"), CreatedAt: aws.String("2026-10-01T00:00:00Z"), UpdatedAt: aws.String("2026-10-01T00:00:00Z"),
		Severity:  &types.Severity{Label: types.SeverityLabelHigh},
		Resources: []types.Resource{{Type: aws.String("AwsS3Bucket"), Id: aws.String("arn:aws:s3:::" + name)}},
		Compliance: &types.Compliance{
			Status: types.ComplianceStatusFailed, SecurityControlId: &id,
			AssociatedStandards: []types.AssociatedStandard{{StandardsId: aws.String("standards/aws-foundational-security-best-practices/v/1.0.0")}},
		},
	}
}

// enableHub enables Security Hub in one region and has it hold findings.
func enableHub(t *testing.T, a *awstest.Account, findings ...types.AwsSecurityFinding) {
	t.Helper()
	c := securityhub.NewFromConfig(a.Through(virginia))
	got[*securityhub.EnableSecurityHubOutput](t)(c.EnableSecurityHub(t.Context(), &securityhub.EnableSecurityHubInput{}))
	for some := range slices.Chunk(findings, 100) {
		out := got[*securityhub.BatchImportFindingsOutput](t)(c.BatchImportFindings(t.Context(), &securityhub.BatchImportFindingsInput{Findings: some}))
		if len(out.FailedFindings) > 0 {
			t.Fatalf("not imported: %+v", out.FailedFindings)
		}
	}
}
