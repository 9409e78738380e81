package guardduty

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/guardduty"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/guardduty"
)

const region = "eu-west-1"

// readAccount lists and reads the one account there is.
func readAccount(t *testing.T, a *awstest.Account) guardduty.Account {
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
		out, ok := got.(guardduty.Account)
		if !ok || !out.Consistent() || out.ID != resource.AccountID(a.ID) {
			t.Fatalf("got a %T, %+v", got, got.Reference())
		}
		return out
	}
	t.Fatal("no account is listed")
	return guardduty.Account{}
}

func detector(t *testing.T, a *awstest.Account, enable bool) string {
	t.Helper()
	out, err := sdk.NewFromConfig(a.Config(region)).CreateDetector(t.Context(), &sdk.CreateDetectorInput{Enable: aws.Bool(enable)})
	if err != nil {
		t.Fatal(err)
	}
	return *out.DetectorId
}

func TestAccount(t *testing.T) {
	t.Parallel()
	for enable, status := range map[bool]string{true: "ENABLED", false: "DISABLED"} {
		a := awstest.New(t)
		if got, known := readAccount(t, a).Detectors.Get(); len(got) > 0 || got == nil || !known {
			t.Errorf("a new account has %v, known %v", got, known)
		}
		id := detector(t, a, enable)
		if got := readAccount(t, a).Detectors.Value(); len(got) != 1 || got[0] != (guardduty.Detector{ID: id, Status: status}) {
			t.Errorf("got %v", got)
		}
	}
}

func TestDetectorsPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	detector(t, a, true)
	a.TwoPages("guardduty", "ListDetectors")
	if got := readAccount(t, a).Detectors.Value(); len(got) != 1 || a.Count("guardduty", "ListDetectors") != 2 {
		t.Errorf("got %v in %d calls", got, a.Count("guardduty", "ListDetectors"))
	}
}

func TestAccountHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	detector(t, a, true)
	for _, operation := range []string{"GetDetector", "ListDetectors"} {
		a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "guardduty", Operation: operation})
		f := readAccount(t, a).Detectors
		if f.State() != resource.Hidden || f.Why().Code != "AccessDeniedException" || f.Why().Action != "guardduty:"+operation {
			t.Errorf("detectors are %s, %+v", f.State(), f.Why())
		}
	}
}
