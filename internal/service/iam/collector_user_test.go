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
	must(client.TagUser(t.Context(), &sdk.TagUserInput{UserName: name, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("core")}}}))(t)
	device := must(client.CreateVirtualMFADevice(t.Context(), &sdk.CreateVirtualMFADeviceInput{VirtualMFADeviceName: name}))(t).VirtualMFADevice
	must(client.EnableMFADevice(t.Context(), &sdk.EnableMFADeviceInput{
		UserName: name, SerialNumber: device.SerialNumber, AuthenticationCode1: aws.String("123456"), AuthenticationCode2: aws.String("654321"),
	}))(t)
	s.used, s.idle = *used.AccessKeyId, *idle.AccessKeyId
	s.use(t, used)
	return s
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

// read lists the users and reads them whole.
func (s staff) read(t *testing.T) map[string]iam.User {
	t.Helper()
	out := map[string]iam.User{}
	for r, err := range users.List(t.Context(), place(s.account, users)) {
		if err != nil {
			t.Fatal(err)
		}
		out[r.Reference().Name] = as[iam.User](t, must(users.Get(t.Context(), place(s.account, users), r))(t))
	}
	return out
}

func TestUsers(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	s.account.TwoPages("iam", "ListUsers")
	got := s.read(t)
	if len(got) != 2 || s.account.Count("iam", "ListUsers") != 2 {
		t.Fatalf("%d users after %d calls", len(got), s.account.Count("iam", "ListUsers"))
	}
	ada := got["ada"]
	want := resource.Ref{Type: "AWS::IAM::User", Account: s.account.ID, Region: region, ID: "arn:aws:iam::" + s.account.ID + ":user/staff/ada", Name: "ada"}
	if ada.Ref != want {
		t.Errorf("ada is %+v, want %+v", ada.Ref, want)
	}
	if p, known := ada.ConsolePassword.Get(); !p || !known {
		t.Errorf("ada's console password is %v", ada.ConsolePassword)
	}
	if d := ada.MFADevices.Value(); !slices.Equal(d, []string{"arn:aws:iam::" + s.account.ID + ":mfa/ada"}) {
		t.Errorf("ada's devices are %v", d)
	}
	if tags := ada.Tags.Value(); len(tags) != 1 || tags["team"] != "core" {
		t.Errorf("ada's tags are %v", tags)
	}
	sameFacts(t, got["bob"], iam.User{
		AccessKeys: resource.Is([]iam.AccessKey{}), KeyUse: resource.Is([]iam.KeyUse{}), ConsolePassword: resource.Is(false),
		MFADevices: resource.Is([]string{}), Tags: resource.Is(map[string]string{}),
	}, users.Facts)
}

func TestUsersKeys(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	ada := s.read(t)["ada"]
	active := map[string]bool{}
	for _, k := range ada.AccessKeys.Value() {
		active[k.ID] = k.Active
		if k.Created.IsZero() {
			t.Errorf("key %s has no age", k.ID)
		}
	}
	if len(active) != 2 || !active[s.used] || active[s.idle] {
		t.Errorf("keys are %v; %s is active, %s is not", active, s.used, s.idle)
	}
	uses := ada.KeyUse.Value()
	if len(uses) != 1 || uses[0].ID != s.used || uses[0].At.IsZero() || uses[0].Service != "sts" || uses[0].Region != "eu-west-1" {
		t.Errorf("uses are %+v", uses)
	}
	if n := s.account.Count("iam", "ListAccessKeys"); n != 2 {
		t.Errorf("the keys of two users took %d calls", n)
	}
}

// The use of keys can be asked for alone.
func TestUsersKeyUseAlone(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	at := place(s.account, users)
	at.Facts = []string{"KeyUse"}
	empty := users.Empty(at.Ref("AWS::IAM::User", "arn:aws:iam::"+s.account.ID+":user/staff/ada", "ada"))
	ada := as[iam.User](t, must(users.Get(t.Context(), at, empty))(t))
	if len(ada.KeyUse.Value()) != 1 || ada.AccessKeys.State() != resource.NotAsked {
		t.Errorf("uses are %+v, keys %s", ada.KeyUse.Value(), ada.AccessKeys.State())
	}
}

func TestUsersDenied(t *testing.T) {
	t.Parallel()
	for operation, facts := range map[string][]string{
		"ListAccessKeys": {"AccessKeys", "KeyUse"}, "GetAccessKeyLastUsed": {"KeyUse"}, "GetLoginProfile": {"ConsolePassword"},
		"ListMFADevices": {"MFADevices"}, "ListUserTags": {"Tags"},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			s := newStaff(t)
			s.account.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: operation})
			hides(t, s.read(t)["ada"], users, operation, facts)
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
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: "ListUsers"})
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
