package awstest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/awstest"
)

// hubBench is Security Hub of an account, where it is enabled.
type hubBench struct {
	*testing.T
	account *awstest.Account
	client  *securityhub.Client
}

func newHub(t *testing.T) *hubBench {
	t.Helper()
	a := awstest.New(t)
	h := &hubBench{T: t, account: a, client: securityhub.NewFromConfig(a.Through(region))}
	if _, err := h.client.EnableSecurityHub(t.Context(), &securityhub.EnableSecurityHubInput{}); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *hubBench) finding(id, updated string, change ...func(*types.AwsSecurityFinding)) types.AwsSecurityFinding {
	f := types.AwsSecurityFinding{
		AwsAccountId: &h.account.ID, CreatedAt: aws.String("2026-01-01T00:00:00Z"), Description: aws.String("d"), GeneratorId: aws.String("g"),
		Id: &id, ProductArn: aws.String("arn:aws:securityhub:" + region + ":" + h.account.ID + ":product/" + h.account.ID + "/default"),
		Resources:     []types.Resource{{Id: aws.String("arn:aws:s3:::b"), Type: aws.String("AwsS3Bucket")}},
		SchemaVersion: aws.String("2018-10-08"), Title: aws.String("t"), UpdatedAt: &updated,
		Compliance: &types.Compliance{Status: types.ComplianceStatusFailed, SecurityControlId: aws.String("S3.8")},
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

func (h *hubBench) put(all ...types.AwsSecurityFinding) *securityhub.BatchImportFindingsOutput {
	h.Helper()
	out, err := h.client.BatchImportFindings(h.Context(), &securityhub.BatchImportFindingsInput{Findings: all})
	if err != nil {
		h.Fatal(err)
	}
	return out
}

func (h *hubBench) get(filters *types.AwsSecurityFindingFilters) []types.AwsSecurityFinding {
	h.Helper()
	var all []types.AwsSecurityFinding
	pages := securityhub.NewGetFindingsPaginator(h.client, &securityhub.GetFindingsInput{Filters: filters, MaxResults: aws.Int32(2)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(h.Context())
		if err != nil {
			h.Fatal(err)
		}
		all = append(all, page.Findings...)
	}
	return all
}

func (h *hubBench) only() types.AwsSecurityFinding {
	h.Helper()
	all := h.get(nil)
	if len(all) != 1 {
		h.Fatalf("there are %d findings, want 1", len(all))
	}
	return all[0]
}

func (h *hubBench) update(in *securityhub.BatchUpdateFindingsInput) *securityhub.BatchUpdateFindingsOutput {
	h.Helper()
	out, err := h.client.BatchUpdateFindings(h.Context(), in)
	if err != nil {
		h.Fatal(err)
	}
	return out
}

func (h *hubBench) workflow(f types.AwsSecurityFinding, to types.WorkflowStatus, note string) {
	h.Helper()
	out := h.update(&securityhub.BatchUpdateFindingsInput{
		FindingIdentifiers: []types.AwsSecurityFindingIdentifier{{Id: f.Id, ProductArn: f.ProductArn}},
		Note:               &types.NoteUpdate{Text: &note, UpdatedBy: aws.String("me")}, Workflow: &types.WorkflowUpdate{Status: to},
	})
	if len(out.ProcessedFindings) != 1 || len(out.UnprocessedFindings) != 0 {
		h.Fatalf("update gave %+v", out)
	}
}

func TestHubNotEnabled(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := securityhub.NewFromConfig(a.Through(region))
	_, err := client.GetFindings(t.Context(), &securityhub.GetFindingsInput{})
	wantCode(t, err, "InvalidAccessException")
	h := &hubBench{T: t, account: a}
	_, err = client.BatchImportFindings(t.Context(), &securityhub.BatchImportFindingsInput{
		Findings: []types.AwsSecurityFinding{h.finding("a", "2026-01-01T00:00:00Z")},
	})
	wantCode(t, err, "InvalidAccessException")
	_, err = client.BatchUpdateFindings(t.Context(), &securityhub.BatchUpdateFindingsInput{
		FindingIdentifiers: []types.AwsSecurityFindingIdentifier{{Id: aws.String("a"), ProductArn: aws.String("b")}},
	})
	wantCode(t, err, "InvalidAccessException")
}

// What BatchUpdateFindings sets comes back, and changes no time of the finding.
func TestHubUpdate(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	f := h.finding("a", "2026-01-01T00:00:00Z")
	h.put(f)
	if got := h.only(); got.Workflow.Status != types.WorkflowStatusNew || got.RecordState != types.RecordStateActive || *got.Region != region {
		t.Errorf("a new finding is %+v", got)
	}
	h.workflow(f, types.WorkflowStatusResolved, "done")
	got := h.only()
	if got.Workflow.Status != types.WorkflowStatusResolved || *got.Note.Text != "done" || *got.Note.UpdatedBy != "me" || *got.UpdatedAt != *f.UpdatedAt {
		t.Errorf("after the update it is %+v", got)
	}
	out := h.update(&securityhub.BatchUpdateFindingsInput{
		FindingIdentifiers: []types.AwsSecurityFindingIdentifier{{Id: aws.String("nobody"), ProductArn: f.ProductArn}},
		Workflow:           &types.WorkflowUpdate{Status: types.WorkflowStatusNew},
	})
	if len(out.UnprocessedFindings) != 1 || *out.UnprocessedFindings[0].ErrorCode != "FindingNotFound" {
		t.Errorf("an unknown finding gives %+v", out)
	}
	for _, note := range []string{"", strings.Repeat("x", 513)} {
		_, err := h.client.BatchUpdateFindings(t.Context(), &securityhub.BatchUpdateFindingsInput{
			FindingIdentifiers: []types.AwsSecurityFindingIdentifier{{Id: f.Id, ProductArn: f.ProductArn}},
			Note:               &types.NoteUpdate{Text: &note, UpdatedBy: aws.String("me")},
		})
		wantCode(t, err, "InvalidInputException")
	}
}

// An import leaves what is the customer's, is ignored unless it is newer, and makes a finding new that comes back.
func TestHubImport(t *testing.T) {
	t.Parallel()
	status := func(to types.ComplianceStatus) func(*types.AwsSecurityFinding) {
		return func(f *types.AwsSecurityFinding) {
			f.Compliance = &types.Compliance{Status: to, SecurityControlId: aws.String("S3.8")}
		}
	}
	archived := func(f *types.AwsSecurityFinding) { f.RecordState = types.RecordStateArchived }
	for name, c := range map[string]struct {
		updated string
		workflow,
		want types.WorkflowStatus
		before, after []func(*types.AwsSecurityFinding)
		kept          bool
	}{
		"older":      {"2026-01-01T00:00:00Z", types.WorkflowStatusResolved, types.WorkflowStatusResolved, nil, nil, true},
		"newer":      {"2026-01-03T00:00:00Z", types.WorkflowStatusResolved, types.WorkflowStatusResolved, nil, nil, false},
		"fails anew": {"2026-01-03T00:00:00Z", types.WorkflowStatusResolved, types.WorkflowStatusNew, []func(*types.AwsSecurityFinding){status("PASSED")}, nil, false},
		"is back":    {"2026-01-03T00:00:00Z", types.WorkflowStatusNotified, types.WorkflowStatusNew, []func(*types.AwsSecurityFinding){archived}, nil, false},
		"suppressed": {"2026-01-03T00:00:00Z", types.WorkflowStatusSuppressed, types.WorkflowStatusSuppressed, []func(*types.AwsSecurityFinding){status("PASSED")}, nil, false},
		"passes":     {"2026-01-03T00:00:00Z", types.WorkflowStatusNotified, types.WorkflowStatusNotified, nil, []func(*types.AwsSecurityFinding){status("PASSED")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHub(t)
			first := h.finding("a", "2026-01-02T00:00:00Z", c.before...)
			h.put(first)
			h.workflow(first, c.workflow, "mine")
			second := h.finding("a", c.updated, c.after...)
			second.Title, second.Note = aws.String("second"), &types.Note{Text: aws.String("theirs"), UpdatedBy: aws.String("x"), UpdatedAt: aws.String(c.updated)}
			if out := h.put(second); *out.SuccessCount != 1 || *out.FailedCount != 0 {
				t.Errorf("it gave %+v", out)
			}
			got := h.only()
			if got.Workflow.Status != c.want || *got.Note.Text != "mine" || (*got.Title == "t") != c.kept {
				t.Errorf("it is %s, %q, %q", got.Workflow.Status, *got.Note.Text, *got.Title)
			}
		})
	}
}

func TestHubImportRefuses(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	foreign := h.finding("foreign", "2026-01-01T00:00:00Z", func(f *types.AwsSecurityFinding) { f.AwsAccountId = aws.String("111122223333") })
	large := h.finding("large", "2026-01-01T00:00:00Z", func(f *types.AwsSecurityFinding) {
		f.ProductFields = map[string]string{"x": strings.Repeat("x", 240<<10)}
	})
	out := h.put(foreign, large, h.finding("good", "2026-01-01T00:00:00Z"))
	codes := map[string]string{}
	for _, f := range out.FailedFindings {
		codes[*f.Id] = *f.ErrorCode
	}
	if *out.SuccessCount != 1 || *out.FailedCount != 2 || codes["foreign"] != "InvalidAccessException" || codes["large"] != "FindingSizeExceeded" {
		t.Errorf("it gave %+v, %v", out, codes)
	}
	var many []types.AwsSecurityFinding
	for i := range 101 {
		many = append(many, h.finding(fmt.Sprint(i), "2026-01-01T00:00:00Z"))
	}
	_, err := h.client.BatchImportFindings(t.Context(), &securityhub.BatchImportFindingsInput{Findings: many})
	wantCode(t, err, "InvalidInputException")
}

func TestHubFilters(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	h.put(
		h.finding("a1", "2026-01-01T00:00:00Z"),
		h.finding("a2", "2026-02-01T00:00:00Z", func(f *types.AwsSecurityFinding) { f.Compliance.SecurityControlId = aws.String("S3.1") }),
		h.finding("b1", "2026-03-01T00:00:00Z", func(f *types.AwsSecurityFinding) { f.Resources[0].Id = aws.String("arn:aws:s3:::c") }),
	)
	is := func(comparison types.StringFilterComparison, values ...string) []types.StringFilter {
		var out []types.StringFilter
		for _, v := range values {
			out = append(out, types.StringFilter{Comparison: comparison, Value: &v})
		}
		return out
	}
	for name, c := range map[string]struct {
		filters types.AwsSecurityFindingFilters
		want    []string
	}{
		"none":         {types.AwsSecurityFindingFilters{}, []string{"a1", "a2", "b1"}},
		"prefix":       {types.AwsSecurityFindingFilters{Id: is("PREFIX", "a")}, []string{"a1", "a2"}},
		"any of some":  {types.AwsSecurityFindingFilters{Id: is("EQUALS", "a1", "b1")}, []string{"a1", "b1"}},
		"all of some":  {types.AwsSecurityFindingFilters{Id: is("NOT_EQUALS", "a1", "b1")}, []string{"a2"}},
		"both filters": {types.AwsSecurityFindingFilters{Id: is("PREFIX", "a"), ComplianceSecurityControlId: is("EQUALS", "S3.8")}, []string{"a1"}},
		"in a list":    {types.AwsSecurityFindingFilters{ResourceId: is("EQUALS", "arn:aws:s3:::c")}, []string{"b1"}},
		"since":        {types.AwsSecurityFindingFilters{UpdatedAt: []types.DateFilter{{Start: aws.String("2026-01-15T00:00:00Z"), End: aws.String("2026-02-15T00:00:00Z")}}}, []string{"a2"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range h.get(&c.filters) {
				got = append(got, *f.Id)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("it gave %v, want %v", got, c.want)
			}
		})
	}
	_, err := h.client.GetFindings(t.Context(), &securityhub.GetFindingsInput{Filters: &types.AwsSecurityFindingFilters{Sample: []types.BooleanFilter{{Value: aws.Bool(true)}}}})
	wantCode(t, err, "InvalidInputException")
}
