package securityhub

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/service/all"
	"github.com/mantenhq/manten/internal/text"
)

const (
	account = "111122223333"
	ireland = "eu-west-1"
)

var scanned = time.Date(2026, 11, 22, 10, 0, 0, 123456789, time.UTC)

func everything(t *testing.T) *catalog.Catalog {
	t.Helper()
	cat, err := catalog.New(all.Services()...)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func bucket(name string) resource.Ref {
	return resource.Ref{Type: "AWS::S3::Bucket", Account: account, Region: ireland, ID: "arn:aws:s3:::" + name, Name: name}
}

func found(id control.ID, ref resource.Ref, status control.Status) control.Finding {
	return control.Finding{
		ID: control.FindingID(id, ref), Control: id, Resource: ref, Status: status, Severity: control.High,
		Reason:    text.Message{Key: string(id) + "/reason", Text: "the bucket is open"},
		FirstSeen: scanned.Add(-48 * time.Hour), LastSeen: scanned, Changed: scanned.Add(-24 * time.Hour),
	}
}

// nobody answers every request as AWS answers a good one: what the SDK sends is what matters.
type nobody struct{ bodies [][]byte }

func (n *nobody) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	n.bodies = append(n.bodies, body)
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(`{"FailedCount":0,"SuccessCount":1,"FailedFindings":[]}`)),
	}, nil
}

// client is the SDK's own with its validation, in front of nobody.
func client(n *nobody) *securityhub.Client {
	return securityhub.New(securityhub.Options{
		Region: ireland, HTTPClient: n, Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "a", SecretAccessKey: "b"}, nil
		}),
	})
}

// everyFinding has each control on each type of resource that it judges, in each status, and with the longest of texts.
func everyFinding(cat *catalog.Catalog) []control.Finding {
	var out []control.Finding
	for _, u := range cat.Controls() {
		for _, of := range cat.CollectorsOf(u) {
			refs := []resource.Ref{
				{Type: of.Type, Account: account, Region: ireland, ID: "arn:aws:x:" + ireland + ":" + account + ":" + string(of.Type), Name: "x"},
				{Type: of.Type, Account: account, Region: "us-gov-west-1", ID: resource.AccountID(account), Name: account},
			}
			for i, status := range []control.Status{control.Passed, control.Failed, control.Warning, control.NotAvailable} {
				f := found(u.ID, refs[i%2], status)
				f.Code, f.Exception, f.Reopened = "CONFIG_ACCESS_DENIED", "x", scanned
				f.Reason.Text = strings.Repeat("満点", 2000)
				out = append(out, f)
			}
		}
	}
	return append(out, control.Finding{ID: "x", Control: control.ID("Gone." + strings.Repeat("1", 400)), Resource: bucket("b"), Status: control.Failed, LastSeen: scanned})
}

// TestASFFIsValid holds every finding that can be written against the model of the API: the SDK's own validation takes it,
// and each member is within its documented length.
func TestASFFIsValid(t *testing.T) {
	t.Parallel()
	w := Writer{Catalog: everything(t)}
	n := &nobody{}
	c := client(n)
	all := everyFinding(w.Catalog)
	for i, f := range all {
		x := w.Finding(f)
		within(t, x)
		if i%50 != 0 && i != len(all)-1 {
			continue // the SDK looks at the same members each time
		}
		if _, err := c.BatchImportFindings(t.Context(), &securityhub.BatchImportFindingsInput{Findings: []types.AwsSecurityFinding{x}}); err != nil {
			t.Fatalf("%s: %v", f.Control, err)
		}
	}
	if len(n.bodies) < 10 || len(all) < 400 {
		t.Errorf("only %d of %d findings were sent", len(n.bodies), len(all))
	}
	// The validation is at work: a finding without an Id is refused, and nothing is sent.
	sent := len(n.bodies)
	bad := w.Finding(all[0])
	bad.Id = nil
	_, err := c.BatchImportFindings(t.Context(), &securityhub.BatchImportFindingsInput{Findings: []types.AwsSecurityFinding{bad}})
	if err == nil || !strings.Contains(err.Error(), "Findings[0].Id") || len(n.bodies) != sent {
		t.Errorf("without an Id it gave %v", err)
	}
}

// limits are the documented lengths of members. Source: Security Hub API Reference, "AwsSecurityFinding" and what it is
// made of.
var limits = []struct {
	member    string
	of        func(x types.AwsSecurityFinding) []string
	from, to  int
	mustExist bool
}{
	{"AwsAccountId", one(func(x types.AwsSecurityFinding) *string { return x.AwsAccountId }), 12, 12, true},
	{"Description", one(func(x types.AwsSecurityFinding) *string { return x.Description }), 1, 1024, true},
	{"GeneratorId", one(func(x types.AwsSecurityFinding) *string { return x.GeneratorId }), 1, 512, true},
	{"Id", one(func(x types.AwsSecurityFinding) *string { return x.Id }), 1, 512, true},
	{"ProductArn", one(func(x types.AwsSecurityFinding) *string { return x.ProductArn }), 12, 2048, true},
	{"Title", one(func(x types.AwsSecurityFinding) *string { return x.Title }), 1, 256, true},
	{"Recommendation.Text", one(func(x types.AwsSecurityFinding) *string { return x.Remediation.Recommendation.Text }), 1, 512, true},
	{"Recommendation.Url", one(func(x types.AwsSecurityFinding) *string { return x.Remediation.Recommendation.Url }), 1, 2048, true},
	{"Severity.Original", one(func(x types.AwsSecurityFinding) *string { return x.Severity.Original }), 1, 64, true},
	{"Resources.Id", one(func(x types.AwsSecurityFinding) *string { return x.Resources[0].Id }), 1, 2048, true},
	{"Resources.Type", one(func(x types.AwsSecurityFinding) *string { return x.Resources[0].Type }), 1, 256, true},
	{"Resources.Region", one(func(x types.AwsSecurityFinding) *string { return x.Resources[0].Region }), 1, 16, true},
	{"Compliance.StatusReasons.Description", func(x types.AwsSecurityFinding) []string {
		var out []string
		for _, r := range x.Compliance.StatusReasons {
			out = append(out, *r.Description)
		}
		return out
	}, 1, 1024, false},
	{"Compliance.RelatedRequirements", func(x types.AwsSecurityFinding) []string { return x.Compliance.RelatedRequirements }, 1, 256, false},
	{"ProductFields", func(x types.AwsSecurityFinding) []string {
		var out []string
		for _, v := range x.ProductFields {
			out = append(out, v)
		}
		return out
	}, 1, 2048, true},
}

func one(member func(types.AwsSecurityFinding) *string) func(types.AwsSecurityFinding) []string {
	return func(x types.AwsSecurityFinding) []string { return []string{aws.ToString(member(x))} }
}

// within holds a finding against the documented lengths, numbers and words.
func within(t *testing.T, x types.AwsSecurityFinding) {
	t.Helper()
	for _, l := range limits {
		values := l.of(x)
		if len(values) == 0 && l.mustExist {
			t.Errorf("%s: %s is missing", *x.Id, l.member)
		}
		for _, v := range values {
			if n := utf8.RuneCountInString(v); n < l.from || n > l.to || !utf8.ValidString(v) {
				t.Errorf("%s: %s has %d characters, want %d to %d", *x.Id, l.member, n, l.from, l.to)
			}
		}
	}
	if n := len(x.Compliance.RelatedRequirements); n > 32 {
		t.Errorf("%s: %d related requirements", *x.Id, n)
	}
	if *x.SchemaVersion != "2018-10-08" || len(x.ProductFields) > 50 || len(x.Resources) != 1 || len(x.Types) != 1 {
		t.Errorf("%s: %+v", *x.Id, x)
	}
	for _, at := range []*string{x.CreatedAt, x.UpdatedAt, x.FirstObservedAt, x.LastObservedAt} {
		if _, err := time.Parse(time.RFC3339Nano, aws.ToString(at)); err != nil {
			t.Errorf("%s: %v", *x.Id, err)
		}
	}
	if !slices.Contains(x.Severity.Label.Values(), x.Severity.Label) || !slices.Contains(x.Compliance.Status.Values(), x.Compliance.Status) ||
		!slices.Contains(x.RecordState.Values(), x.RecordState) || !slices.Contains(x.Resources[0].Partition.Values(), x.Resources[0].Partition) {
		t.Errorf("%s: a word is none of the API: %+v", *x.Id, x)
	}
	if x.Note != nil || x.Workflow != nil || x.UserDefinedFields != nil || x.VerificationState != "" {
		t.Errorf("%s carries what is the customer's", *x.Id)
	}
}

// TestASFFGolden shows two findings whole.
func TestASFFGolden(t *testing.T) {
	t.Parallel()
	w := Writer{Catalog: everything(t)}
	failed := found("S3.8", bucket("logs"), control.Failed)
	user := resource.Ref{Type: "AWS::IAM::Account", Account: account, Region: "us-east-1", ID: resource.AccountID(account), Name: account}
	passed := found("IAM.6", user, control.Passed)
	passed.Code, passed.Exception = "CONFIG_EVALUATIONS_EMPTY", "e1"
	var b bytes.Buffer
	if err := WriteASFF(&b, []types.AwsSecurityFinding{w.Finding(failed), w.Archived(passed, scanned.Add(time.Hour))}, false); err != nil {
		t.Fatal(err)
	}
	golden(t, "asff.json", b.Bytes())
}

// What the SDK sends is what the file has, so that `aws securityhub batch-import-findings --findings` takes it.
func TestASFFIsWhatIsSent(t *testing.T) {
	t.Parallel()
	w := Writer{Catalog: everything(t)}
	f := w.Finding(found("S3.8", bucket("logs"), control.Failed))
	n := &nobody{}
	if _, err := client(n).BatchImportFindings(t.Context(), &securityhub.BatchImportFindingsInput{Findings: []types.AwsSecurityFinding{f}}); err != nil {
		t.Fatal(err)
	}
	var sent struct{ Findings []any }
	parsed(t, n.bodies[0], &sent)
	var b bytes.Buffer
	if err := WriteASFF(&b, []types.AwsSecurityFinding{f}, true); err != nil {
		t.Fatal(err)
	}
	var written any
	parsed(t, b.Bytes(), &written)
	if !reflect.DeepEqual(sent.Findings, []any{written}) {
		t.Errorf("sent:\n%s\nwritten:\n%s", n.bodies[0], b.Bytes())
	}
}

// TestUpdatedGrows holds that each scan makes a finding newer, and that nothing else of it moves.
func TestUpdatedGrows(t *testing.T) {
	t.Parallel()
	w := Writer{Catalog: everything(t)}
	first := found("S3.8", bucket("logs"), control.Failed)
	second := first
	second.Status, second.LastSeen, second.Changed = control.Passed, scanned.Add(time.Minute), scanned.Add(time.Minute)
	a, b, c := w.Finding(first), w.Finding(second), w.Archived(second, scanned.Add(time.Hour))
	if !newer(b.UpdatedAt, a.UpdatedAt) || !newer(c.UpdatedAt, b.UpdatedAt) || newer(a.UpdatedAt, a.UpdatedAt) {
		t.Errorf("updated at %s, then %s, then %s", *a.UpdatedAt, *b.UpdatedAt, *c.UpdatedAt)
	}
	if *a.Id != *b.Id || *a.CreatedAt != *b.CreatedAt || *b.Id != *c.Id {
		t.Errorf("the finding is another one: %s %s, %s %s", *a.Id, *a.CreatedAt, *b.Id, *b.CreatedAt)
	}
	if a.Severity.Label != types.SeverityLabelHigh || b.Severity.Label != types.SeverityLabelInformational || c.RecordState != types.RecordStateArchived {
		t.Errorf("it is %s, then %s, then %s", a.Severity.Label, b.Severity.Label, c.RecordState)
	}
}

// TestASFFTypes holds that the format has each type that is named, and that each type of the catalog is decided about.
func TestASFFTypes(t *testing.T) {
	t.Parallel()
	details := reflect.TypeFor[types.ResourceDetails]()
	for of, name := range asffTypes() {
		if _, ok := details.FieldByName(name); !ok && of != resource.Account {
			t.Errorf("%s: the format has no %s", of, name)
		}
	}
	var others []string
	for _, u := range everything(t).Collectors() {
		if _, ok := asffTypes()[u.Type]; !ok && !strings.HasSuffix(string(u.Type), "::Account") {
			others = append(others, string(u.Type))
		}
	}
	golden(t, "other_types.txt", []byte(strings.Join(others, "\n")+"\n"))
}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		most int
		want string
	}{
		{"", 3, ""}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"満点です", 4, "満点です"}, {"満点です", 3, "満点…"}, {"🙂🙂🙂", 2, "🙂…"},
	} {
		if got := cut(c.in, c.most); got != c.want {
			t.Errorf("cut(%q, %d) = %q, want %q", c.in, c.most, got, c.want)
		}
	}
}

// TestChunks divides by number and by size, keeps the order, and leaves out what is too large.
func TestChunks(t *testing.T) {
	t.Parallel()
	sized := func(id string, n int) types.AwsSecurityFinding {
		x := types.AwsSecurityFinding{Id: &id, Title: aws.String("")}
		have, err := sizeOf(&x)
		if err != nil {
			t.Fatal(err)
		}
		x.Title = aws.String(strings.Repeat("x", max(0, n-have)))
		return x
	}
	of := func(n, size int) []types.AwsSecurityFinding {
		var out []types.AwsSecurityFinding
		for i := range n {
			out = append(out, sized(string(rune('a'+i%26))+strings.Repeat("i", i/26), size))
		}
		return out
	}
	for name, c := range map[string]struct {
		in    []types.AwsSecurityFinding
		want  []int
		large int
	}{
		"none":                       {nil, nil, 0},
		"one":                        {of(1, 100), []int{1}, 0},
		"a hundred":                  {of(100, 100), []int{100}, 0},
		"a hundred and one":          {of(101, 100), []int{100, 1}, 0},
		"250":                        {of(250, 100), []int{100, 100, 50}, 0},
		"as large as one may be":     {of(1, 240<<10), []int{1}, 0},
		"one too large":              {append(of(1, 240<<10+1), of(2, 100)...), []int{2}, 1},
		"25 of the largest are 6 MB": {of(26, 240<<10), []int{25, 1}, 0},
		"two kinds":                  {append(of(25, 240<<10), of(60, 200<<10)...), []int{25, 30, 30}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls, large, err := chunks(c.in)
			if err != nil {
				t.Fatal(err)
			}
			var sizes []int
			var order []string
			for _, call := range calls {
				sizes = append(sizes, len(call))
				body := 0
				for _, f := range call {
					s, err := sizeOf(&f)
					if err != nil || s > 240<<10 {
						t.Errorf("%d bytes, %v", s, err)
					}
					body += s + 1
					order = append(order, *f.Id)
				}
				if body+len(`{"Findings":[]}`) > 6<<20 {
					t.Errorf("a body of %d bytes", body)
				}
			}
			if !slices.Equal(sizes, c.want) || len(large) != c.large {
				t.Errorf("calls of %v and %d too large, want %v and %d", sizes, len(large), c.want, c.large)
			}
			at := 0
			for _, f := range c.in {
				if at < len(order) && *f.Id == order[at] {
					at++
				}
			}
			if at != len(order) {
				t.Errorf("the order is %v", order)
			}
		})
	}
	bad := types.AwsSecurityFinding{Id: aws.String("\xff")}
	if _, _, err := chunks([]types.AwsSecurityFinding{bad}); err == nil {
		t.Error("what is not UTF-8 was taken")
	}
}

// Writing that fails says so.
func TestWriteASFFFails(t *testing.T) {
	t.Parallel()
	bad := types.AwsSecurityFinding{Id: aws.String("\xff")}
	if err := WriteASFF(io.Discard, []types.AwsSecurityFinding{bad}, false); err == nil {
		t.Error("what is not UTF-8 was written")
	}
	if err := WriteASFF(full{}, []types.AwsSecurityFinding{{}}, true); !errors.Is(err, errFull) {
		t.Errorf("it gave %v", err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
