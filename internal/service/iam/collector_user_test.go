package iam

import (
	"context"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

const region = "us-east-1"

// place is where a collector reads everything of an account, through the proxy.
func place(a *awstest.Account, u *catalog.CollectorUnit) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: u.Facts}
}

// A staff is what a test makes: ada has everything, bob nothing.
type staff struct {
	account    *awstest.Account
	used, idle string // ada's keys
}

func newStaff(t *testing.T) staff {
	t.Helper()
	s := staff{account: awstest.New(t)}
	client := sdk.NewFromConfig(s.account.Config(region))
	for name, path := range map[string]string{"ada": "/staff/", "bob": "/"} {
		must(client.CreateUser(t.Context(), &sdk.CreateUserInput{UserName: &name, Path: &path}))(t)
	}
	name := aws.String("ada")
	used := must(client.CreateAccessKey(t.Context(), &sdk.CreateAccessKeyInput{UserName: name}))(t).AccessKey
	idle := must(client.CreateAccessKey(t.Context(), &sdk.CreateAccessKeyInput{UserName: name}))(t).AccessKey
	must(client.UpdateAccessKey(t.Context(), &sdk.UpdateAccessKeyInput{UserName: name, AccessKeyId: idle.AccessKeyId, Status: types.StatusTypeInactive}))(t)
	must(client.CreateLoginProfile(t.Context(), &sdk.CreateLoginProfileInput{UserName: name, Password: aws.String("Correct-h0rse")}))(t)
	must(client.AttachUserPolicy(t.Context(), &sdk.AttachUserPolicyInput{UserName: name, PolicyArn: policyOf(t, client, "reports", allowed)}))(t)
	must(client.PutUserPolicy(t.Context(), &sdk.PutUserPolicyInput{UserName: name, PolicyName: aws.String("own"), PolicyDocument: aws.String(allowed)}))(t)
	must(client.TagUser(t.Context(), &sdk.TagUserInput{UserName: name, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("core")}}}))(t)
	device := must(client.CreateVirtualMFADevice(t.Context(), &sdk.CreateVirtualMFADeviceInput{VirtualMFADeviceName: name}))(t).VirtualMFADevice
	must(client.EnableMFADevice(t.Context(), &sdk.EnableMFADeviceInput{
		UserName: name, SerialNumber: device.SerialNumber, AuthenticationCode1: aws.String("123456"), AuthenticationCode2: aws.String("654321"),
	}))(t)
	s.used, s.idle = *used.AccessKeyId, *idle.AccessKeyId
	s.use(t, used)
	return s
}

const allowed = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}`

// policyOf makes a customer managed policy and gives its ARN.
func policyOf(t *testing.T, client *sdk.Client, name, document string) *string {
	t.Helper()
	return must(client.CreatePolicy(t.Context(), &sdk.CreatePolicyInput{PolicyName: &name, PolicyDocument: &document}))(t).Policy.Arn
}

// use calls AWS with a key, past the proxy.
func (s staff) use(t *testing.T, key *types.AccessKey) {
	t.Helper()
	cfg := s.account.Config("eu-west-1")
	cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: *key.AccessKeyId, SecretAccessKey: *key.SecretAccessKey}, nil
	})
	must(sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}))(t)
}

// list gives the users as a scan has them, by name, with all facts.
func (s staff) list(t *testing.T, facts ...string) map[string]iam.User {
	t.Helper()
	at := place(s.account, users)
	if len(facts) > 0 {
		at.Facts = facts
	}
	out := map[string]iam.User{}
	for r, err := range users.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		out[r.Reference().Name] = catalogtest.As[iam.User](t, must(users.Get(t.Context(), at, r))(t))
	}
	return out
}

// ref is one of the staff.
func (s staff) ref(path, name string) resource.Ref {
	return place(s.account, users).Ref("AWS::IAM::User", "arn:aws:iam::"+s.account.ID+":user"+path+name, name)
}

// get reads a user alone.
func (s staff) get(t *testing.T, ref resource.Ref, facts ...string) iam.User {
	t.Helper()
	at := place(s.account, users)
	if len(facts) > 0 {
		at.Facts = facts
	}
	return catalogtest.As[iam.User](t, must(users.Get(t.Context(), at, users.Empty(ref)))(t))
}

func TestUser(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	ada := s.get(t, s.ref("/staff/", "ada"))
	sameFacts(t, ada, iam.User{
		ActiveKeyIDs: resource.Is([]string{s.used}), ConsolePassword: resource.Is(true), MFA: resource.Is(true),
		AttachedPolicies: resource.Is([]string{"arn:aws:iam::" + s.account.ID + ":policy/reports"}),
		InlinePolicies:   resource.Is([]string{"own"}), Tags: resource.Is(map[string]string{"team": "core"}),
	}, []string{"ActiveKeyIDs", "ConsolePassword", "MFA", "AttachedPolicies", "InlinePolicies", "Tags"})
	keys, uses := ada.ActiveKeys.Value(), ada.KeyUse.Value()
	if len(keys) != 1 || keys[0].Created.IsZero() || keys[0].Created.Nanosecond() != 0 {
		t.Fatalf("keys are %+v", keys)
	}
	if len(uses) != 1 || !uses[0].Created.Equal(keys[0].Created) || uses[0].At.IsZero() || uses[0].Service != "sts" || uses[0].Region != "eu-west-1" {
		t.Errorf("uses are %+v", uses)
	}
	if p := ada.PasswordUse.Value(); p.Used || p.At.IsZero() || p.At.Nanosecond() != 0 {
		t.Errorf("the password is used %+v", p)
	}
	sameFacts(t, s.get(t, s.ref("/", "bob")), nobody, users.Facts)
}

// nobody is a user who has nothing.
var nobody = iam.User{
	ActiveKeys: resource.Is([]iam.ActiveKey{}), ActiveKeyIDs: resource.Is([]string{}), KeyUse: resource.Is([]iam.KeyUse{}),
	ConsolePassword: resource.Is(false), PasswordUse: resource.None[iam.PasswordUse](), MFA: resource.Is(false),
	AttachedPolicies: resource.Is([]string{}), InlinePolicies: resource.Is([]string{}), Tags: resource.Is(map[string]string{}),
}

// A single user is read without looking at the others.
func TestUserAlone(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	s.get(t, s.ref("/", "bob"))
	for _, call := range s.account.Calls() {
		if call.Operation == "GetAccountAuthorizationDetails" || call.Operation == "GetCredentialReport" {
			t.Errorf("reading bob called %s", call.Operation)
		}
	}
	s.account.ResetCalls()
	s.get(t, s.ref("/staff/", "ada"), "ActiveKeys", "KeyUse")
	if n := s.account.Count("iam", "ListAccessKeys"); n != 1 || len(s.account.Calls()) != 2 {
		t.Errorf("the keys were listed %d times, in %d calls", n, len(s.account.Calls()))
	}
}

// The use of keys can be asked for alone.
func TestUsersKeyUseAlone(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	ada := s.get(t, s.ref("/staff/", "ada"), "KeyUse")
	if len(ada.KeyUse.Value()) != 1 || ada.ActiveKeys.State() != resource.NotAsked {
		t.Errorf("uses are %+v, keys %s", ada.KeyUse.Value(), ada.ActiveKeys.State())
	}
}

func TestUserDenied(t *testing.T) {
	t.Parallel()
	for operation, facts := range map[string][]string{
		"ListAccessKeys": {"ActiveKeys", "ActiveKeyIDs", "KeyUse"}, "GetAccessKeyLastUsed": {"KeyUse"}, "GetLoginProfile": {"ConsolePassword", "PasswordUse"},
		"GetUser": {"PasswordUse"}, "GenerateCredentialReport": {"PasswordUse"}, "ListMFADevices": {"MFA"}, "ListUserTags": {"Tags"},
		"ListAttachedUserPolicies": {"AttachedPolicies"}, "ListUserPolicies": {"InlinePolicies"},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			s := newStaff(t)
			s.account.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: operation})
			hides(t, s.get(t, s.ref("/staff/", "ada")), users, operation, facts)
		})
	}
}

// hides holds that exactly these facts are hidden, for want of the action of the operation.
func hides(t *testing.T, r resource.Resource, u *catalog.CollectorUnit, operation string, facts []string) {
	t.Helper()
	for _, name := range u.Facts {
		f := resource.FactOf(r, name)
		if hidden := f.State() == resource.Hidden; hidden != slices.Contains(facts, name) {
			t.Errorf("%s is %s", name, f.State())
		}
		if f.State() == resource.Hidden && (f.Why().Code != "AccessDenied" || f.Why().Action != "iam:"+operation || f.Why().Operation != "iam."+operation) {
			t.Errorf("%s is hidden by %+v", name, f.Why())
		}
	}
}

func sameFacts(t *testing.T, got, want resource.Resource, facts []string) {
	t.Helper()
	for _, name := range resource.Differing(got, want, facts) {
		g, w := must(resource.FactOf(got, name).MarshalJSON())(t), must(resource.FactOf(want, name).MarshalJSON())(t)
		t.Errorf("%s is %s, want %s", name, g, w)
	}
}

func TestUsersListDenied(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: "GetAccountAuthorizationDetails"})
	n := 0
	for _, err := range users.List(t.Context(), place(a, users)) {
		n++
		if !catalog.Denied(err) {
			t.Errorf("listing gave %v", err)
		}
	}
	if n != 1 {
		t.Errorf("listing gave %d results", n)
	}
}

func TestUserIsGone(t *testing.T) {
	t.Parallel()
	at := place(awstest.New(t), users)
	_, err := users.Get(t.Context(), at, users.Empty(at.Ref("AWS::IAM::User", "arn:aws:iam::1:user/eve", "eve")))
	if fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a user that is gone gives %v", err)
	}
}
