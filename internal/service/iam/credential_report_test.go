package iam

import (
	"context"
	"encoding/base64"
	"errors"
	"regexp"
	"slices"
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
	row := func(user, enabled, changed string) string {
		cells := make([]string, len(reportColumns))
		for i, column := range reportColumns {
			cells[i] = map[string]string{"user": user, "arn": "arn:" + user, "password_enabled": enabled, "password_last_changed": changed}[column]
		}
		return strings.Join(cells, ",") + "\n"
	}
	header := strings.Join(reportColumns, ",") + "\n"
	for name, c := range map[string]struct {
		report string
		want   []iam.Password
		err    string
	}{
		"in the order of names": {
			report: header + row("<root_account>", "not_supported", "not_supported") + row("eve", "true", "2026-03-04T05:06:07+00:00") +
				row("bob", "false", "N/A") + row("ada", "TRUE", "2026-01-02T12:04:05+09:00"),
			want: []iam.Password{
				{User: "ada", Changed: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}, {User: "eve", Changed: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)},
			},
		},
		"root has a password": {report: header + row("<root_account>", "true", "2020-01-01T00:00:00+00:00")},
		"nobody":              {report: header},
		"empty":               {err: "it is empty"},
		"another report":      {report: "user,arn\n", err: "no column user_creation_time: user,arn"},
		"no time":             {report: header + row("ada", "true", "no_information"), err: "password_last_changed of ada"},
		"cut off":             {report: header + "a,ada\n", err: "wrong number of fields"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, err := reportIn([]byte(c.report))
			var got []iam.Password
			if err == nil {
				got, err = rows.passwords()
			}
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("got error %v, want %s", err, c.err)
				}
				return
			}
			if err != nil || got == nil || !slices.Equal(got, c.want) {
				t.Fatalf("got %v, %v; want %v", got, err, c.want)
			}
		})
	}
}

// rewriteReport changes a user's row in the credential reports of an account.
func rewriteReport(t *testing.T, a *awstest.Account, user string, change func(row map[string]string)) {
	t.Helper()
	content := regexp.MustCompile("<Content>([^<]*)</Content>")
	a.Rule(awstest.Rule{Service: "iam", Operation: "GetCredentialReport", Do: func(x *awstest.Exchange) *awstest.Reply {
		reply := x.Next()
		if reply.Status != 200 {
			return reply
		}
		plain, err := base64.StdEncoding.DecodeString(string(content.FindSubmatch(reply.Body)[1]))
		if err != nil {
			t.Error(err)
			return reply
		}
		lines := strings.Split(strings.TrimSpace(string(plain)), "\n")
		for i, line := range lines[1:] {
			lines[i+1] = rewritten(strings.Split(lines[0], ","), strings.Split(line, ","), user, change)
		}
		encoded := base64.StdEncoding.EncodeToString([]byte(strings.Join(lines, "\n")))
		reply.Body = content.ReplaceAllLiteral(reply.Body, []byte("<Content>"+encoded+"</Content>"))
		return reply
	}})
}

func rewritten(columns, cells []string, user string, change func(row map[string]string)) string {
	row := map[string]string{}
	for i, column := range columns {
		row[column] = cells[i]
	}
	if row["user"] == user {
		change(row)
	}
	for i, column := range columns {
		cells[i] = row[column]
	}
	return strings.Join(cells, ",")
}
