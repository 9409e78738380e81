package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/store"
)

func exerciseScan(t *testing.T, create func(*testing.T) Opener) {
	t.Run("comes back whole", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		want := scanAt("scan-1", 1)
		want.AsOf = at(500)
		want.Snapshot = "sha256:abc"
		want.Calls, want.Resources = 12, 34
		want.Coverage = []store.Gap{{
			Account: account, Region: tokyo, Service: "s3", Resource: "arn:aws:s3:::a", Operation: "s3.GetBucketPolicy",
			Reason: "AccessDenied", Action: "s3:GetBucketPolicy",
		}}
		save(t, s, want)
		got, err := s.Scan(t.Context(), store.ScanFilter{ID: "scan-1"})
		check(t, err)
		same(t, got, want)
	})
	t.Run("keeps times that nobody knows unknown", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		want := store.Scan{ID: "scan-1"}
		save(t, s, want)
		got, err := s.Scan(t.Context(), store.ScanFilter{ID: "scan-1"})
		check(t, err)
		same(t, got, want)
	})
	t.Run("is not stored twice", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		save(t, s, scanAt("scan-1", 1), finding("S3.8", bucket(tokyo, "a"), control.Failed))
		_, err := s.SaveScan(t.Context(), scanAt("scan-1", 2), resources(3), nil)
		is(t, err, fault.Conflict)
		same(t, len(all(t, s.Resources(t.Context(), "scan-1"))), 0)
		same(t, names(t, s, store.FindingFilter{}), []string{"S3.8 a NEW"})
	})
	t.Run("is stored whole or not at all", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := s.SaveScan(ctx, scanAt("scan-1", 1), resources(3), nil)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was cancelled", err)
		}
		_, err = s.Scan(t.Context(), store.ScanFilter{ID: "scan-1"})
		is(t, err, fault.NotFound)
		save(t, s, scanAt("scan-1", 1)) // and the store goes on
	})
	t.Run("is not stored when time runs out in the middle", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		_, err := s.SaveScan(ctx, scanAt("scan-1", 1), resources(10_000), nil)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that time ran out", err)
		}
		_, err = s.Scan(t.Context(), store.ScanFilter{ID: "scan-1"})
		is(t, err, fault.NotFound)
		save(t, s, scanAt("scan-1", 1))
	})
	t.Run("filters", func(t *testing.T) {
		t.Parallel()
		exerciseScanFilter(t, fresh(t, create))
	})
	t.Run("resources come back in order, as often as wanted", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		want := resources(1000)
		_, err := s.SaveScan(t.Context(), scanAt("scan-1", 1), want, nil)
		check(t, err)
		_, err = s.SaveScan(t.Context(), scanAt("scan-2", 2), resources(2), nil)
		check(t, err)
		seq := s.Resources(t.Context(), "scan-1")
		same(t, all(t, seq), want)
		for got, err := range seq {
			check(t, err)
			same(t, got, want[0])
			break // and the second reading may stop early
		}
		same(t, len(all(t, s.Resources(t.Context(), "scan-3"))), 0)
	})
	t.Run("a resource without data", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		_, err := s.SaveScan(t.Context(), scanAt("scan-1", 1), []store.StoredResource{{}}, nil)
		check(t, err)
		got := all(t, s.Resources(t.Context(), "scan-1"))
		same(t, len(got), 1)
		same(t, len(got[0].Data), 0)
	})
	t.Run("resources may be read while others are read and written", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		_, err := s.SaveScan(t.Context(), scanAt("scan-1", 1), resources(10), nil)
		check(t, err)
		rounds := 0
		for _, err := range s.Resources(t.Context(), "scan-1") {
			check(t, err)
			save(t, s, scanAt(fmt.Sprint("scan-2-", rounds), 2))
			same(t, len(all(t, s.Resources(t.Context(), "scan-1"))), 10)
			rounds++
		}
		same(t, rounds, 10)
	})
	t.Run("reading ends when it is cancelled", func(t *testing.T) {
		t.Parallel()
		s := fresh(t, create)
		_, err := s.SaveScan(t.Context(), scanAt("scan-1", 1), resources(10), nil)
		check(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for _, err = range s.Resources(ctx, "scan-1") {
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was cancelled", err)
		}
	})
}

func exerciseScanFilter(t *testing.T, s store.Store) {
	t.Helper()
	_, err := s.Scan(t.Context(), store.ScanFilter{})
	is(t, err, fault.NotFound)

	stored := func(id string, minute int, change func(*store.Scan)) {
		scan := scanAt(id, minute)
		change(&scan)
		save(t, s, scan)
	}
	stored("late", 30, func(*store.Scan) {})
	stored("early", 10, func(*store.Scan) {})
	stored("other", 20, func(s *store.Scan) { s.Account = "444455556666" })
	stored("snapshot", 40, func(s *store.Scan) { s.Snapshot = "sha256:abc" })
	stored("cut off", 50, func(s *store.Scan) { s.Complete = false })
	stored("imagined", 60, func(s *store.Scan) { s.AsOf = at(9999) })

	aws, snapshot := "", "sha256:abc"
	for _, test := range []struct {
		name   string
		filter store.ScanFilter
		want   string
	}{
		{"anything", store.ScanFilter{}, "snapshot"},
		{"of AWS", store.ScanFilter{Snapshot: &aws}, "late"},
		{"of a snapshot", store.ScanFilter{Snapshot: &snapshot}, "snapshot"},
		{"of an account", store.ScanFilter{Account: "444455556666"}, "other"},
		{"also imagined", store.ScanFilter{Imagined: true}, "imagined"},
		{"by its id", store.ScanFilter{ID: "early"}, "early"},
		{"by its id though it was cut off", store.ScanFilter{ID: "cut off"}, "cut off"},
		{"by its id though it is imagined", store.ScanFilter{ID: "imagined"}, "imagined"},
		{"none of the account", store.ScanFilter{Account: "1"}, ""},
		{"none with the id", store.ScanFilter{ID: "lat"}, ""},
	} {
		got, err := s.Scan(t.Context(), test.filter)
		if test.want == "" {
			is(t, err, fault.NotFound)
		} else if err != nil || got.ID != test.want {
			t.Errorf("%s: got scan %q and error %v, want %q", test.name, got.ID, err, test.want)
		}
	}
}
