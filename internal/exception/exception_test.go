package exception_test

import (
	"strings"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/exception"
	"github.com/mantenhq/manten/internal/resource"
)

var now = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

func finding(change func(*control.Finding)) control.Finding {
	f := control.Finding{
		ID: "1", Control: "S3.8", Status: control.Failed, Workflow: control.New, Severity: control.High,
		Resource: resource.Ref{
			Type: "AWS::S3::Bucket", Account: "111122223333", Region: "eu-west-1", ID: "arn:aws:s3:::website-1", Name: "website-1",
		},
	}
	if change != nil {
		change(&f)
	}
	return f
}

func TestMatch(t *testing.T) {
	t.Parallel()
	tags := map[string]string{"env": "sandbox", "a": ""}
	for name, c := range map[string]struct {
		covers exception.Covers
		tags   map[string]string
		want   bool
	}{
		"nothing set":              {exception.Covers{}, tags, true},
		"the control":              {exception.Covers{Control: "S3.8"}, nil, true},
		"another control":          {exception.Covers{Control: "S3.80"}, nil, false},
		"the name":                 {exception.Covers{Resource: "website-1"}, nil, true},
		"the ARN":                  {exception.Covers{Resource: "arn:aws:s3:::website-1"}, nil, true},
		"a pattern of the name":    {exception.Covers{Resource: "website-?"}, nil, true},
		"a pattern of the ARN":     {exception.Covers{Resource: "arn:*:s3:::web*"}, nil, true},
		"a part of the name":       {exception.Covers{Resource: "website"}, nil, false},
		"the account":              {exception.Covers{Account: "111122223333"}, nil, true},
		"another account":          {exception.Covers{Account: "444455556666"}, nil, false},
		"the region":               {exception.Covers{Control: "S3.8", Region: "eu-west-1"}, nil, true},
		"another region":           {exception.Covers{Control: "S3.8", Region: "eu-west-2"}, nil, false},
		"a tag":                    {exception.Covers{Tag: "env=sandbox"}, tags, true},
		"a pattern of a tag":       {exception.Covers{Tag: "env=sand*"}, tags, true},
		"an empty value":           {exception.Covers{Tag: "a="}, tags, true},
		"another value":            {exception.Covers{Tag: "env=prod"}, tags, false},
		"a tag that is not there":  {exception.Covers{Tag: "b=*"}, tags, false},
		"tags that are not known":  {exception.Covers{Tag: "env=*"}, nil, false},
		"all but one":              {exception.Covers{Control: "S3.8", Resource: "website-1", Tag: "env=prod"}, tags, false},
		"the control, in the case": {exception.Covers{Control: "s3.8"}, nil, false},
	} {
		if got := c.covers.Match(finding(nil), c.tags); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func valid(change func(*exception.Exception)) exception.Exception {
	e := exception.Exception{
		ID: "x", Covers: exception.Covers{Control: "S3.8"}, Reason: "a website", Owner: "web team", Approver: "anna", Ends: now.Add(30 * day),
	}
	if change != nil {
		change(&e)
	}
	return e
}

func TestValidate(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*exception.Exception){
		"":                       nil,
		"reason is missing":      func(e *exception.Exception) { e.Reason = " " },
		"owner is missing":       func(e *exception.Exception) { e.Owner = "" },
		"approver is missing":    func(e *exception.Exception) { e.Approver = "\t" },
		"until is missing":       func(e *exception.Exception) { e.Ends = time.Time{} },
		"it covers everything":   func(e *exception.Exception) { e.Covers = exception.Covers{} },
		"covers everything: set": func(e *exception.Exception) { e.Covers = exception.Covers{Resource: "**", Region: "eu-west-1"} },
		`account "1" is none`:    func(e *exception.Exception) { e.Account = "1" },
		`region "Ireland"`:       func(e *exception.Exception) { e.Region = "Ireland" },
		`tag "env" is none`:      func(e *exception.Exception) { e.Tag = "env" },
		`tag "=x" is none`:       func(e *exception.Exception) { e.Tag = "=x" },
		"only the value may":     func(e *exception.Exception) { e.Tag = "e*=x" },
	} {
		err := valid(change).Validate()
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	for _, c := range []exception.Covers{{Resource: "a*"}, {Tag: "a="}, {Account: "111122223333"}, {Control: "S3.8", Resource: "*"}} {
		if err := valid(func(e *exception.Exception) { e.Covers = c }).Validate(); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestTimely(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ends time.Time
		want string
	}{
		{now.Add(time.Second), ""},
		{now, "is past"},
		{now.Add(-day), "until 2026-09-30 is past"},
		{exception.Through(now.Add(366 * day)), ""},
		{exception.Through(now.Add(367 * day)), "until 2027-10-03 is too far away: an exception holds for a year at most, until 2027-10-02"},
	} {
		err := valid(func(e *exception.Exception) { e.Ends = c.ends }).Timely(now)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.ends, err, c.want)
		}
	}
}

// A day is held through, in UTC, and shown as it was given.
func TestUntil(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]struct{ ends, shown string }{
		"2027-01-31":                {"2027-02-01T00:00:00Z", "2027-01-31"},
		"2028-02-29":                {"2028-03-01T00:00:00Z", "2028-02-29"},
		"2027-01-31T08:30:00Z":      {"2027-01-31T08:30:00Z", "2027-01-31"},
		"2027-01-31T08:30:00+09:00": {"2027-01-30T23:30:00Z", "2027-01-30"},
		"2027-02-31":                {"", ""},
		"31.1.2027":                 {"", ""},
		"":                          {"", ""},
	} {
		at, err := exception.ParseUntil(in)
		if want.ends == "" {
			if err == nil || !strings.Contains(err.Error(), "2027-01-31") {
				t.Errorf("%q is %s, %v", in, at, err)
			}
			continue
		}
		if err != nil || at.Format(time.RFC3339) != want.ends || (exception.Exception{Ends: at}).Until() != want.shown {
			t.Errorf("%q is %s (%s), %v; want %s", in, at, exception.Exception{Ends: at}.Until(), err, want)
		}
	}
}

func TestActive(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ends                time.Duration
		active, soon, ended bool
	}{
		{15 * day, true, false, false},
		{14*day + 1, true, false, false},
		{14 * day, true, true, false},
		{1, true, true, false},
		{0, false, false, true},
		{-13 * day, false, false, true},
		{-14 * day, false, false, false},
	} {
		e := valid(func(e *exception.Exception) { e.Ends = now.Add(c.ends) })
		if e.Active(now) != c.active || e.EndsSoon(now, exception.Soon) != c.soon || e.Ended(now, exception.Soon) != c.ended {
			t.Errorf("ends in %s: active %v, soon %v, ended %v", c.ends, e.Active(now), e.EndsSoon(now, exception.Soon), e.Ended(now, exception.Soon))
		}
	}
	if (exception.Exception{}).Active(now) {
		t.Error("the zero value holds")
	}
}

// The id of one from a file names what it covers, and nothing else.
func TestDigest(t *testing.T) {
	t.Parallel()
	one := exception.Covers{Control: "S3.8", Resource: "a"}
	if got := one.Digest(); got != "fed19164d07" {
		t.Errorf("the digest has changed to %s: exceptions in files would have new names", got)
	}
	seen := map[string]bool{}
	for _, c := range []exception.Covers{
		one, {Control: "S3.8a"}, {Control: "S3.8", Tag: "a"}, {Control: "S3.8", Account: "a"}, {Control: "S3.8", Region: "a"}, {Resource: "S3.8", Tag: "a"},
	} {
		if seen[c.Digest()] {
			t.Errorf("%+v has the id of another", c)
		}
		seen[c.Digest()] = true
	}
}
