package control_test

import (
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

func TestWorkflowAfter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		was         control.Workflow
		before, now control.Status
		want        control.Workflow
	}{
		// A finding that is seen for the first time.
		{"", "", control.Failed, control.New},
		{"", "", control.Passed, control.Resolved},
		{"", "", control.NotAvailable, control.New},
		{"", "", control.Warning, control.New},
		// Passing resolves, whatever was noted.
		{control.New, control.Failed, control.Passed, control.Resolved},
		{control.Notified, control.Failed, control.Passed, control.Resolved},
		{control.Resolved, control.Passed, control.Passed, control.Resolved},
		{control.New, control.NotAvailable, control.Passed, control.Resolved},
		// What passed and no longer does is new.
		{control.Resolved, control.Passed, control.Failed, control.New},
		{control.Resolved, control.Passed, control.NotAvailable, control.New},
		{control.Notified, control.Passed, control.Failed, control.New},
		// What a person noted stays while nothing passes.
		{control.Notified, control.Failed, control.Failed, control.Notified},
		{control.Notified, control.Failed, control.NotAvailable, control.Notified},
		{control.Notified, control.Warning, control.Failed, control.Notified},
		{control.Resolved, control.Failed, control.Failed, control.Resolved},
		{control.New, control.Failed, control.Failed, control.New},
		// A suppression is never lifted.
		{control.Suppressed, control.Failed, control.Passed, control.Suppressed},
		{control.Suppressed, control.Passed, control.Failed, control.Suppressed},
		{control.Suppressed, control.Failed, control.NotAvailable, control.Suppressed},
	} {
		if got := c.was.After(c.before, c.now); got != c.want {
			t.Errorf("%q from %q to %q is %s, want %s", c.was, c.before, c.now, got, c.want)
		}
	}
}

// The id is what findings of many scans are joined by: it never changes.
func TestFindingID(t *testing.T) {
	t.Parallel()
	ref := resource.Ref{Type: "AWS::S3::Bucket", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:s3:::b", Name: "b"}
	const want = "cb815c1a169009ae08834b980c600076"
	if got := control.FindingID("S3.8", ref); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	seen := map[string]string{want: "the first"}
	for name, c := range map[string]struct {
		id     control.ID
		change func(*resource.Ref)
	}{
		"another control":  {"S3.2", func(*resource.Ref) {}},
		"another account":  {"S3.8", func(r *resource.Ref) { r.Account = "444455556666" }},
		"another region":   {"S3.8", func(r *resource.Ref) { r.Region = "eu-west-2" }},
		"another resource": {"S3.8", func(r *resource.Ref) { r.ID = "arn:aws:s3:::c" }},
		"a border moved":   {"S3.8arn:aws", func(r *resource.Ref) { r.ID = ":s3:::b" }},
	} {
		r := ref
		c.change(&r)
		got := control.FindingID(c.id, r)
		if first, dup := seen[got]; dup {
			t.Errorf("%s has the id of %s", name, first)
		}
		seen[got] = name
	}
	renamed := ref
	renamed.Name, renamed.Type = "x", "y"
	if control.FindingID("S3.8", renamed) != want {
		t.Error("name and type are in the id, which AWS gives once")
	}
}

func TestSeverityRank(t *testing.T) {
	t.Parallel()
	order := []control.Severity{control.Informational, control.Low, control.Medium, control.High, control.Critical}
	for rank, s := range order {
		if s.Rank() != rank {
			t.Errorf("%s has rank %d, want %d", s, s.Rank(), rank)
		}
	}
	if control.Severity("urgent").Rank() != 0 {
		t.Error("a severity that is not known has a rank")
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	yes, no := text.Message{Text: "yes"}, text.Message{Text: "no"}
	for want, v := range map[control.Status]control.Verdict{
		control.Passed: control.PassIf(true, yes, no), control.Failed: control.PassIf(false, no, yes),
		control.NotApplicable: control.Skip(yes), control.NotAvailable: control.Unknown(yes),
	} {
		if v.Status != want || v.Reason.Text != "yes" {
			t.Errorf("got %+v, want %s", v, want)
		}
	}
}

func TestDays(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for ago, want := range map[time.Duration]int{
		0: 0, 24*time.Hour - time.Second: 0, 24 * time.Hour: 1, 90*24*time.Hour + time.Hour: 90, -time.Hour: 0,
	} {
		if got := control.Days(now.Add(-ago), now); got != want {
			t.Errorf("%s is %d days, want %d", ago, got, want)
		}
	}
}
