// Package storetest has the suite that every database of package store passes. It knows a database only by
// [store.Store]; what is special to one of them is tested beside it.
package storetest

import (
	"context"
	"testing"

	"github.com/mantenhq/manten/internal/store"
)

// Opener opens a handle on one database, as a process does that starts. The suite shuts it.
type Opener func(context.Context) (store.Store, error)

// Exercise runs the suite. Create makes an empty database for a test, which opens it once or more.
func Exercise(t *testing.T, create func(t *testing.T) Opener) {
	t.Helper()
	for _, concern := range []struct {
		name string
		test func(*testing.T, func(*testing.T) Opener)
	}{
		{"Change", exerciseChange},
		{"Concurrency", exerciseConcurrency},
		{"Finding", exerciseFinding},
		{"FindingFilter", exerciseFindingFilter},
		{"FindingHistory", exerciseFindingHistory},
		{"Journal", exerciseJournal},
		{"Lease", exerciseLease},
		{"Plan", exercisePlan},
		{"Prune", exercisePrune},
		{"Run", exerciseRun},
		{"Scan", exerciseScan},
		{"Score", exerciseScore},
	} {
		t.Run(concern.name, func(t *testing.T) {
			t.Parallel()
			concern.test(t, create)
		})
	}
}

// fresh opens an empty database.
func fresh(t *testing.T, create func(*testing.T) Opener) store.Store {
	t.Helper()
	return handles(t, create(t), 1)[0]
}

// handles opens a database several times.
func handles(t *testing.T, open Opener, n int) []store.Store {
	t.Helper()
	list := make([]store.Store, n)
	for i := range list {
		s, err := open(t.Context())
		check(t, err)
		t.Cleanup(func() { check(t, s.Shut()) })
		list[i] = s
	}
	return list
}
