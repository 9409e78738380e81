package securityhub

import (
	"context"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/text"
)

// listedIn is a type in the region where it is listed.
type listedIn struct {
	unit   *catalog.CollectorUnit
	region string
}

// listing is what AWS lists in a place.
type listing struct {
	found index
	// why tells why the list is not whole, nil where it is.
	why *resource.Reason
}

// lists are the places that were looked at.
type lists struct {
	mu sync.Mutex
	of map[listedIn]listing
}

// sideBySide is how many places are listed, and how many resources read, at once.
const sideBySide = 16

// look lists each place where a wish may be found and that no scan knows of, once.
func (r *Resolver) look(ctx context.Context, wishes []wish) error {
	r.lists.of = map[listedIn]listing{}
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(sideBySide)
	asked := map[listedIn]bool{}
	for _, w := range wishes {
		for _, p := range w.pairs {
			at := listedIn{p.unit, p.region}
			if _, known := r.known.find(p, p.meant(w.item.Account, w.thing)); known || asked[at] {
				continue
			}
			asked[at] = true
			group.Go(func() error { return r.list(inner, at) })
		}
	}
	return group.Wait()
}

func (r *Resolver) list(ctx context.Context, at listedIn) error {
	var refs []resource.Ref
	var l listing
	for x, err := range r.Source.List(ctx, at.unit, at.region, nil) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			why := catalog.WhyHidden(err, at.unit.ListCalls)
			l.why = &why
			break
		}
		refs = append(refs, x.Reference())
	}
	l.found = indexOf(refs)
	r.lists.mu.Lock()
	defer r.lists.mu.Unlock()
	r.lists.of[at] = l
	return nil
}

// find finds the resource of a wish, or says why it is not there.
func (r *Resolver) find(p pair, t Thing) (resource.Ref, text.Message) {
	if ref, ok := r.known.find(p, t); ok {
		return ref, text.Message{}
	}
	l := r.lists.of[listedIn{p.unit, p.region}]
	if ref, ok := l.found.find(p, t); ok {
		return ref, text.Message{}
	}
	if l.why != nil {
		return resource.Ref{}, textUnlisted.With("operation", l.why.Operation, "code", l.why.Code, "message", l.why.Message)
	}
	return resource.Ref{}, textGone.With()
}

// index finds resources by type and id, and those of EC2 by type and name.
type index map[[2]string][]resource.Ref

func refsOf(all []resource.Resource) []resource.Ref {
	out := make([]resource.Ref, len(all))
	for i, r := range all {
		out[i] = r.Reference()
	}
	return out
}

func indexOf(refs []resource.Ref) index {
	x := index{}
	for _, ref := range refs {
		for _, id := range idsOf(ref.ID) {
			key := [2]string{string(ref.Type), id}
			x[key] = append(x[key], ref)
		}
	}
	return x
}

// idsOf are the words by which a resource can be found. EC2 gives its ids once, while ARNs name the kind in more than one
// way ("elastic-ip", "eip-allocation"): there the region and what comes last will do.
func idsOf(id string) []string {
	if at := strings.LastIndexByte(id, '/'); serviceOf(id) == "ec2" && at > 0 {
		return []string{id, "ec2:" + regionOf(id) + id[at:]}
	}
	return []string{id}
}

func serviceOf(arn string) string { return strings.SplitN(arn+":::", ":", 4)[2] }

// find finds a resource. Of several with the same id, which differ by region, the one of the finding's region is meant;
// what there is once may stand in another region than the finding, as a trail of all regions does.
func (x index) find(p pair, t Thing) (resource.Ref, bool) {
	for _, id := range idsOf(t.ID) {
		found := x[[2]string{string(p.unit.Type), id}]
		for _, ref := range found {
			if ref.Region == p.region {
				return ref, true
			}
		}
		if len(found) == 1 && !isWhole(p.unit) {
			return found[0], true
		}
	}
	return resource.Ref{}, false
}
