package ssm

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
)

const region = "eu-west-1"

func place(a *awstest.Account, u *catalog.CollectorUnit) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: u.Facts}
}

// read lists and reads what there is, by name; the error is that of the listing.
func read[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) (map[string]T, error) {
	t.Helper()
	all := map[string]T{}
	for listed, err := range u.List(t.Context(), place(a, u)) {
		if err != nil {
			return all, err
		}
		all[listed.Reference().Name] = get[T](t, a, u, listed)
	}
	return all, nil
}

func get[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, r resource.Resource) T {
	t.Helper()
	got, err := u.Get(t.Context(), place(a, u), r)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := got.(T)
	if !ok || !got.Reference().Consistent() || got.Reference().Region != region || got.Reference().Account != a.ID {
		t.Fatalf("got a %T, %+v", got, got.Reference())
	}
	return out
}

// must lists and reads what there is, without an error.
func must[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) map[string]T {
	t.Helper()
	all, err := read[T](t, a, u)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// refOf is a managed node.
func refOf(a *awstest.Account, u *catalog.CollectorUnit, id string) resource.Ref {
	return place(a, u).Ref(u.Type, "arn:aws:ssm:"+region+":"+a.ID+":managed-instance/"+id, id)
}
