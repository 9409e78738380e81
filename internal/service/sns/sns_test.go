package sns

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/catalog/catalogtest"
	"github.com/mantenhq/manten/internal/resource"
)

const (
	account = "111122223333"
	region  = "eu-west-1"
)

func place(a *awstest.Account, u *catalog.CollectorUnit) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: u.Facts}
}

// listed are the resources of a collector, whole, by name.
func listed[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) map[string]T {
	t.Helper()
	return catalogtest.Whole[T](t, u, place(a, u))
}

func get[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, r resource.Resource) T {
	t.Helper()
	return catalogtest.Get[T](t, u, place(a, u), r)
}

// notListed holds that a listing that is denied says so.
func notListed(t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) {
	t.Helper()
	catalogtest.NotListed(t, u, place(a, u))
}
