package sns

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
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
	out := map[string]T{}
	for r, err := range u.List(t.Context(), place(a, u)) {
		if err != nil {
			t.Fatal(err)
		}
		out[r.Reference().Name] = get[T](t, a, u, r)
	}
	return out
}

func get[T resource.Resource](t *testing.T, a *awstest.Account, u *catalog.CollectorUnit, r resource.Resource) T {
	t.Helper()
	got, err := u.Get(t.Context(), place(a, u), r)
	if err != nil {
		t.Fatal(err)
	}
	return as[T](t, got)
}

// notListed holds that a listing that is denied says so.
func notListed(t *testing.T, a *awstest.Account, u *catalog.CollectorUnit) {
	t.Helper()
	var got error
	for _, err := range u.List(t.Context(), place(a, u)) {
		got = err
	}
	if !catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}

// as gives a value by its own type.
func as[T any](t *testing.T, v any) T {
	t.Helper()
	out, ok := v.(T)
	if !ok {
		t.Fatalf("got a %T", v)
	}
	return out
}

// did ends the test where preparing it failed.
func did[Out any](t *testing.T) func(*Out, error) *Out {
	return func(out *Out, err error) *Out {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}
