package securityhub

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"
	"github.com/aws/smithy-go/middleware"
	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/text"
)

// answers is an HTTP client that answers in turn, the last answer for ever.
type answers struct {
	all    []string
	bodies [][]byte
}

func (a *answers) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	a.bodies = append(a.bodies, body)
	text := a.all[min(len(a.bodies), len(a.all))-1]
	status, code := http.StatusOK, ""
	if at := strings.IndexByte(text, ' '); at > 0 && text[0] != '{' {
		_, _ = fmt.Sscan(text, &status, &code) // both stand there
		text = "{}"
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}, "X-Amzn-Errortype": {code}}, Request: r,
		Body: io.NopCloser(strings.NewReader(text)),
	}, nil
}

const taken = `{"FailedCount":0,"SuccessCount":1,"FailedFindings":[]}`

// sender sends through a gate that lets nothing through but what is permitted.
func sender(a *answers) (Sender, *int) {
	slept := new(int)
	gate := awsop.NewGate(nil)
	return Sender{
		Config: func(region string) aws.Config {
			return aws.Config{
				Region: region, HTTPClient: a, APIOptions: []func(*middleware.Stack) error{gate.Install},
				Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
					return aws.Credentials{AccessKeyID: "a", SecretAccessKey: "b"}, nil
				}),
			}
		},
		Say:   func(m text.Message) string { return m.Text },
		Sleep: func(context.Context, time.Duration) error { *slept++; return nil },
	}, slept
}

// TestSend sends through the gate, in as few calls as may be, and again only where that does no harm.
func TestSend(t *testing.T) {
	t.Parallel()
	w := Writer{Catalog: everything(t)}
	var many []types.AwsSecurityFinding
	for i := range 101 {
		many = append(many, w.Finding(found("S3.8", bucket(fmt.Sprint("b", i)), control.Failed)))
	}
	large := many[0]
	large.ProductFields = map[string]string{"x": strings.Repeat("x", 240<<10)}
	for name, c := range map[string]struct {
		findings []types.AwsSecurityFinding
		answers  []string
		calls    int
		slept    int
		want     Result
	}{
		"two calls":       {many, []string{taken}, 2, 0, Result{Findings: 101}},
		"throttled":       {many[:1], []string{"429 TooManyRequestsException", "400 ThrottlingException", taken}, 3, 2, Result{Findings: 1}},
		"AWS's own fault": {many[:1], []string{"500 InternalException", taken}, 2, 1, Result{Findings: 1}},
		"throttled for ever": {many[:1], []string{"429 TooManyRequestsException"}, 6, 5, Result{
			Problem: textBroken.With("operation", "securityhub.BatchImportFindings", "region", ireland, "error", "TooManyRequestsException"),
		}},
		"denied": {many, []string{"403 AccessDeniedException"}, 1, 0, Result{
			Problem: textMissing.With("action", "securityhub:BatchImportFindings", "region", ireland),
		}},
		"denied in the middle": {many, []string{taken, "403 AccessDeniedException"}, 2, 0, Result{
			Findings: 100, Problem: textMissing.With("action", "securityhub:BatchImportFindings", "region", ireland),
		}},
		"closed": {many[:1], []string{"401 InvalidAccessException"}, 1, 0, Result{Problem: textOff.With("region", ireland)}},
		"some not taken": {many[:3], []string{`{"FailedCount":1,"SuccessCount":2,"FailedFindings":[{"Id":"x","ErrorCode":"InvalidInput","ErrorMessage":"no"}]}`}, 1, 0, Result{
			Findings: 2, Left: []Unsent{{ID: "x", Code: "InvalidInput", Why: "no"}},
		}},
		"too large": {[]types.AwsSecurityFinding{large, many[1]}, []string{taken}, 1, 0, Result{
			Findings: 1, Left: []Unsent{{ID: *large.Id, Code: "FindingSizeExceeded", Why: "it is larger than 240 KB"}},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &answers{all: c.answers}
			s, slept := sender(a)
			got, err := s.Send(t.Context(), Draft{Region: ireland, Findings: c.findings})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || len(a.bodies) != c.calls || *slept != c.slept {
				t.Errorf("%d calls, %d pauses (-want +got)\n%s", len(a.bodies), *slept, diff)
			}
			if got.Whole() != (len(c.want.Left) == 0 && c.want.Problem.IsZero()) {
				t.Errorf("whole is %v", got.Whole())
			}
			for _, body := range a.bodies {
				if len(body) > 6<<20 {
					t.Errorf("a body of %d bytes", len(body))
				}
			}
		})
	}
}

// TestSendUpdates puts findings that become the same for the same reason into one call, a hundred at most.
func TestSendUpdates(t *testing.T) {
	t.Parallel()
	update := func(id, note string, to control.Workflow) Update {
		return Update{ID: id, Product: "arn:aws:securityhub:eu-west-1::product/aws/securityhub", Outcome: Outcome{Workflow: to, Note: text.Message{Text: note}}}
	}
	var all []Update
	for i := range 101 {
		all = append(all, update(fmt.Sprint(i), "same", control.Resolved))
	}
	long := strings.Repeat("満", 600)
	all = append(all, update("n", "same", control.Notified), update("l", long, control.Resolved))
	a := &answers{all: []string{`{"ProcessedFindings":[],"UnprocessedFindings":[]}`}}
	s, _ := sender(a)
	got, err := s.Send(t.Context(), Draft{Region: ireland, Updates: all})
	if err != nil || !got.Whole() {
		t.Fatalf("%+v, %v", got, err)
	}
	var sizes []int
	for _, body := range a.bodies {
		var in securityhub.BatchUpdateFindingsInput
		parsed(t, body, &in)
		sizes = append(sizes, len(in.FindingIdentifiers))
		if n := utf8.RuneCountInString(*in.Note.Text); n < 1 || n > 512 || !utf8.ValidString(*in.Note.Text) || *in.Note.UpdatedBy != "manten" {
			t.Errorf("a note of %d characters, by %s", n, *in.Note.UpdatedBy)
		}
	}
	if !slices.Equal(sizes, []int{100, 1, 1, 1}) {
		t.Errorf("calls with %v findings", sizes)
	}
	a = &answers{all: []string{`{"ProcessedFindings":[],"UnprocessedFindings":[{"FindingIdentifier":{"Id":"n","ProductArn":"p"},"ErrorCode":"FindingNotFound","ErrorMessage":"Finding Not Found"}]}`}}
	s, _ = sender(a)
	got, err = s.Send(t.Context(), Draft{Region: ireland, Updates: all[101:102]})
	if diff := cmp.Diff(Result{Left: []Unsent{{ID: "n", Code: "FindingNotFound", Why: "Finding Not Found"}}}, got); diff != "" || err != nil {
		t.Errorf("%v, %s", err, diff)
	}
}

// A sync that is stopped says so, and sends nothing more.
func TestSendStopped(t *testing.T) {
	t.Parallel()
	w := Writer{Catalog: everything(t)}
	a := &answers{all: []string{"429 TooManyRequestsException"}}
	s, _ := sender(a)
	ctx, cancel := context.WithCancel(t.Context())
	s.Sleep = func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }
	_, err := s.Send(ctx, Draft{Region: ireland, Findings: []types.AwsSecurityFinding{w.Finding(found("S3.8", bucket("b"), control.Failed))}})
	if err == nil || len(a.bodies) != 1 {
		t.Errorf("%d calls, %v", len(a.bodies), err)
	}
}
