package apply

import (
	"context"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
)

// Live applies to AWS. Reading and writing may use different roles.
type Live struct {
	Catalog *catalog.Catalog
	Reader  collect.Source
	Writer  *awsconf.Session
}

// Get reads a resource afresh.
func (l Live) Get(ctx context.Context, u *catalog.CollectorUnit, ref resource.Ref, facts []string) (resource.Resource, error) {
	return l.Reader.Get(ctx, u, ref, facts)
}

// Call carries out one call in the step's region.
func (l Live) Call(ctx context.Context, s *plan.Step, c *plan.Call) (string, error) {
	op, ok := l.Catalog.Op(c.Operation)
	if !ok {
		return "", fault.New(fault.Refused, "%s is not a declared write", c.Operation)
	}
	return op.Call(ctx, l.Writer.Config(s.Region), c.Input)
}
