package account

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/account"
)

const region = "us-east-1"

// readAccount lists and reads the one account there is.
func readAccount(t *testing.T, a *awstest.Account) account.Account {
	t.Helper()
	at := catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: accounts.Facts}
	for listed, err := range accounts.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := accounts.Get(t.Context(), at, listed)
		if err != nil {
			t.Fatal(err)
		}
		out, ok := got.(account.Account)
		if !ok || !out.Consistent() || out.ID != resource.AccountID(a.ID) {
			t.Fatalf("got a %T, %+v", got, got.Reference())
		}
		return out
	}
	t.Fatal("no account is listed")
	return account.Account{}
}

func putContact(t *testing.T, a *awstest.Account, kind types.AlternateContactType) {
	t.Helper()
	if _, err := sdk.NewFromConfig(a.Config(region)).PutAlternateContact(t.Context(), &sdk.PutAlternateContactInput{
		AlternateContactType: kind, EmailAddress: aws.String("a@example.com"), Name: aws.String("A"),
		PhoneNumber: aws.String("+81312345678"), Title: aws.String("CISO"),
	}); err != nil {
		t.Fatal(err)
	}
}

// Only the security contact counts.
func TestAccount(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	putContact(t, a, types.AlternateContactTypeBilling)
	putContact(t, a, types.AlternateContactTypeOperations)
	if has, known := readAccount(t, a).SecurityContact.Get(); has || !known {
		t.Errorf("before: %v, known %v", has, known)
	}
	putContact(t, a, types.AlternateContactTypeSecurity)
	if !readAccount(t, a).SecurityContact.Value() {
		t.Error("the security contact is not seen")
	}
}

func TestAccountHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	for do, code := range map[string]awstest.Action{
		"AccessDeniedException": awstest.Deny(), "NoAnswer": awstest.Answer(200, "application/json", "nothing"),
	} {
		a.Rule(awstest.Rule{Do: code, Service: "account", Operation: "GetAlternateContact"})
		f := readAccount(t, a).SecurityContact
		if f.State() != resource.Hidden || f.Why().Code != do || f.Why().Operation != "account.GetAlternateContact" {
			t.Errorf("contact is %s, %+v", f.State(), f.Why())
		}
	}
	a.Rule(awstest.Rule{Do: awstest.Answer(200, "application/json", "{}"), Service: "account", Operation: "GetAlternateContact"})
	if f := readAccount(t, a).SecurityContact; f.State() != resource.Hidden {
		t.Errorf("an empty answer is %s", f.State())
	}
}
