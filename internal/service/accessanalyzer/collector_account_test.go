package accessanalyzer

import (
	"fmt"
	"slices"
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/accessanalyzer"
)

const region = "eu-west-1"

// readAccount lists and reads the one account there is.
func readAccount(t *testing.T, a *awstest.Account) accessanalyzer.Account {
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
		out, ok := got.(accessanalyzer.Account)
		if !ok || !out.Consistent() || out.ID != resource.AccountID(a.ID) {
			t.Fatalf("got a %T, %+v", got, got.Reference())
		}
		return out
	}
	t.Fatal("no account is listed")
	return accessanalyzer.Account{}
}

func TestAccount(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	if got, known := readAccount(t, a).Analyzers.Get(); len(got) > 0 || got == nil || !known {
		t.Errorf("a new account has %v, known %v", got, known)
	}
	a.Analyzers("us-west-2", awstest.Analyzer{Name: "elsewhere"})
	a.Analyzers(region, awstest.Analyzer{Name: "b", Type: "ACCOUNT_UNUSED_ACCESS"}, awstest.Analyzer{Name: "a", Status: "CREATING"})
	want := []accessanalyzer.Analyzer{
		{Name: "a", Type: "ACCOUNT", Status: "CREATING"}, {Name: "b", Type: "ACCOUNT_UNUSED_ACCESS", Status: "ACTIVE"},
	}
	if got := readAccount(t, a).Analyzers.Value(); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestAnalyzersPage(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	var many []awstest.Analyzer
	for i := range 101 {
		many = append(many, awstest.Analyzer{Name: fmt.Sprint(i)})
	}
	a.Analyzers(region, many...)
	if n := len(readAccount(t, a).Analyzers.Value()); n != 101 || a.Count("accessanalyzer", "ListAnalyzers") != 2 {
		t.Errorf("%d analyzers in %d calls", n, a.Count("accessanalyzer", "ListAnalyzers"))
	}
	a.Rule(awstest.Rule{After: 1, Do: awstest.Deny(), Service: "accessanalyzer", Operation: "ListAnalyzers"})
	if f := readAccount(t, a).Analyzers; f.State() != resource.Hidden {
		t.Errorf("with the second page denied they are %s", f.State())
	}
}

func TestAccountHidden(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	a.Rule(awstest.Rule{Do: awstest.Deny(), Service: "accessanalyzer", Operation: "ListAnalyzers"})
	f := readAccount(t, a).Analyzers
	if f.State() != resource.Hidden || f.Why().Code != "AccessDeniedException" || f.Why().Action != "access-analyzer:ListAnalyzers" {
		t.Errorf("analyzers are %s, %+v", f.State(), f.Why())
	}
}
