package storetest

import (
	"errors"
	"fmt"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/store"
)

// exerciseConcurrency uses several handles on one database at the same time, as several processes do.
func exerciseConcurrency(t *testing.T, create func(*testing.T) Opener) {
	const many, rounds = 3, 10
	// together lets every handle do something at the same time, round by round.
	together := func(t *testing.T, stores []store.Store, do func(s store.Store, handle, round int) error) {
		t.Helper()
		var group errgroup.Group
		for handle, s := range stores {
			group.Go(func() error {
				for round := range rounds {
					if err := do(s, handle, round); err != nil {
						return err
					}
				}
				return nil
			})
		}
		check(t, group.Wait())
	}
	t.Run("what one has stored, the other has", func(t *testing.T) {
		t.Parallel()
		list := handles(t, create(t), many)
		save(t, list[0], scanAt("scan-1", 1), finding("S3.8", bucket(tokyo, "a"), control.Failed))
		same(t, names(t, list[1], store.FindingFilter{}), []string{"S3.8 a NEW"})
	})
	t.Run("handles that open at the same moment", func(t *testing.T) {
		t.Parallel()
		open := create(t)
		var group errgroup.Group
		for range many {
			group.Go(func() error {
				s, err := open(t.Context())
				if err != nil {
					return err
				}
				_, err = s.Runs(t.Context(), "")
				return errors.Join(err, s.Shut())
			})
		}
		check(t, group.Wait())
	})
	t.Run("no scan is lost, and no history", func(t *testing.T) {
		t.Parallel()
		list := handles(t, create(t), many)
		save(t, list[0], scanAt("scan", 1), finding("S3.8", bucket(tokyo, "a"), control.Failed))
		together(t, list, func(s store.Store, handle, round int) error {
			findings := []control.Finding{
				finding("S3.8", bucket(tokyo, "a"), control.Failed),
				finding("S3.8", bucket(tokyo, fmt.Sprint("a-", handle)), control.Failed),
			}
			scan := scanAt(fmt.Sprintf("scan-%d-%d", handle, round), 2+round)
			stored, err := s.SaveScan(t.Context(), scan, resources(20), findings)
			if err == nil && !stored[0].FirstSeen.Equal(at(1)) {
				return fmt.Errorf("first seen at %s", stored[0].FirstSeen)
			}
			return err
		})
		for handle, s := range list {
			for round := range rounds {
				got := all(t, s.Resources(t.Context(), fmt.Sprintf("scan-%d-%d", handle, round)))
				same(t, len(got), 20)
			}
		}
	})
	t.Run("one of them gets the run", func(t *testing.T) {
		t.Parallel()
		list := handles(t, create(t), many)
		got := make([]int, rounds)
		conflicts := make([][rounds]bool, many)
		together(t, list, func(s store.Store, handle, round int) error {
			o := opening(fmt.Sprintf("run-%d-%d", handle, round), 1, apply.Holder{Host: fmt.Sprint(handle), PID: 1})
			o.Digest = fmt.Sprint("sha256:", round)
			_, err := s.Open(t.Context(), o)
			conflicts[handle][round] = fault.CodeOf(err) == fault.Conflict
			if conflicts[handle][round] {
				return nil
			}
			return err
		})
		for round := range rounds {
			for handle := range many {
				if !conflicts[handle][round] {
					got[round]++
				}
			}
			same(t, got[round], 1)
		}
	})
	t.Run("no call is lost", func(t *testing.T) {
		t.Parallel()
		list := handles(t, create(t), many)
		open(t, list[0], opening("run-1", 1, me))
		together(t, list, func(s store.Store, handle, round int) error {
			call := plan.CallRecord{Operation: "s3.PutBucketPolicy", Started: at(round)}
			return s.StartCall(t.Context(), "run-1", me, []string{"1", "2", "10"}[handle], 0, call)
		})
		for _, step := range []string{"1", "2", "10"} {
			same(t, len(stepOf(t, list[0], step).Calls), rounds)
		}
	})
}
