package cloudtrail

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
)

// There is one in each region, and nobody is asked for it.
func TestAccounts(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	n := 0
	for r, err := range accounts.List(t.Context(), catalog.Place{Account: a.ID, Region: region, Config: a.Through(region)}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if ref := r.Reference(); ref.ID != resource.AccountID(a.ID) || ref.Region != region || !ref.IsAccount() {
			t.Errorf("got %+v", ref)
		}
	}
	if n != 1 || len(a.Calls()) > 0 {
		t.Errorf("%d accounts in %d calls", n, len(a.Calls()))
	}
}
