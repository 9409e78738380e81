package catalog

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/plan"
)

// SecretUnit is where a call finds a value that must not stand in a plan. The value is read while the call is made,
// and kept nowhere.
type SecretUnit struct {
	// Name is the service's package and what it is: "codebuild.EnvironmentVariable".
	Name string
	// Calls are the read operations that it needs.
	Calls []awsop.Op

	read func(ctx context.Context, cfg aws.Config, args map[string]string) (string, error)
}

// Secret declares where a secret is read; the arguments say which one.
func Secret(s *Service, name string, calls []awsop.Op, read func(ctx context.Context, cfg aws.Config, args map[string]string) (string, error)) *SecretUnit {
	u := &SecretUnit{Name: name, Calls: calls, read: read}
	s.secrets = append(s.secrets, u)
	return u
}

// From binds the secret to arguments; into names the member of the call's input that it goes to, "Value" or
// "Environment.EnvironmentVariables.2.Value".
func (u *SecretUnit) From(into string, args map[string]string) plan.Secret {
	return plan.Secret{Into: into, Source: u.Name, Args: args}
}

// Read reads the secret.
func (u *SecretUnit) Read(ctx context.Context, cfg aws.Config, args map[string]string) (string, error) {
	return u.read(ctx, cfg, args)
}

// Secret finds where a secret is read.
func (c *Catalog) Secret(name string) (*SecretUnit, bool) {
	u, ok := c.secrets[name]
	return u, ok
}

func (c *Catalog) addSecret(u *SecretUnit) error {
	if _, dup := c.secrets[u.Name]; dup {
		return fmt.Errorf("secret %s is declared twice", u.Name)
	}
	c.secrets[u.Name] = u
	return nil
}
