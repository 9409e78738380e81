package storetest

import (
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
)

// check ends the test at an error.
func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same compares what a test got with what it wants.
func same[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("not as wanted (-want +got):\n%s", diff)
	}
}

// is checks the kind of an error.
func is(t *testing.T, err error, want fault.Code) {
	t.Helper()
	if got := fault.CodeOf(err); got != want {
		t.Errorf("the fault is %q, want %q: %v", got, want, err)
	}
}

// all reads a sequence to its end.
func all[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var list []T
	for v, err := range seq {
		check(t, err)
		list = append(list, v)
	}
	return list
}

// save stores a scan without resources.
func save(t *testing.T, s store.Store, scan store.Scan, findings ...control.Finding) []control.Finding {
	t.Helper()
	stored, err := s.SaveScan(t.Context(), scan, nil, findings)
	check(t, err)
	return stored
}

// names lists the findings that a filter finds as "control bucket workflow", in the order in which they come.
func names(t *testing.T, s store.Store, f store.FindingFilter) []string {
	t.Helper()
	var list []string
	for _, found := range all(t, s.Findings(t.Context(), f)) {
		list = append(list, string(found.Control)+" "+found.Resource.Name+" "+string(found.Workflow))
	}
	return list
}
