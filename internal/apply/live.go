package apply

import (
	"context"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
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

// Gather reads all resources of some types afresh.
func (l Live) Gather(ctx context.Context, wishes []collect.Wish) (collect.Result, error) {
	return collect.Collect(awsconf.Fresh(ctx), l.Reader, wishes, sideBySide)
}

// sideBySide is how many resources are read at once.
const sideBySide = 8

// Call carries out one call in the step's region. Secrets are read now, and no error tells them.
func (l Live) Call(ctx context.Context, s *plan.Step, c *plan.Call) (awsop.Answer, error) {
	op, ok := l.Catalog.Op(c.Operation)
	if !ok {
		return awsop.Answer{}, fault.New(fault.Refused, "%s is not a declared write", c.Operation)
	}
	secrets := map[string]string{}
	for _, secret := range c.Secrets {
		value, err := l.secret(ctx, s, secret)
		if err != nil {
			return awsop.Answer{}, err
		}
		secrets[secret.Into] = value
	}
	input, err := op.Fill(c.Input, secrets)
	if err != nil {
		return awsop.Answer{}, fault.New(fault.Refused, "%w", err)
	}
	answer, err := op.Call(ctx, l.Writer.Config(s.Region), input, c.Keep...)
	return answer, quiet(err, secrets)
}

func (l Live) secret(ctx context.Context, s *plan.Step, secret plan.Secret) (string, error) {
	u, ok := l.Catalog.Secret(secret.Source)
	if !ok {
		return "", fault.New(fault.Refused, "%s is not a declared secret", secret.Source)
	}
	value, err := u.Read(awsconf.Fresh(ctx), l.Writer.Config(s.Region), secret.Args)
	if err != nil {
		return "", fault.New(fault.Refused, "read the value for %s, nothing was called: %w", secret.Into, err)
	}
	return value, nil
}
