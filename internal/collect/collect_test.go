package collect_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

func TestWishes(t *testing.T) {
	t.Parallel()
	cat := madeUp(t)
	got := collect.Wishes(cat, cat.Controls())
	want := map[resource.Type][]string{
		"Toy::Lamp": {"On", "Brightness"}, "Toy::House": {"Roof"}, "Toy::Balloon": {"Full"},
	}
	for _, w := range got {
		if !slices.Equal(w.Facts, want[w.Unit.Type]) {
			t.Errorf("of %s are wanted %v, want %v", w.Unit.Type, w.Facts, want[w.Unit.Type])
		}
		delete(want, w.Unit.Type)
	}
	if len(want) > 0 {
		t.Errorf("not wanted: %v", want)
	}
	if some := collect.Wishes(cat, cat.Controls()[:1]); len(some) != 1 || !slices.Equal(some[0].Facts, []string{"On"}) {
		t.Errorf("one control wants %+v", some)
	}
	if none := collect.Wishes(cat, nil); len(none) != 0 {
		t.Errorf("no controls want %+v", none)
	}
}

// fullStreet has something of each type; the balloon of Sydney is in no selected region.
func fullStreet() *street {
	return &street{
		regions: []string{tokyo, ireland},
		there: map[place][]resource.Resource{
			{"Toy::Lamp", ireland}: {lampIn(ireland, "c"), lampIn(ireland, "a")},
			{"Toy::Lamp", tokyo}:   {lampIn(tokyo, "b")},
			{"Toy::House", global}: {house{Ref: ref("Toy::House", global, "h")}},
			{"Toy::Balloon", global}: {
				balloon{Ref: ref("Toy::Balloon", "ap-southeast-2", "far")}, balloon{Ref: ref("Toy::Balloon", ireland, "near")},
			},
		},
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	cat, s := madeUp(t), fullStreet()
	res, err := collect.Collect(t.Context(), s, everything(cat), 4)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(res), []string{ireland + "/near", global + "/h", tokyo + "/b", ireland + "/a", ireland + "/c"}; !slices.Equal(got, want) {
		t.Errorf("collected %v, want %v", got, want)
	}
	// A type of the whole account is listed once; a dispersed one speaks for every selected region all the same.
	want := []place{{"Toy::Lamp", ireland}, {"Toy::Lamp", tokyo}, {"Toy::House", global}, {"Toy::Balloon", global}}
	if len(s.listed) != len(want) {
		t.Errorf("listed %v", s.listed)
	}
	for _, at := range want {
		if !slices.Contains(s.listed, at) {
			t.Errorf("%v was not listed", at)
		}
	}
	ended := endings(t, res)
	for _, at := range []place{
		{"Toy::Lamp", ireland}, {"Toy::Lamp", tokyo}, {"Toy::House", global}, {"Toy::Balloon", ireland}, {"Toy::Balloon", tokyo},
	} {
		if why, noted := ended[at]; !noted || why != nil {
			t.Errorf("listing of %v noted: %v, why: %v", at, noted, why)
		}
	}
	if len(ended) != 5 {
		t.Errorf("listings are %v", ended)
	}
}

func TestListingThatFailsMidway(t *testing.T) {
	t.Parallel()
	cat, s := madeUp(t), fullStreet()
	s.broken = map[place]error{{"Toy::Lamp", ireland}: denied, {"Toy::Balloon", global}: errOops}
	res, err := collect.Collect(t.Context(), s, everything(cat), 4)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Resources) != 5 {
		t.Errorf("collected %v", names(res))
	}
	for at, why := range endings(t, res) {
		var want resource.Reason
		switch {
		case at == place{"Toy::Lamp", ireland}:
			want = resource.Reason{Operation: "kms.ListKeys", Code: "AccessDeniedException", Action: "toy:Look", Message: "no"}
		case at.kind == "Toy::Balloon":
			want = resource.Reason{Code: "NoAnswer", Message: "oops"}
		}
		if got := why; (got == nil) != (want == resource.Reason{}) || (got != nil && *got != want) {
			t.Errorf("listing of %v ended with %v, want %v", at, got, want)
		}
	}
}

// What was deleted since it was listed is dropped; what could not be read of a resource stays with it.
func TestGoneAndHidden(t *testing.T) {
	t.Parallel()
	cat, s := madeUp(t), fullStreet()
	why := resource.Reason{Operation: "toy.Look", Code: "AccessDenied", Message: "no"}
	s.fill = func(_ context.Context, r resource.Resource, facts []string) (resource.Resource, error) {
		switch l, _ := r.(lamp); l.Name {
		case "a":
			return nil, fault.New(fault.NotFound, "gone")
		case "b":
			if !slices.Equal(facts, []string{"On", "Brightness"}) {
				t.Errorf("asked for %v", facts)
			}
			resource.Hide(&l, why, facts...)
			return l, nil
		}
		return r, nil
	}
	res, err := collect.Collect(t.Context(), s, collect.Wishes(cat, cat.Controls()[:2]), 4)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(res); !slices.Equal(got, []string{tokyo + "/b", ireland + "/c"}) {
		t.Fatalf("collected %v", got)
	}
	b, _ := res.Resources[0].(lamp)
	if b.On.State() != resource.Hidden || b.On.Why() != why || b.Labels.State() != resource.NotAsked {
		t.Errorf("got %+v", b)
	}
	if c, _ := res.Resources[1].(lamp); c.On.State() != resource.NotAsked {
		t.Errorf("got %+v", c)
	}
}

// A mistake of ours ends the collecting; it does not look like an account without resources.
func TestFaultOfOurs(t *testing.T) {
	t.Parallel()
	cat, s := madeUp(t), fullStreet()
	s.fill = func(context.Context, resource.Resource, []string) (resource.Resource, error) { return nil, errOops }
	res, err := collect.Collect(t.Context(), s, everything(cat), 4)
	if !errors.Is(err, errOops) || len(res.Resources)+len(res.Listings) > 0 {
		t.Errorf("got %+v, %v", res, err)
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	for name, when := range map[string]func(s *street, cancel func()){
		"before": func(_ *street, cancel func()) { cancel() },
		"in a read": func(s *street, cancel func()) {
			s.fill = func(ctx context.Context, _ resource.Resource, _ []string) (resource.Resource, error) {
				cancel()
				<-ctx.Done()
				return nil, ctx.Err()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			s := fullStreet()
			when(s, cancel)
			res, err := collect.Collect(ctx, s, everything(madeUp(t)), 4)
			if !errors.Is(err, context.Canceled) || len(res.Resources)+len(res.Listings) > 0 {
				t.Errorf("got %+v, %v", res, err)
			}
		})
	}
}

// A listing that fails because the context ended is no gap of the account.
func TestCancelInAListing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := fullStreet()
	s.there = nil
	s.broken = map[place]error{{"Toy::Lamp", ireland}: context.Canceled}
	cancel()
	if res, err := collect.Collect(ctx, s, everything(madeUp(t)), 4); !errors.Is(err, context.Canceled) || len(res.Listings) > 0 {
		t.Errorf("got %+v, %v", res, err)
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{1, 3} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			t.Parallel()
			cat := madeUp(t)
			synctest.Test(t, func(t *testing.T) {
				s, reads := crowded(12)
				begin := time.Now()
				res, err := collect.Collect(t.Context(), s, []collect.Wish{{Unit: unit(t, cat, "Toy::Lamp")}}, limit)
				if err != nil || len(res.Resources) != 24 {
					t.Fatalf("%d resources, %v", len(res.Resources), err)
				}
				if most := int(reads.most.Load()); most != limit {
					t.Errorf("%d reads at once, want %d", most, limit)
				}
				if took, want := time.Since(begin), time.Duration(24/limit)*time.Second; took != want {
					t.Errorf("took %s, want %s", took, want)
				}
			})
		})
	}
}

// gauge counts what goes on at the same time.
type gauge struct{ now, most atomic.Int64 }

// crowded is a street with so many lamps in each of two regions, of which each takes a second to read.
func crowded(lamps int) (*street, *gauge) {
	g := &gauge{}
	s := &street{regions: []string{tokyo, ireland}, there: map[place][]resource.Resource{}}
	for _, region := range s.regions {
		for i := range lamps {
			at := place{"Toy::Lamp", region}
			s.there[at] = append(s.there[at], lampIn(region, fmt.Sprint(i)))
		}
	}
	s.fill = func(_ context.Context, r resource.Resource, _ []string) (resource.Resource, error) {
		n := g.now.Add(1)
		defer g.now.Add(-1)
		for most := g.most.Load(); n > most && !g.most.CompareAndSwap(most, n); most = g.most.Load() {
		}
		time.Sleep(time.Second)
		return r, nil
	}
	return s, g
}
