package awsconf_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/fault"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s, err := awsconf.Open(t.Context(), options(a))
	if err != nil {
		t.Fatal(err)
	}
	if s.Account != a.ID || !strings.HasPrefix(s.Caller, "arn:aws:sts::"+a.ID+":assumed-role/") || s.Region != "us-east-1" || s.Calls() != 0 {
		t.Errorf("got %s, %s, %s, %d calls", s.Account, s.Caller, s.Region, s.Calls())
	}
	if a.Count("", "") != 1 || a.Count("sts", "GetCallerIdentity") != 1 {
		t.Errorf("calls %+v", a.Calls())
	}
	for _, region := range []string{ireland, tokyo} {
		if err := listKeys(t, s.Config(region)); err != nil {
			t.Error(err)
		}
	}
	if calls := a.Calls(); len(calls) != 3 || calls[1].Region != ireland || calls[2].Region != tokyo || s.Calls() != 2 {
		t.Errorf("calls %+v, counted %d", calls, s.Calls())
	}
}

// The region that is worked on tells the partition, and the partition where to ask.
func TestOpenInAPartition(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"": "us-east-1", tokyo: "us-east-1", "cn-northwest-1": "cn-north-1", "us-gov-east-1": "us-gov-west-1",
	} {
		a := awstest.New(t)
		o := options(a)
		o.Region = region
		s, err := awsconf.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if calls := a.Calls(); s.Region != want || calls[0].Region != want {
			t.Errorf("for %q it is %s, asked in %s, want %s", region, s.Region, calls[0].Region, want)
		}
	}
}

func TestRole(t *testing.T) {
	t.Parallel()
	a, member := awstest.New(t), awstest.New(t)
	o := options(a)
	o.Role = "arn:aws:iam::" + member.ID + ":role/path/auditor"
	s, err := awsconf.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if s.Account != member.ID || !strings.HasSuffix(s.Caller, ":assumed-role/path/auditor/manten") && !strings.HasSuffix(s.Caller, ":assumed-role/auditor/manten") {
		t.Errorf("got %s, %s", s.Account, s.Caller)
	}
	// However many regions want credentials, the role is assumed once.
	var wg sync.WaitGroup
	for _, region := range []string{ireland, tokyo, "us-west-2"} {
		wg.Go(func() {
			if err := listKeys(t, s.Config(region)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if a.Count("", "") != 1 || a.Count("sts", "AssumeRole") != 1 {
		t.Errorf("calls of the account are %+v", a.Calls())
	}
	if member.Count("", "") != 4 || member.Count("kms", "ListKeys") != 3 {
		t.Errorf("calls of the role's account are %+v", member.Calls())
	}
}

func TestOpenExplains(t *testing.T) {
	t.Parallel()
	nowhere := closedPort(t)
	for name, c := range map[string]struct {
		rule   awstest.Rule
		role   bool
		alter  func(*awsconf.Options)
		want   fault.Code
		next   string
		speaks string
	}{
		"expired":             {rule: awstest.Rule{Do: awstest.Refuse(403, "ExpiredToken", "too late")}, want: fault.Unavailable, next: "sign in again", speaks: "expired"},
		"expired by clock":    {rule: awstest.Rule{Do: awstest.Refuse(400, "RequestExpired", "too late")}, want: fault.Unavailable, next: "sign in again", speaks: "expired"},
		"denied":              {rule: awstest.Rule{Do: awstest.Deny()}, want: fault.Denied, next: "aws sts get-caller-identity", speaks: "AccessDenied"},
		"a key that is wrong": {rule: awstest.Rule{Do: awstest.Refuse(403, "InvalidClientTokenId", "no")}, want: fault.Denied, next: "aws sts get-caller-identity", speaks: "InvalidClientTokenId"},
		"throttled":           {rule: awstest.Rule{Do: awstest.Throttle()}, want: fault.Unavailable, next: "wait", speaks: "Throttling"},
		"broken down":         {rule: awstest.Rule{Do: awstest.Fail()}, want: fault.Unavailable, next: "wait", speaks: "StatusCode: 500"},
		"cut off":             {rule: awstest.Rule{Do: awstest.CutBefore()}, want: fault.Unavailable, next: "network", speaks: "EOF"},
		"nobody there":        {alter: func(o *awsconf.Options) { o.Endpoint = nowhere }, want: fault.Unavailable, next: "--endpoint-url", speaks: "connect"},
		"no credentials":      {alter: func(o *awsconf.Options) { o.Credentials = nil }, want: fault.Invalid, next: "AWS_PROFILE", speaks: "no AWS credentials"},
		"no such profile":     {alter: func(o *awsconf.Options) { o.Profile = "nobody" }, want: fault.Invalid, next: "--profile", speaks: "nobody"},
		"role denied":         {role: true, rule: awstest.Rule{Do: awstest.Deny(), Operation: "AssumeRole"}, want: fault.Denied, next: "aws sts get-caller-identity", speaks: "AccessDenied"},
		"role, expired":       {role: true, rule: awstest.Rule{Do: awstest.Refuse(403, "ExpiredToken", "too late"), Operation: "AssumeRole"}, want: fault.Unavailable, next: "sign in again", speaks: "expired"},
		"role, cut off":       {role: true, rule: awstest.Rule{Do: awstest.CutBefore(), Operation: "AssumeRole"}, want: fault.Unavailable, next: "network", speaks: "AssumeRole"},
		"role, nobody there": {
			role: true, alter: func(o *awsconf.Options) { o.Endpoint = nowhere }, want: fault.Unavailable, next: "--endpoint-url", speaks: "AssumeRole",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			if c.rule.Do != nil {
				a.Rule(c.rule)
			}
			o := options(a)
			o.Attempts = 1
			if c.role {
				o.Role = "arn:aws:iam::" + a.ID + ":role/auditor"
			}
			if c.alter != nil {
				c.alter(&o)
			}
			s, err := awsconf.Open(t.Context(), o)
			if s != nil || fault.CodeOf(err) != c.want || !strings.Contains(fault.NextOf(err), c.next) {
				t.Fatalf("got %q, next %q: %v", fault.CodeOf(err), fault.NextOf(err), err)
			}
			if !strings.Contains(err.Error(), c.speaks) {
				t.Errorf("got %v, want it to speak of %q", err, c.speaks)
			}
		})
	}
}

// closedPort is an endpoint where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return "http://" + l.Addr().String()
}

// Somebody who has enough of waiting is not told about credentials.
func TestOpenCancelled(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Hang(), Operation: "AssumeRole"})
	for _, role := range []string{"", "arn:aws:iam::" + a.ID + ":role/auditor"} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		o := options(a)
		o.Role = role
		if _, err := awsconf.Open(ctx, o); !errors.Is(err, context.Canceled) {
			t.Errorf("with role %q got %v", role, err)
		}
	}
}

func TestPrincipal(t *testing.T) {
	t.Parallel()
	for caller, want := range map[string]string{
		"arn:aws:sts::111122223333:assumed-role/auditor/manten":  "arn:aws:iam::111122223333:role/auditor",
		"arn:aws-cn:sts::111122223333:assumed-role/auditor/i-0a": "arn:aws-cn:iam::111122223333:role/auditor",
		"arn:aws:sts::111122223333:assumed-role/r":               "arn:aws:iam::111122223333:role/r",
		"arn:aws:iam::111122223333:user/path/anna":               "arn:aws:iam::111122223333:user/path/anna",
		"arn:aws:iam::111122223333:root":                         "arn:aws:iam::111122223333:root",
		"arn:aws:sts::111122223333:federated-user/anna":          "arn:aws:sts::111122223333:federated-user/anna",
		"arn:aws:sts::111122223333:assumed-role":                 "arn:aws:sts::111122223333:assumed-role",
		"anna":                                                   "anna",
		"":                                                       "",
	} {
		if got := awsconf.Principal(caller); got != want {
			t.Errorf("behind %s is %s, want %s", caller, got, want)
		}
	}
}

func TestOwn(t *testing.T) {
	t.Parallel()
	const role, user = "arn:aws:sts::111122223333:assumed-role/auditor/manten", "arn:aws:iam::111122223333:user/path/anna"
	for _, c := range []struct {
		caller, id string
		want       bool
	}{
		{role, "arn:aws:iam::111122223333:role/auditor", true},
		{role, "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/auditor", true},
		{role, "arn:aws:iam::111122223333:role/auditor/other", false},
		{role, "arn:aws:iam::111122223333:role/other-auditor", false},
		{role, "arn:aws:iam::444455556666:role/auditor", false},
		{role, "arn:aws:iam::111122223333:user/auditor", false},
		{role, "arn:aws:iam::111122223333:policy/auditor", false},
		{role, "arn:aws:s3:::auditor", false},
		{role, "AWS::::Account:111122223333", false},
		{user, user, true},
		{user, "arn:aws:iam::111122223333:user/anna", false},
		{user, "arn:aws:iam::111122223333:role/path/anna", false},
		{"", "arn:aws:iam::111122223333:role/auditor", false},
	} {
		if got := awsconf.Own(c.caller, c.id); got != c.want {
			t.Errorf("that %s is behind %s is %v", c.id, c.caller, got)
		}
	}
}

// The gate is outermost: what it refuses is not sent, not even to find credentials, and what was to be sent is not told.
func TestGate(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	s := open(t, a, options(a))
	for _, cfg := range []struct {
		name string
		call func(*testing.T) error
	}{
		{"an undeclared read", func(t *testing.T) error {
			_, err := iam.NewFromConfig(s.Config(ireland)).ListRoles(t.Context(), &iam.ListRolesInput{PathPrefix: new("/secret/")})
			return err
		}},
		{"an undeclared read, remembering", func(t *testing.T) error {
			_, err := iam.NewFromConfig(s.Remembering(ireland)).ListRoles(t.Context(), &iam.ListRolesInput{PathPrefix: new("/secret/")})
			return err
		}},
		{"an undeclared page", func(t *testing.T) error {
			_, err := iam.NewListRolesPaginator(iam.NewFromConfig(s.Config(ireland)), &iam.ListRolesInput{}).NextPage(t.Context())
			return err
		}},
		{"a write", func(t *testing.T) error {
			_, err := iam.NewFromConfig(s.Config(ireland)).CreateUser(t.Context(), &iam.CreateUserInput{UserName: new("secret")})
			return err
		}},
		{"a write, remembering", func(t *testing.T) error {
			_, err := iam.NewFromConfig(s.Remembering(ireland)).CreateUser(t.Context(), &iam.CreateUserInput{UserName: new("secret")})
			return err
		}},
		{"a read past the gate", func(t *testing.T) error {
			_, err := iam.NewFromConfig(s.Config(ireland), ungated).ListUsers(t.Context(), &iam.ListUsersInput{})
			return err
		}},
		{"a write past the gate", func(t *testing.T) error {
			_, err := iam.NewFromConfig(s.Config(ireland), ungated).CreateUser(t.Context(), &iam.CreateUserInput{UserName: new("secret")})
			return err
		}},
		{"a write past the gate, by the call", func(t *testing.T) error {
			_, err := iam.NewFromConfig(s.Config(ireland)).CreateUser(t.Context(), &iam.CreateUserInput{UserName: new("secret")}, ungated)
			return err
		}},
	} {
		t.Run(cfg.name, func(t *testing.T) {
			if err := cfg.call(t); fault.CodeOf(err) != fault.Refused || strings.Contains(fmt.Sprint(err), "secret") {
				t.Errorf("got %v", err)
			}
			if calls := a.Calls(); len(calls) > 0 {
				t.Errorf("calls %+v", calls)
			}
		})
	}
	if s.Calls() != 0 {
		t.Errorf("%d calls counted", s.Calls())
	}
}

func ungated(o *iam.Options) { o.APIOptions = nil }
