package cli_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
)

func TestRegions(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for region, says := range map[string]string{
		"mars": "is no region", "eu-west-1a": "is no region", "": "--region is empty", "eu_west_1": "is no region", "us-east-1/": "is no region",
	} {
		saysNext(t, manten(t, a, "scan", "--region", region), 2, says)
	}
	saysNext(t, manten(t, a, "scan", "--region", "eu-west-9"), 2, "eu-west-9", "enabled", "eu-west-1")
	saysNext(t, manten(t, a, "scan", "--region", virginia, "--region", "eu-west-9"), 2, "eu-west-9", "enabled", "eu-west-1")
	saysNext(t, manten(t, a, "snapshot", "save", "s.json", "--region", "eu-west-9"), 2, "eu-west-9")
	// One that exists but has not been enabled is no different to the account.
	a.Rule(awstest.Rule{Operation: "DescribeRegions", Do: func(x *awstest.Exchange) *awstest.Reply {
		r := x.Next()
		r.Body = bytes.ReplaceAll(r.Body, []byte("<regionName>eu-west-1</regionName>"), []byte("<regionName>eu-west-2</regionName>"))
		return r
	}})
	saysNext(t, manten(t, a, "scan", "--region", ireland), 2, ireland, "not enabled")
	nothingWritten(t, a)
}

// TestNoAWS scans where nobody answers, or something that is not AWS.
func TestNoAWS(t *testing.T) {
	t.Parallel()
	serve := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	a := awstest.New(t)
	// All at once: to try again takes a command a while, but nothing else.
	waiting := map[string]<-chan result{}
	for name, url := range map[string]string{
		"nobody": "http://127.0.0.1:1",
		"a web page": serve(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("\n<!DOCTYPE html><title>Sign in to the network</title>"))
		}),
		"half an answer": serve(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("<GetCallerIdentityResponse><GetCallerId"))
		}),
		"an empty answer": serve(func(http.ResponseWriter, *http.Request) {}),
		"an error page":   serve(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "bad gateway", http.StatusBadGateway) }),
	} {
		_, waiting[name] = start(t, command(t, a, "scan", "--region", virginia, "--endpoint-url", url))
	}
	for name, ended := range waiting {
		t.Run(name, func(t *testing.T) { saysNext(t, <-ended, 5, "ask AWS who we are") })
	}
	saysNext(t, manten(t, a, "scan", "--endpoint-url", "localhost:4566"), 2, "--endpoint-url")
}

// TestGarbage answers single reads and writes with something that is not AWS's.
func TestGarbage(t *testing.T) {
	t.Parallel()
	page := awstest.Answer(200, "text/html", "<!doctype html><title>Sign in</title>")
	t.Run("reads", func(t *testing.T) {
		t.Parallel()
		a := newSmall(t, oneOfEach...)
		for _, op := range []string{"GetBucketPolicy", "GetKeyRotationStatus", "DescribeSecurityGroups", "GetAccountPasswordPolicy"} {
			a.Rule(awstest.Rule{Operation: op, Do: page})
		}
		var scan struct {
			Coverage []struct{ Operation string }
			Findings []struct {
				Control string
				Status  control.Status
			}
		}
		ends(t, a.Account, 3, "scan", "--region", virginia, "--control", strings.Join(oneOfEach, ","), "--format", "json").parse(t, &scan)
		for _, f := range scan.Findings {
			if want := f.Control != "S3.8"; (f.Status == control.NotAvailable) != want {
				t.Errorf("%s is %s", f.Control, f.Status)
			}
		}
		// What cannot be read again is not written.
		a.ResetCalls()
		var run plan.Run
		ends(t, a.Account, 3, applyAll...).parse(t, &run)
		if w := written(a.Account); !slices.Equal(w, []string{"s3.PutPublicAccessBlock"}) {
			t.Errorf("written: %v", w)
		}
	})
	for name, c := range map[string]struct {
		do    awstest.Action
		doubt bool // whether the call may have to be made again
	}{
		"a page instead of each call": {page, true},
		"a page after each call": {func(x *awstest.Exchange) *awstest.Reply {
			x.Next()
			return page(x)
		}, false},
		"half an answer": {func(x *awstest.Exchange) *awstest.Reply {
			r := x.Next()
			r.Body = r.Body[:len(r.Body)/2]
			return r
		}, false},
		"cut after each call": {awstest.CutAfter(), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newSmall(t, oneOfEach...)
			for _, op := range writeOperations {
				a.Rule(awstest.Rule{Operation: op, Times: 1, Do: c.do})
			}
			var run plan.Run
			must(t, a.Account, applyAll...).parse(t, &run)
			allAre(t, run, plan.Verified)
			want := len(oneOfEach) + 1
			if c.doubt {
				want += len(writeOperations) // two steps revoke ingress: the second one meets the rule no more
			}
			if w := written(a.Account); len(w) != want {
				t.Errorf("%d writes, want %d: %v", len(w), want, w)
			}
		})
	}
}

// writeOperations are what the steps of the small account call.
var writeOperations = []string{
	"PutPublicAccessBlock", "PutBucketPolicy", "UpdateAccountPasswordPolicy", "RevokeSecurityGroupIngress",
	"RevokeSecurityGroupEgress", "EnableKeyRotation",
}
