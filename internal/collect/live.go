package collect

import (
	"context"
	"iter"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
)

// Live reads from AWS.
type Live struct {
	Session *awsconf.Session
	// In are the selected regions.
	In []string
}

// Account is the session's account.
func (l Live) Account() string { return l.Session.Account }

// Regions are the selected regions.
func (l Live) Regions() []string { return l.In }

// Global is the region of the partition's global services.
func (l Live) Global() string { return resource.GlobalRegion(l.Session.Region) }

// List yields the resources of a type in a region.
func (l Live) List(ctx context.Context, u *catalog.CollectorUnit, region string, facts []string) iter.Seq2[resource.Resource, error] {
	return u.List(ctx, l.place(region, facts, true))
}

// Fill reads the wanted facts that are not known yet; within a scan an identical read is made once.
func (l Live) Fill(ctx context.Context, u *catalog.CollectorUnit, r resource.Resource, facts []string) (resource.Resource, error) {
	return u.Get(ctx, l.place(r.Reference().Region, facts, true), r)
}

// Get reads a resource afresh.
func (l Live) Get(ctx context.Context, u *catalog.CollectorUnit, ref resource.Ref, facts []string) (resource.Resource, error) {
	return u.Get(ctx, l.place(ref.Region, facts, false), u.Empty(ref))
}

func (l Live) place(region string, facts []string, remember bool) catalog.Place {
	cfg := l.Session.Config
	if remember {
		cfg = l.Session.Remembering
	}
	return catalog.Place{Account: l.Session.Account, Region: region, Config: cfg(region), Facts: facts}
}

// Gather collects, as a scan does.
func (l Live) Gather(ctx context.Context, wishes []Wish) (Result, error) {
	return Collect(ctx, l, wishes, gathering)
}

// gathering is how many resources are read at once outside of a scan.
const gathering = 8
