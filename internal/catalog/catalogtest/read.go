package catalogtest

import (
	"testing"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
)

// As gives a value by its own type.
func As[T any](t testing.TB, v any) T {
	t.Helper()
	out, ok := v.(T)
	if !ok {
		t.Fatalf("got a %T, want a %T", v, out)
	}
	return out
}

// Listed are the resources of a collector in a place as the listing shows them, by name.
func Listed[T resource.Resource](t testing.TB, u *catalog.CollectorUnit, at catalog.Place) map[string]T {
	t.Helper()
	out := map[string]T{}
	for r, err := range u.List(t.Context(), at) {
		if err != nil {
			t.Fatal(err)
		}
		out[r.Reference().Name] = As[T](t, r)
	}
	return out
}

// Whole are the resources of a collector in a place, each read after it was listed, by name.
func Whole[T resource.Resource](t testing.TB, u *catalog.CollectorUnit, at catalog.Place) map[string]T {
	t.Helper()
	out := Listed[T](t, u, at)
	for name, r := range out {
		out[name] = Get[T](t, u, at, r)
	}
	return out
}

// Get reads a resource.
func Get[T resource.Resource](t testing.TB, u *catalog.CollectorUnit, at catalog.Place, r resource.Resource) T {
	t.Helper()
	got, err := u.Get(t.Context(), at, r)
	if err != nil {
		t.Fatal(err)
	}
	return As[T](t, got)
}

// NotListed holds that a listing that is denied is an error, not a short list.
func NotListed(t testing.TB, u *catalog.CollectorUnit, at catalog.Place) {
	t.Helper()
	var got error
	for _, err := range u.List(t.Context(), at) {
		got = err
	}
	if !catalog.Denied(got) {
		t.Errorf("got %v", got)
	}
}
