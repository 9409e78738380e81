package iam

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// Within a scan an identical read is made once; asking whether the report is there must go out each time all the same.
// The session's gate lets only declared reads pass, so this also holds that all are declared.
func TestReadingWithinAScan(t *testing.T) { //nolint:paralleltest // sets the environment
	s := newStaff(t)
	for _, pair := range s.account.Env() {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	session := must(awsconf.Open(t.Context(), awsconf.Options{
		Region: region, Reads: append(users.Calls(users.Facts), accounts.Calls(accounts.Facts)...),
	}))(t)
	for _, u := range []*catalog.CollectorUnit{users, accounts} {
		at := catalog.Place{Account: session.Account, Region: region, Config: session.Remembering(region), Facts: u.Facts}
		for r, err := range u.List(t.Context(), at) {
			if err != nil {
				t.Fatal(err)
			}
			hides(t, must(u.Get(t.Context(), at, r))(t), u, "", nil)
		}
	}
	if n := s.account.Count("iam", "GenerateCredentialReport"); n < 2 {
		t.Errorf("the report was asked for %d times; the first answer is never that it is there", n)
	}
}

func TestAwaitReportGivesUp(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Service: "iam", Operation: "GenerateCredentialReport", Do: awstest.Answer(200, "text/xml",
		"<GenerateCredentialReportResponse><GenerateCredentialReportResult><State>INPROGRESS</State></GenerateCredentialReportResult></GenerateCredentialReportResponse>")})
	err := awaitReport(t.Context(), sdk.NewFromConfig(a.Through(region)), 700*time.Millisecond)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if n := a.Count("iam", "GenerateCredentialReport"); n < 2 {
		t.Errorf("asked %d times only", n)
	}
}

func TestPasswordsIn(t *testing.T) {
	t.Parallel()
	const header = "arn,user,password_last_changed,password_enabled\n"
	for name, c := range map[string]struct {
		report string
		want   []iam.Password
		err    string
	}{
		"in the order of names": {
			report: header +
				"r,<root_account>,not_supported,not_supported\n" +
				"e,eve,2026-03-04T05:06:07+00:00,true\n" +
				"b,bob,N/A,false\n" +
				"a,ada,2026-01-02T12:04:05+09:00,TRUE\n",
			want: []iam.Password{
				{User: "ada", Changed: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}, {User: "eve", Changed: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)},
			},
		},
		"root has a password": {report: header + "r,<root_account>,2020-01-01T00:00:00+00:00,true\n"},
		"nobody":              {report: header},
		"empty":               {err: "it is empty"},
		"another report":      {report: "user,arn\n", err: "other columns: user,arn"},
		"no time":             {report: header + "a,ada,no_information,true\n", err: "password of ada"},
		"cut off":             {report: header + "a,ada\n", err: "wrong number of fields"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := passwordsIn([]byte(c.report))
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("got error %v, want %s", err, c.err)
				}
				return
			}
			if err != nil || got == nil || len(got) != len(c.want) {
				t.Fatalf("got %v, %v", got, err)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("got %v, want %v", got[i], c.want[i])
				}
			}
		})
	}
}
