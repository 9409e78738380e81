package propose

import (
	"context"
	"slices"
	"sync"

	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/resource"
)

// memory is a source that reads no fact twice: plans that are compared must not see an account that changes meanwhile,
// and a hundred of them ask AWS no more than one does.
type memory struct {
	collect.Source
	mu   sync.Mutex
	seen map[resource.Ref]seen
}

// seen is what was read of a resource.
type seen struct {
	resource resource.Resource
	facts    []string
	// gone is the error where it is not there.
	gone error
}

func remember(s collect.Source) *memory {
	return &memory{Source: s, seen: map[resource.Ref]seen{}}
}

// Get gives the wanted facts, and reads only those that have not been read yet.
func (m *memory) Get(ctx context.Context, u *catalog.CollectorUnit, ref resource.Ref, facts []string) (resource.Resource, error) {
	m.mu.Lock()
	had := m.seen[ref]
	m.mu.Unlock()
	if had.gone != nil {
		return nil, had.gone
	}
	missing := slices.DeleteFunc(slices.Clone(facts), func(f string) bool { return slices.Contains(had.facts, f) })
	if had.resource == nil || len(missing) > 0 {
		var err error
		if had, err = m.more(ctx, u, ref, had, missing); err != nil {
			return nil, err
		}
	}
	return u.Patch(u.Empty(ref), had.resource, facts...)
}

// more reads further facts of a resource.
func (m *memory) more(ctx context.Context, u *catalog.CollectorUnit, ref resource.Ref, had seen, facts []string) (seen, error) {
	r, err := m.Source.Get(ctx, u, ref, facts)
	switch {
	case gone(err):
		had.gone = err
	case err != nil:
		return seen{}, err
	default:
		if had.resource == nil {
			had.resource = u.Empty(ref)
		}
		if had.resource, err = u.Patch(had.resource, r, facts...); err != nil {
			return seen{}, err
		}
		had.facts = slices.Concat(had.facts, facts)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[ref] = had
	return had, had.gone
}
