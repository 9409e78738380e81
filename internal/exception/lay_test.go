package exception_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/resource"
)

func TestLay(t *testing.T) {
	t.Parallel()
	tagged := func(ref resource.Ref) map[string]string { return map[string]string{"bucket": ref.Name} }
	past := valid(func(e *exception.Exception) { e.ID, e.Ends = "past", now })
	for name, c := range map[string]struct {
		all    []exception.Exception
		status control.Status
		want   string
	}{
		"none":                  {nil, control.Failed, ""},
		"one that fails":        {[]exception.Exception{valid(nil)}, control.Failed, "x"},
		"a warning":             {[]exception.Exception{valid(nil)}, control.Warning, "x"},
		"one that was not read": {[]exception.Exception{valid(nil)}, control.NotAvailable, "x"},
		"one that passes":       {[]exception.Exception{valid(nil)}, control.Passed, ""},
		"ended":                 {[]exception.Exception{past}, control.Failed, ""},
		"ended, and another": {[]exception.Exception{past, valid(func(e *exception.Exception) {
			e.ID, e.Ends = "short", now.Add(time.Second)
		})}, control.Failed, "short"},
		"the one that ends last": {[]exception.Exception{valid(nil), valid(func(e *exception.Exception) {
			e.ID, e.Ends, e.Covers = "long", now.Add(40*day), exception.Covers{Resource: "web*"}
		}), past}, control.Failed, "long"},
		"for another control": {[]exception.Exception{valid(func(e *exception.Exception) { e.Control = "S3.1" })}, control.Failed, ""},
		"by tag": {[]exception.Exception{valid(func(e *exception.Exception) {
			e.Covers = exception.Covers{Tag: "bucket=website-*"}
		})}, control.Failed, "x"},
	} {
		f := finding(func(f *control.Finding) { f.Status = c.status })
		want := f
		if c.want != "" {
			want.Workflow, want.Exception = control.Suppressed, c.want
		}
		if diff := cmp.Diff([]control.Finding{want}, exception.Lay(c.all, []control.Finding{f}, tagged, now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Ended exceptions are known for what they covered: those findings count again.
func TestCovering(t *testing.T) {
	t.Parallel()
	l := exception.NewLayer([]exception.Exception{
		valid(nil), valid(func(e *exception.Exception) { e.ID, e.Ends = "past", now.Add(-day) }),
		valid(func(e *exception.Exception) { e.ID, e.Control = "other", "S3.1" }),
	}, nil, now)
	var ids []string
	for _, e := range l.Covering(finding(nil)) {
		ids = append(ids, e.ID)
	}
	if diff := cmp.Diff([]string{"x", "past"}, ids); diff != "" {
		t.Error(diff)
	}
}

// Of a few words, so that much matches.
var (
	controls = rapid.SampledFrom([]control.ID{"", "S3.8", "IAM.3"})
	patterns = rapid.SampledFrom([]string{"", "*", "a*", "b", "arn:*"})
	someTags = rapid.SampledFrom([]string{"", "", "env=*", "env=a", "team=b"})
	accounts = rapid.SampledFrom([]string{"", "", "111122223333", "444455556666"})
	zones    = rapid.SampledFrom([]string{"", "", "eu-west-1", "us-east-1"})
)

var exceptions = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) exception.Exception {
	return exception.Exception{
		ID: rapid.StringMatching(`[a-z]{4}`).Draw(t, "id"),
		Covers: exception.Covers{
			Control: controls.Draw(t, "control"), Resource: patterns.Draw(t, "resource"), Tag: someTags.Draw(t, "tag"),
			Account: accounts.Draw(t, "account"), Region: zones.Draw(t, "region"),
		},
		Ends: now.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "ends")) * day),
	}
}), 0, 5)

var findings = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) control.Finding {
	name := rapid.SampledFrom([]string{"a", "ab", "b"}).Draw(t, "name")
	return control.Finding{
		Control: controls.Draw(t, "control"), Workflow: rapid.SampledFrom([]control.Workflow{control.New, control.Notified, control.Suppressed}).Draw(t, "workflow"),
		Status: rapid.SampledFrom([]control.Status{control.Passed, control.Failed, control.Warning, control.NotAvailable}).Draw(t, "status"),
		Resource: resource.Ref{
			ID: "arn:aws:s3:::" + name, Name: name, Account: accounts.Draw(t, "account"), Region: zones.Draw(t, "region"),
		},
	}
}), 0, 8)

// tags are those of made-up resources; those of b were not read.
func tags(ref resource.Ref) map[string]string {
	return map[string]map[string]string{"a": {"env": "a"}, "ab": {"env": "x", "team": "b"}}[ref.Name]
}

func TestLayProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, before := exceptions.Draw(t, "exceptions"), findings.Draw(t, "findings")
		after := exception.Lay(all, before, tags, now)
		if diff := cmp.Diff(after, exception.Lay(all, after, tags, now)); diff != "" {
			t.Fatalf("laid twice it differs:\n%s", diff)
		}
		var active []exception.Exception
		for _, e := range all {
			if e.Active(now) {
				active = append(active, e)
			}
		}
		if diff := cmp.Diff(after, exception.Lay(active, before, tags, now)); diff != "" {
			t.Fatalf("one that has ended has an effect:\n%s", diff)
		}
		for i, f := range before {
			holds(t, active, f, after[i])
		}
	})
}

// holds holds that a finding was suppressed if, and only if, an active exception covers it, and that nothing else of it
// has changed.
func holds(t *rapid.T, active []exception.Exception, before, after control.Finding) {
	covered := false
	for _, e := range active {
		covered = covered || before.Status != control.Passed && e.Match(before, tags(before.Resource))
	}
	want := before
	if covered {
		want.Workflow, want.Exception = control.Suppressed, after.Exception
	}
	if diff := cmp.Diff(want, after); diff != "" || covered != (after.Exception != "") {
		t.Fatalf("covered %v, by %q (-want +got):\n%s", covered, after.Exception, diff)
	}
}
