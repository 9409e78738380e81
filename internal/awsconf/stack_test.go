package awsconf_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awstest"
)

// Reads that are turned away are tried again, and every attempt is counted.
func TestThrottledReads(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]awstest.Action{
		"throttled": awstest.Throttle(), "broken down": awstest.Fail(), "cut off": awstest.CutBefore(), "answer lost": awstest.CutAfter(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			s := open(t, a, options(a))
			a.Rule(awstest.Rule{Do: do, Operation: "ListKeys", Times: 1})
			if err := listKeys(t, s.Config(ireland)); err != nil {
				t.Fatal(err)
			}
			if n := a.Count("", ""); n != 2 || s.Calls() != 2 {
				t.Errorf("%d calls, counted %d", n, s.Calls())
			}
		})
	}
}

func TestAttemptsAreBounded(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	o := options(a)
	o.Attempts = 3
	s := open(t, a, o)
	a.Rule(awstest.Rule{Do: awstest.Throttle(), Operation: "ListKeys"})
	if err := listKeys(t, s.Config(ireland)); awsconf.Code(err) != "ThrottlingException" {
		t.Errorf("got %v", err)
	}
	if n := a.Count("", ""); n != 3 || s.Calls() != 3 {
		t.Errorf("%d calls, counted %d", n, s.Calls())
	}
}

func TestDenialIsFinal(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s := open(t, a, options(a))
	a.Rule(awstest.Rule{Do: awstest.Deny(), Operation: "ListKeys"})
	if err := listKeys(t, s.Config(ireland)); awsconf.Code(err) != "AccessDeniedException" {
		t.Errorf("got %v", err)
	}
	if n := a.Count("", ""); n != 1 {
		t.Errorf("%d calls", n)
	}
}

// A connection on which nothing comes is given up and the read made again.
func TestHungConnection(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	o := options(a)
	o.Timeout = 300 * time.Millisecond
	s := open(t, a, o)
	a.Rule(awstest.Rule{Do: awstest.Hang(), Operation: "ListKeys", Times: 1})
	begin := time.Now()
	if err := listKeys(t, s.Config(ireland)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took < o.Timeout {
		t.Errorf("it took only %s", took)
	}
	if n := a.Count("", ""); n != 2 || s.Calls() != 2 {
		t.Errorf("%d calls, counted %d", n, s.Calls())
	}
	// It is the wait for an answer that is bounded so, not the answer's own length.
	o.Attempts = 1
	s = open(t, a, o)
	a.Rule(awstest.Rule{Do: awstest.Hang(), Operation: "ListKeys"})
	if err := listKeys(t, s.Config(ireland)); err == nil || !strings.Contains(err.Error(), "timeout awaiting response headers") {
		t.Errorf("got %v", err)
	}
}

// So is one on which an answer begins and never ends.
func TestAnswerThatNeverEnds(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Amz-Target") == "" {
			_, _ = fmt.Fprint(w, identity)
			return
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if asked.Add(1) > 1 {
			_, _ = fmt.Fprint(w, `{"Keys":[]}`)
			return
		}
		w.Header().Set("Content-Length", "1000")
		_, _ = fmt.Fprint(w, `{"Keys":`)
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		<-done
	}))
	defer server.Close()
	defer close(done)
	s, err := awsconf.Open(t.Context(), awsconf.Options{
		Endpoint: server.URL, Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""), Reads: reads, Timeout: 150 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := listKeys(t, s.Config(ireland)); err != nil {
		t.Error(err)
	}
	if n := asked.Load(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// identity is an answer to sts.GetCallerIdentity.
const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111122223333:user/anna</Arn><UserId>U</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`

func TestCode(t *testing.T) {
	t.Parallel()
	api := &smithy.GenericAPIError{Code: "AccessDenied"}
	for want, err := range map[string]error{
		"AccessDenied": fmt.Errorf("list: %w", &smithy.OperationError{Err: api}), "": errors.New("AccessDenied"),
	} {
		if got := awsconf.Code(err); got != want {
			t.Errorf("the code of %v is %q", err, got)
		}
	}
	if got := awsconf.Code(nil); got != "" {
		t.Errorf("the code of nil is %q", got)
	}
}

// Whose fault an answer is, the SDK does not say of most errors; the status does.
func TestServerFault(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	o := options(a)
	o.Attempts = 1
	s := open(t, a, o)
	for name, c := range map[string]struct {
		do   awstest.Action
		want bool
	}{
		"broken down":         {awstest.Fail(), true},
		"unavailable":         {awstest.Refuse(503, "ServiceUnavailable", "later"), true},
		"an unknown error":    {awstest.Refuse(500, "Strange", "oops"), true},
		"refused":             {awstest.Refuse(400, "ValidationException", "no"), false},
		"denied":              {awstest.Deny(), false},
		"no answer":           {awstest.CutBefore(), false},
		"an answer in pieces": {awstest.Answer(200, "application/x-amz-json-1.1", "{"), false},
	} {
		remove := a.Rule(awstest.Rule{Do: c.do, Operation: "ListKeys"})
		err := listKeys(t, s.Config(ireland))
		if err == nil || awsconf.ServerFault(err) != c.want {
			t.Errorf("%s: that AWS blames itself is %v: %v", name, !c.want, err)
		}
		remove()
	}
	if !awsconf.ServerFault(&smithy.GenericAPIError{Fault: smithy.FaultServer}) || awsconf.ServerFault(nil) {
		t.Error("an error that says so itself, or none at all")
	}
}
