package iam

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// told are the facts that a scan has without asking any user by itself.
var told = slices.Concat(reported, []string{"AttachedPolicies", "InlinePolicies", "Tags"})

// What a scan takes from documents about the whole account and what a single user says of itself is the same.
//
// moto's report says neither the service nor the region of a key's last use (the stand-in makes N/A of that, where AWS
// has them as GetAccessKeyLastUsed does), and takes the user's creation for that of the password. Of a key used it has
// the time, as AWS.
func TestUsersListedAndReadAreTheSame(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	client := sdk.NewFromConfig(s.account.Config(region))
	must(client.CreateUser(t.Context(), &sdk.CreateUserInput{UserName: aws.String("eve")}))(t)
	must(client.CreateLoginProfile(t.Context(), &sdk.CreateLoginProfileInput{UserName: aws.String("eve"), Password: aws.String("Correct-h0rse")}))(t)
	for range 2 {
		key := must(client.CreateAccessKey(t.Context(), &sdk.CreateAccessKeyInput{UserName: aws.String("eve")}))(t)
		s.use(t, key.AccessKey)
		time.Sleep(1100 * time.Millisecond) // keys of one second could not be told apart
	}
	listed := s.list(t, told...)
	if len(listed) != 3 {
		t.Fatalf("%d users are listed", len(listed))
	}
	for _, call := range s.account.Calls() {
		if !slices.Contains([]string{"GetAccountAuthorizationDetails", "GenerateCredentialReport", "GetCredentialReport"}, call.Operation) {
			t.Errorf("listing called %s", call.Operation)
		}
	}
	for name, path := range map[string]string{"ada": "/staff/", "bob": "/", "eve": "/"} {
		u := s.get(t, s.ref(path, name))
		if u.Ref != listed[name].Ref {
			t.Errorf("%+v is listed as %+v", u.Ref, listed[name].Ref)
		}
		uses := u.KeyUse.Value()
		for i := range uses {
			uses[i].Service, uses[i].Region = "N/A", "N/A"
		}
		sameFacts(t, listed[name], u, told)
	}
	if n := len(listed["eve"].KeyUse.Value()); n != 2 {
		t.Errorf("eve has used %d keys", n)
	}
}

// Only what is wanted is asked for.
func TestUsersCalls(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	for calls, facts := range map[int][]string{1: {"AttachedPolicies", "InlinePolicies", "Tags"}, 4: reported} {
		s.account.ResetCalls()
		s.list(t, facts...)
		// moto has a report made at the second question only when it is the first one ever.
		if n := len(s.account.Calls()); n > calls || n < calls-1 {
			t.Errorf("%v took %d calls, want %d", facts, n, calls)
		}
	}
}

func TestUsersTwoPages(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	twice(s.account)
	n := 0
	for _, err := range users.List(t.Context(), place(s.account, users)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 4 {
		t.Errorf("%d users on two pages of two", n)
	}
}

// twice lets the authorization details come in two pages, each of which has all, which moto never does.
func twice(a *awstest.Account) {
	a.Rule(awstest.Rule{Service: "iam", Operation: "GetAccountAuthorizationDetails", Times: 1, Do: func(x *awstest.Exchange) *awstest.Reply {
		reply := x.Next()
		reply.Body = bytes.Replace(reply.Body, []byte("<IsTruncated>false</IsTruncated>"), []byte("<IsTruncated>true</IsTruncated><Marker>more</Marker>"), 1)
		return reply
	}})
}

// Without the report its facts are hidden, and the others are there all the same. Nobody is asked by itself.
func TestUsersReportDenied(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"GenerateCredentialReport", "GetCredentialReport"} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			s := newStaff(t)
			s.account.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: operation})
			all := s.list(t, told...)
			if len(all) != 2 {
				t.Fatalf("%d users are listed", len(all))
			}
			for _, u := range all {
				hides(t, u, users, operation, reported)
			}
		})
	}
}

// A report is up to 4 hours old. Users that are newer, also under a name that was there before, are asked by themselves,
// and so is one whose row cannot be understood.
func TestUsersNewerThanTheReport(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(row map[string]string){
		"no row":           func(row map[string]string) { row["arn"] = "arn:aws:iam::1:user/other" },
		"a former user":    func(row map[string]string) { row["user_creation_time"] = "2020-01-01T00:00:00+00:00" },
		"no creation time": func(row map[string]string) { row["user_creation_time"] = "N/A" },
		"cells unknown": func(row map[string]string) {
			row["mfa_active"], row["password_enabled"], row["access_key_1_active"] = "perhaps", "perhaps", "perhaps"
		},
		"no times": func(row map[string]string) {
			row["mfa_active"], row["access_key_1_last_rotated"], row["password_last_changed"] = "", "N/A", "N/A"
		},
		"odd times": func(row map[string]string) {
			row["mfa_active"], row["access_key_1_last_used_date"], row["password_last_used"] = "", "soon", "soon"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStaff(t)
			rewriteReport(t, s.account, "ada", change)
			ada := s.list(t, told...)["ada"]
			calls := s.account.Count("iam", "")
			alone := s.get(t, s.ref("/staff/", "ada"))
			sameFacts(t, ada, alone, told)
			if calls < 5 {
				t.Errorf("ada was not asked: %d calls", calls)
			}
		})
	}
}

func TestReportRow(t *testing.T) {
	t.Parallel()
	created, at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	row := map[string]string{
		"user": "ada", "arn": "arn:ada", "user_creation_time": "2026-01-02T03:04:05+00:00", "password_enabled": "true",
		"password_last_used": "2026-05-06T07:08:09+00:00", "password_last_changed": "2026-01-02T03:04:05+00:00", "mfa_active": "TRUE",
		"access_key_1_active": "true", "access_key_1_last_rotated": "2026-05-06T07:08:09+00:00", "access_key_1_last_used_date": "N/A",
		"access_key_1_last_used_region": "N/A", "access_key_1_last_used_service": "N/A",
		"access_key_2_active": "true", "access_key_2_last_rotated": "2026-01-02T03:04:05+00:00", "access_key_2_last_used_date": "2026-05-06T07:08:09+00:00",
		"access_key_2_last_used_region": "eu-west-1", "access_key_2_last_used_service": "s3",
	}
	u := iam.User{Ref: resource.Ref{ID: "arn:ada"}}
	report{"arn:ada": row}.fill(&u, created.Add(300*time.Millisecond))
	sameFacts(t, u, iam.User{
		ActiveKeys:      resource.Is([]iam.ActiveKey{{Created: created}, {Created: at}}),
		KeyUse:          resource.Is([]iam.KeyUse{{Created: created, At: at, Service: "s3", Region: "eu-west-1"}}),
		ConsolePassword: resource.Is(true), PasswordUse: resource.Is(iam.PasswordUse{Used: true, At: at}), MFA: resource.Is(true),
	}, reported)

	row["password_last_used"], row["access_key_1_active"], row["access_key_2_last_used_date"] = "no_information", "false", "no_information"
	u = iam.User{Ref: u.Ref}
	report{"arn:ada": row}.fill(&u, created)
	sameFacts(t, u, iam.User{
		ActiveKeys: resource.Is([]iam.ActiveKey{{Created: created}}), KeyUse: resource.Is([]iam.KeyUse{}),
		ConsolePassword: resource.Is(true), PasswordUse: resource.Is(iam.PasswordUse{At: created}), MFA: resource.Is(true),
	}, reported)

	row["password_enabled"], row["access_key_2_active"], row["mfa_active"] = "false", "false", "false"
	u = iam.User{Ref: u.Ref}
	report{"arn:ada": row}.fill(&u, created)
	sameFacts(t, u, nobody, reported)
}

// The use of a password that was set anew counts from then, whatever its user's first password was.
func TestUserPasswordNeverUsed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		changed string
		want    string
	}{
		"set anew":               {"2099-01-01T00:00:00+00:00", "2099-01-01"},
		"the first one":          {"", ""},
		"older than its profile": {"2001-01-01T00:00:00+00:00", ""},
		"not in the report":      {"N/A", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStaff(t)
			client := sdk.NewFromConfig(s.account.Config(region))
			first := must(client.GetLoginProfile(t.Context(), &sdk.GetLoginProfileInput{UserName: aws.String("ada")}))(t).LoginProfile.CreateDate
			rewriteReport(t, s.account, "ada", func(row map[string]string) {
				switch c.changed {
				case "":
				case "N/A":
					row["password_enabled"] = "false"
				default:
					row["password_last_changed"] = c.changed
				}
			})
			use := s.get(t, s.ref("/staff/", "ada"), "PasswordUse").PasswordUse
			want := second(*first)
			if c.want != "" {
				want = must(time.Parse(time.DateOnly, c.want))(t)
			}
			if got, known := use.Get(); !known || got.Used || !got.At.Equal(want) {
				t.Errorf("the password is used %+v, want never since %s", use, want)
			}
		})
	}
}

// GetUser tells of the last sign-in.
func TestUserSignedIn(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	s.account.Rule(awstest.Rule{Service: "iam", Operation: "GetUser", Do: awstest.Answer(200, "text/xml",
		"<GetUserResponse><GetUserResult><User><UserName>ada</UserName><PasswordLastUsed>2026-03-04T05:06:07Z</PasswordLastUsed></User></GetUserResult></GetUserResponse>")})
	ada := s.get(t, s.ref("/staff/", "ada"), "ConsolePassword", "PasswordUse")
	sameFacts(t, ada, iam.User{
		PasswordUse: resource.Is(iam.PasswordUse{Used: true, At: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)}),
	}, []string{"PasswordUse"})
	bob := s.get(t, s.ref("/", "bob"), "ConsolePassword", "PasswordUse")
	sameFacts(t, bob, nobody, []string{"PasswordUse"})
	if n := s.account.Count("iam", "GetCredentialReport"); n != 0 {
		t.Errorf("the report was read %d times for passwords whose use IAM tells", n)
	}
}
