package awstest

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// An Account is an AWS account that nobody else uses.
type Account struct {
	// ID is its twelve digits.
	ID string

	credentials aws.Credentials
	server      *Server
	tb          testing.TB // nil outside of tests
}

// New returns a fresh account on the server that the tests of this binary share, and starts
// the server if need be. Its rules end with the test.
func New(tb testing.TB) *Account {
	tb.Helper()
	s, err := Shared()
	if err != nil {
		tb.Fatalf("no AWS for tests: %v", err)
	}
	a, err := s.NewAccount(tb.Context())
	if err != nil {
		tb.Fatalf("no account for the test: %v", err)
	}
	a.tb = tb
	tb.Cleanup(a.forget)
	return a
}

// NewAccount returns a fresh account. Tests use [New].
func (s *Server) NewAccount(ctx context.Context) (*Account, error) {
	return s.Account(ctx, newAccountID())
}

// Account returns the account with this id, made on the spot if moto has not seen it. Unlike
// New's it may be shared, and nothing ends its rules.
func (s *Server) Account(ctx context.Context, id string) (*Account, error) {
	credentials, err := s.accounts.assume(ctx, id)
	if err != nil {
		return nil, err
	}
	return &Account{ID: id, credentials: credentials, server: s}, nil
}

// Server is the server on which the account lives.
func (a *Account) Server() *Server { return a.server }

// Own says that an access key is the account's: one of an IAM user that the test made past the
// proxy. Keys that the proxy sees being issued it knows.
func (a *Account) Own(accessKeyID string) { a.server.accounts.own(accessKeyID, a.ID) }

// Rule adds a rule for this account's calls and returns what removes it.
func (a *Account) Rule(r Rule) (remove func()) {
	r.Account = a.ID
	remove = a.server.rules.add(r)
	if a.tb != nil {
		a.tb.Cleanup(remove)
	}
	return remove
}

// Calls are those that the account made through the proxy, in the order in which they came.
func (a *Account) Calls() []Call { return a.server.journal.of(a.ID) }

// Count is the number of calls of an operation; an empty name counts all.
func (a *Account) Count(service, operation string) int {
	n := 0
	for _, c := range a.Calls() {
		if (service == "" || service == c.Service) && (operation == "" || operation == c.Operation) {
			n++
		}
	}
	return n
}

// ResetCalls forgets the calls so far.
func (a *Account) ResetCalls() { a.server.journal.forget(a.ID) }

// Root sets what the account's root user has, which no API can change.
func (a *Account) Root(r Root) { a.server.roots.set(a.ID, r) }

func (a *Account) forget() {
	a.server.journal.forget(a.ID)
	a.server.accounts.forget(a.ID)
	a.server.roots.forget(a.ID)
	a.server.settings.forget(a.ID)
}
