// Package collect reads the resources of an account, over types × regions side by side, with only the calls that the
// selected controls need. What could not be read is part of the result, never left out.
package collect

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

// Source is where resources come from: AWS, or a snapshot.
type Source interface {
	// Account is the 12 digits.
	Account() string
	// Regions are those that were selected.
	Regions() []string
	// Global is the region of the partition's global services.
	Global() string
	// List yields the resources of a type in a region, with the wanted facts that listing shows.
	List(ctx context.Context, u *catalog.CollectorUnit, region string, facts []string) iter.Seq2[resource.Resource, error]
	// Fill reads the wanted facts that are not known yet, within a scan.
	Fill(ctx context.Context, u *catalog.CollectorUnit, r resource.Resource, facts []string) (resource.Resource, error)
	// Get reads a resource afresh.
	Get(ctx context.Context, u *catalog.CollectorUnit, ref resource.Ref, facts []string) (resource.Resource, error)
}

// Wish is a type of resource with the facts that are wanted of it.
type Wish struct {
	Unit  *catalog.CollectorUnit
	Facts []string
	// Pick narrows the wish to some resources, by what else was read; nil wants all.
	Pick func(r resource.Resource, w catalog.World) bool
}

// Wishes are what a set of controls needs, type by type.
func Wishes(cat *catalog.Catalog, controls []*catalog.ControlUnit) []Wish {
	var out []Wish
	for _, c := range controls {
		for _, u := range cat.CollectorsOf(c) {
			out = append(out, Needed(cat, c.NeedsOf(u))...)
			if pick := c.PicksOf(u); pick != nil {
				out = append(out, Wish{Unit: u}, Wish{Unit: u, Facts: c.ReadsOf(u), Pick: pick})
				continue
			}
			out = append(out, Wish{Unit: u, Facts: c.ReadsOf(u)})
		}
	}
	return Merge(out)
}

// Needed are the wishes for what units need besides the resources that they are about.
func Needed(cat *catalog.Catalog, needs []catalog.Need) []Wish {
	var out []Wish
	for _, n := range needs {
		out = wish(out, cat.CollectorNeeded(n), n.Facts)
	}
	return out
}

// Merge puts wishes for the same type into one.
func Merge(wishes []Wish) []Wish {
	var out []Wish
	for _, w := range wishes {
		if w.Pick == nil {
			out = wish(out, w.Unit, w.Facts)
		} else {
			out = append(out, w)
		}
	}
	return out
}

func wish(out []Wish, u *catalog.CollectorUnit, facts []string) []Wish {
	i := slices.IndexFunc(out, func(w Wish) bool { return w.Unit == u && w.Pick == nil })
	if i < 0 {
		i = len(out)
		out = append(out, Wish{Unit: u})
	}
	for _, f := range facts {
		if !slices.Contains(out[i].Facts, f) {
			out[i].Facts = append(out[i].Facts, f)
		}
	}
	return out
}

// World is what was read, for units that span resources.
func (r Result) World() catalog.World {
	w := catalog.NewWorld(r.Resources)
	for _, l := range r.Listings {
		if l.Why != nil {
			w.Unlisted(l.Unit, *l.Why)
		}
	}
	return w
}

// Listing is how listing a type in a region ended. A nil Why means that it was completed.
type Listing struct {
	Unit            *catalog.CollectorUnit
	Account, Region string
	Why             *resource.Reason
}

// Result is all that was read, sorted.
type Result struct {
	Resources []resource.Resource
	Listings  []Listing
}

// Collect reads everything wished for. The error is for an ended context or a mistake of ours; what AWS refuses is in
// the result.
func Collect(ctx context.Context, src Source, wishes []Wish, concurrency int) (Result, error) {
	// Two groups: one that has ended cancels its context, and resources are still read when all have been listed.
	lists, listing := errgroup.WithContext(ctx)
	fills, filling := errgroup.WithContext(ctx)
	fills.SetLimit(concurrency)
	c := &collector{src: src, seen: map[resource.Ref]bool{}}
	c.fill = func(w Wish, r resource.Resource) {
		fills.Go(func() error { return c.one(filling, w, r) })
	}
	for _, w := range wishes {
		if w.Pick != nil {
			continue
		}
		for _, region := range places(src, w.Unit.Scope) {
			lists.Go(func() error { return c.list(listing, w, region) })
		}
	}
	err := errors.Join(lists.Wait(), fills.Wait())
	if err == nil {
		err = c.picked(ctx, wishes, concurrency)
	}
	if err != nil {
		return Result{}, err
	}
	slices.SortFunc(c.result.Resources, func(a, b resource.Resource) int { return a.Reference().Compare(b.Reference()) })
	slices.SortFunc(c.result.Listings, func(a, b Listing) int {
		return cmp.Or(cmp.Compare(a.Unit.Type, b.Unit.Type), cmp.Compare(a.Region, b.Region))
	})
	return c.result, nil
}

// picked reads what is wanted of some resources only, now that it is known which.
func (c *collector) picked(ctx context.Context, wishes []Wish, concurrency int) error {
	all := c.result.World()
	fills, ctx := errgroup.WithContext(ctx)
	fills.SetLimit(concurrency)
	for i, r := range c.result.Resources {
		var facts []string
		var unit *catalog.CollectorUnit
		for _, w := range wishes {
			if w.Pick != nil && w.Unit.Type == r.Reference().Type && w.Pick(r, all) {
				unit, facts = w.Unit, append(facts, w.Facts...)
			}
		}
		if unit == nil {
			continue
		}
		fills.Go(func() error {
			full, err := c.src.Fill(ctx, unit, r, facts)
			if fault.CodeOf(err) == fault.NotFound {
				return nil // deleted meanwhile: what was read before stands
			}
			if err == nil {
				c.result.Resources[i] = full
			}
			return err
		})
	}
	return fills.Wait()
}

// places are the regions in which a scope is listed.
func places(src Source, s catalog.Scope) []string {
	if s == catalog.Regional {
		return src.Regions()
	}
	return []string{src.Global()}
}

type collector struct {
	src    Source
	fill   func(Wish, resource.Resource)
	mu     sync.Mutex
	seen   map[resource.Ref]bool
	result Result
}

// first tells whether a resource is listed for the first time: some stand in the lists of several regions.
func (c *collector) first(ref resource.Ref) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.seen[ref]
	c.seen[ref] = true
	return !seen
}

func (c *collector) list(ctx context.Context, w Wish, region string) error {
	var why *resource.Reason
	for r, err := range c.src.List(ctx, w.Unit, region, w.Facts) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			reason := catalog.WhyHidden(err, w.Unit.ListCalls)
			why = &reason
			break
		}
		if w.Unit.Scope == catalog.Dispersed && !slices.Contains(c.src.Regions(), r.Reference().Region) {
			continue
		}
		if c.first(r.Reference()) {
			c.fill(w, r)
		}
	}
	c.listed(w.Unit, region, why)
	return ctx.Err()
}

// listed notes how a listing ended; one of a dispersed type speaks for every selected region.
func (c *collector) listed(u *catalog.CollectorUnit, region string, why *resource.Reason) {
	c.mu.Lock()
	defer c.mu.Unlock()
	regions := []string{region}
	if u.Scope == catalog.Dispersed {
		regions = c.src.Regions()
	}
	for _, r := range regions {
		c.result.Listings = append(c.result.Listings, Listing{Unit: u, Account: c.src.Account(), Region: r, Why: why})
	}
}

// one reads what listing did not show of a resource.
func (c *collector) one(ctx context.Context, w Wish, r resource.Resource) error {
	r, err := c.src.Fill(ctx, w.Unit, r, w.Facts)
	if fault.CodeOf(err) == fault.NotFound {
		return nil // deleted since it was listed
	}
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.result.Resources = append(c.result.Resources, r)
	return nil
}
