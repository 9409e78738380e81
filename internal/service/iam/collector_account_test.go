package iam

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// readAccount lists the account, which is one, and reads it whole.
func readAccount(t *testing.T, a *awstest.Account) iam.Account {
	t.Helper()
	var out []iam.Account
	for r, err := range accounts.List(t.Context(), place(a, accounts)) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, catalogtest.As[iam.Account](t, must(accounts.Get(t.Context(), place(a, accounts), r))(t)))
	}
	if len(out) != 1 || out[0].ID != "AWS::::Account:"+a.ID {
		t.Fatalf("listing gave %+v", out)
	}
	return out[0]
}

func TestAccount(t *testing.T) {
	t.Parallel()
	sameFacts(t, readAccount(t, awstest.New(t)), iam.Account{
		PasswordPolicy: resource.None[iam.PasswordPolicy](), Root: resource.Is(iam.Root{MFA: true, Password: true}),
		RootVirtualMFA: resource.Is(false), Passwords: resource.Is([]iam.Password{}),
	}, accounts.Facts)
}

// What the remediation writes, reads back as the resource that it promised; and so does what takes it back.
func TestAccountPasswordPolicy(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]iam.PasswordPolicy{
		"strong": strong,
		"hard":   {MinimumPasswordLength: 20, RequireSymbols: true, MaxPasswordAge: 1, PasswordReusePrevention: 1, HardExpiry: true},
		"least":  {MinimumPasswordLength: 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			in := catalogtest.As[*sdk.UpdateAccountPasswordPolicyInput](t, putPasswordPolicy(p).Input)
			must(sdk.NewFromConfig(a.Config(region)).UpdateAccountPasswordPolicy(t.Context(), in))(t)
			sameFacts(t, readAccount(t, a), iam.Account{PasswordPolicy: resource.Is(p)}, []string{"PasswordPolicy"})
		})
	}
}

func TestAccountRoot(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		has     awstest.Root
		want    iam.Root
		virtual bool
	}{
		"hardware": {awstest.Root{}, iam.Root{MFA: true, Password: true}, false},
		"virtual":  {awstest.Root{MFA: awstest.VirtualMFA}, iam.Root{MFA: true, Password: true}, true},
		"open":     {awstest.Root{AccessKey: true, MFA: awstest.NoMFA}, iam.Root{AccessKeys: true, Password: true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newStaff(t).account // ada's virtual device is not root's
			a.Root(c.has)
			sameFacts(t, readAccount(t, a), iam.Account{Root: resource.Is(c.want), RootVirtualMFA: resource.Is(c.virtual)}, []string{"Root", "RootVirtualMFA"})
		})
	}
}

// summary is an answer of GetAccountSummary, from pairs of keys and values.
func summary(entries string) awstest.Action {
	var b strings.Builder
	for pair := range strings.FieldsSeq(entries) {
		key, value, _ := strings.Cut(pair, "=")
		b.WriteString("<entry><key>" + key + "</key><value>" + value + "</value></entry>")
	}
	return awstest.Answer(200, "text/xml", "<GetAccountSummaryResponse><GetAccountSummaryResult><SummaryMap>"+b.String()+
		"</SummaryMap></GetAccountSummaryResult></GetAccountSummaryResponse>")
}

func TestAccountRootPassword(t *testing.T) {
	t.Parallel()
	for entries, want := range map[string]resource.Fact[iam.Root]{
		"AccountAccessKeysPresent=0 AccountMFAEnabled=0 AccountPasswordPresent=0": resource.Is(iam.Root{}),
		"AccountAccessKeysPresent=0 AccountMFAEnabled=0 AccountPasswordPresent=1": resource.Is(iam.Root{Password: true}),
		"AccountAccessKeysPresent=0 AccountMFAEnabled=0":                          resource.Is(iam.Root{Password: true}),
		"Users=3": resource.HiddenFor[iam.Root](resource.Reason{Operation: "iam.GetAccountSummary", Code: "NoAnswer", Message: "the answer says nothing of the root user"}),
	} {
		a := awstest.New(t)
		a.Rule(awstest.Rule{Do: summary(entries), Service: "iam", Operation: "GetAccountSummary"})
		sameFacts(t, readAccount(t, a), iam.Account{Root: want}, []string{"Root"})
	}
}

// A further virtual device of root has a name that was freely chosen; it shows on the second page.
func TestAccountRootVirtualMFAOfAnyName(t *testing.T) {
	t.Parallel()
	a := newStaff(t).account
	page := func(more, device string) awstest.Action {
		return awstest.Answer(200, "text/xml", "<ListVirtualMFADevicesResponse><ListVirtualMFADevicesResult><VirtualMFADevices><member>"+device+
			"</member></VirtualMFADevices>"+more+"</ListVirtualMFADevicesResult></ListVirtualMFADevicesResponse>")
	}
	arn := "arn:aws:iam::" + a.ID
	a.Rule(awstest.Rule{Service: "iam", Operation: "ListVirtualMFADevices", Do: page(
		"<IsTruncated>false</IsTruncated>",
		"<SerialNumber>"+arn+":mfa/phone</SerialNumber><User><Arn>"+arn+":root</Arn></User>",
	)})
	a.Rule(awstest.Rule{Service: "iam", Operation: "ListVirtualMFADevices", Times: 1, Do: page(
		"<IsTruncated>true</IsTruncated><Marker>next</Marker>",
		"<SerialNumber>"+arn+":mfa/ada</SerialNumber><User><Arn>"+arn+":user/staff/ada</Arn></User>",
	)})
	sameFacts(t, readAccount(t, a), iam.Account{RootVirtualMFA: resource.Is(true)}, []string{"RootVirtualMFA"})
}

func TestAccountDenied(t *testing.T) {
	t.Parallel()
	for operation, fact := range map[string]string{
		"GetAccountPasswordPolicy": "PasswordPolicy", "GetAccountSummary": "Root", "ListVirtualMFADevices": "RootVirtualMFA",
		"GenerateCredentialReport": "Passwords", "GetCredentialReport": "Passwords",
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			a := awstest.New(t)
			a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "iam", Operation: operation})
			hides(t, readAccount(t, a), accounts, operation, []string{fact})
		})
	}
}

func TestAccountPasswords(t *testing.T) {
	t.Parallel()
	a := newStaff(t).account
	client := sdk.NewFromConfig(a.Config(region))
	must(client.CreateUser(t.Context(), &sdk.CreateUserInput{UserName: aws.String("Abe")}))(t)
	must(client.CreateLoginProfile(t.Context(), &sdk.CreateLoginProfileInput{UserName: aws.String("Abe"), Password: aws.String("Correct-h0rse")}))(t)
	var names []string
	for _, p := range readAccount(t, a).Passwords.Value() {
		names = append(names, p.User)
		if p.Changed.IsZero() {
			t.Errorf("the password of %s has no age", p.User)
		}
	}
	if strings.Join(names, " ") != "Abe ada" {
		t.Errorf("%v have passwords, want Abe and ada", names)
	}
}
