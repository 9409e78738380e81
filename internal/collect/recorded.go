package collect

import (
	"context"
	"iter"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

// Recorded is an account as a scan has it on record: only the facts that the scan asked for are there, and nothing is read.
type Recorded struct {
	account string
	regions []string
	all     []resource.Resource
	at      map[resource.Ref]resource.Resource
}

// NewRecorded makes a source of what a scan of some regions, at least one, found in an account.
func NewRecorded(account string, regions []string, found []resource.Resource) *Recorded {
	r := &Recorded{account: account, regions: regions, all: found, at: make(map[resource.Ref]resource.Resource, len(found))}
	for _, x := range found {
		r.at[x.Reference()] = x
	}
	return r
}

// Account is the 12 digits.
func (r *Recorded) Account() string { return r.account }

// Regions are those of the scan.
func (r *Recorded) Regions() []string { return r.regions }

// Global is the region of the partition's global services.
func (r *Recorded) Global() string {
	if len(r.regions) == 0 {
		return resource.GlobalRegion("")
	}
	return resource.GlobalRegion(r.regions[0])
}

// List yields the resources of a type in a region.
func (r *Recorded) List(_ context.Context, u *catalog.CollectorUnit, region string, _ []string) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		for _, x := range r.all {
			ref := x.Reference()
			if ref.Type == u.Type && (u.Scope != catalog.Regional || ref.Region == region) && !yield(x, nil) {
				return
			}
		}
	}
}

// Fill does nothing: there is no more than is on record.
func (r *Recorded) Fill(_ context.Context, _ *catalog.CollectorUnit, x resource.Resource, _ []string) (resource.Resource, error) {
	return x, nil
}

// Get gives the resource as it is on record.
func (r *Recorded) Get(_ context.Context, _ *catalog.CollectorUnit, ref resource.Ref, _ []string) (resource.Resource, error) {
	x, ok := r.at[ref]
	if !ok {
		return nil, fault.New(fault.NotFound, "%s is not in the scan", ref)
	}
	return x, nil
}
