// Package awsconf makes the SDK's configurations: credentials, roles, endpoints, the one HTTP client, limits on the
// rate of calls, and the gate before all of it. Only this package loads the SDK's default configuration.
package awsconf

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/resource"
)

// Options say how to reach AWS. The zero value is the SDK's own default chain.
type Options struct {
	Profile string
	// Role is assumed with the credentials of the chain, empty for none.
	Role string
	// Endpoint overrides every service's endpoint; AWS_ENDPOINT_URL and its kin work without it.
	Endpoint string
	// Region is one that will be worked on, empty where none is known yet. It tells the partition; who we are is asked in
	// the chain's own region where that is of the same partition, else in the partition's global region.
	Region string
	// Credentials replace the chain's, nil for the chain.
	Credentials aws.CredentialsProvider
	// MFA asks a person for a code; nil where nobody can be asked.
	MFA func() (string, error)
	// Reads are the operations that the gate lets pass.
	Reads []awsop.Op
	// Timeout is for one attempt of one request; zero means 30 seconds.
	Timeout time.Duration
	// Attempts is how often a read is tried; zero means 6.
	Attempts int
}

// Session is access to one account.
type Session struct {
	// Account is the account's 12 digits.
	Account string
	// Caller is the ARN of the principal that calls.
	Caller string
	// Region is the region that the session was opened with.
	Region string
	// Chain are the credentials before the role was assumed, for a second session: who was asked for an MFA code is not
	// asked again.
	Chain aws.CredentialsProvider

	base  aws.Config
	limit *limiter
	mu    sync.Mutex
	memo  *memo
}

var (
	getCallerIdentity = awsop.Read((*sts.Client).GetCallerIdentity)
	assumeRole        = awsop.Read((*sts.Client).AssumeRole, "sts:AssumeRole")
)

// Open finds credentials, assumes the role and asks who we are.
func Open(ctx context.Context, o Options) (*Session, error) {
	cfg, err := load(ctx, o)
	if err != nil {
		return nil, err
	}
	chain := cfg.Credentials
	if o.Role != "" {
		provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), o.Role, func(r *stscreds.AssumeRoleOptions) {
			r.RoleSessionName = "manten"
		})
		cfg = cfg.Copy()
		cfg.Credentials = aws.NewCredentialsCache(provider)
	}
	id, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, explain(err)
	}
	if aws.ToString(id.Account) == "" {
		return nil, fault.New(fault.Unavailable, "ask AWS who we are: the answer names no account").
			Do("look at the network and at --endpoint-url: it is not AWS that answers")
	}
	return &Session{
		Account: aws.ToString(id.Account), Caller: aws.ToString(id.Arn), Region: cfg.Region, Chain: chain,
		base: cfg, limit: newLimiter(), memo: newMemo(),
	}, nil
}

// load reads the SDK's configuration and puts the gate and the marked HTTP client into it. Credential providers (SSO,
// instance metadata) were made while loading and keep a client of their own: what they send is not ours to gate.
func load(ctx context.Context, o Options) (aws.Config, error) {
	// Roles of profiles are asked for where the chain is made, so that it must know a region by then.
	opts := []func(*config.LoadOptions) error{config.WithDefaultRegion(resource.GlobalRegion(o.Region))}
	if o.Profile != "" {
		opts = append(opts, config.WithSharedConfigProfile(o.Profile))
	}
	if o.Endpoint != "" {
		opts = append(opts, config.WithBaseEndpoint(o.Endpoint))
	}
	if o.Credentials != nil {
		opts = append(opts, config.WithCredentialsProvider(o.Credentials))
	}
	opts = append(opts, config.WithAssumeRoleCredentialOptions(func(r *stscreds.AssumeRoleOptions) {
		if c, ok := r.Client.(*sts.Client); ok {
			r.Client = sts.New(c.Options(), o.toEndpoint)
		}
		if o.MFA != nil {
			r.TokenProvider = once(o.MFA)
		}
	}))
	cfg, err := config.LoadDefaultConfig(ctx, opts...)
	if _, is := errors.AsType[config.AssumeRoleTokenProviderNotSetError](err); is {
		return aws.Config{}, fault.New(fault.Invalid, "the profile wants an MFA code, and there is no terminal to ask for it").
			Do("run manten on a terminal, or with credentials that have the code behind them already (aws sts get-session-token)")
	}
	if err != nil {
		return aws.Config{}, fault.New(fault.Invalid, "load AWS configuration: %w", err).
			Do("look at --profile, AWS_PROFILE and ~/.aws/config")
	}
	if o.Region != "" && resource.Partition(cfg.Region) != resource.Partition(o.Region) {
		cfg.Region = resource.GlobalRegion(o.Region)
	}
	cfg.Logger = logging.Nop{} // the SDK's warnings would come between what is told to the person
	cfg.HTTPClient = client(cfg, o.Timeout)
	shared := retryer(o.Attempts)
	cfg.Retryer = func() aws.Retryer { return shared }
	gate := awsop.NewGate(append([]awsop.Op{getCallerIdentity, assumeRole}, o.Reads...))
	cfg.APIOptions = append(cfg.APIOptions, gate.Install)
	return cfg, nil
}

// toEndpoint sends what the chain asks STS to the endpoint. With AWS_ENDPOINT_URL set, the SDK asks for the roles of
// profiles at AWS all the same: it makes the chain before it looks at the variable, and the variable hides our own option.
func (o Options) toEndpoint(s *sts.Options) {
	ignore, _ := strconv.ParseBool(os.Getenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) // what is neither is false
	switch {
	case s.BaseEndpoint != nil:
	case o.Endpoint != "":
		s.BaseEndpoint = &o.Endpoint
	case !ignore && os.Getenv("AWS_ENDPOINT_URL") != "":
		s.BaseEndpoint = aws.String(os.Getenv("AWS_ENDPOINT_URL"))
	}
}

// client makes the one HTTP client of the session, from the SDK's own so that AWS_CA_BUNDLE and proxies hold.
func client(cfg aws.Config, timeout time.Duration) *http.Client {
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	base := awshttp.NewBuildableClient().GetTransport()
	if own, ok := cfg.HTTPClient.(*awshttp.BuildableClient); ok {
		base = own.GetTransport()
	}
	base.MaxIdleConnsPerHost = 32
	base.ResponseHeaderTimeout = timeout
	return &http.Client{Transport: awsop.Transport{Base: pages{base}}, Timeout: 2 * timeout, CheckRedirect: redirect}
}

// redirect follows what the SDK's own client follows: what keeps the method, without the session's token where it leads to
// another host. Go's default would make a GET of a POST and take the answer for AWS's.
func redirect(r *http.Request, via []*http.Request) error {
	const most = 10
	switch r.Response.StatusCode {
	case http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if r.URL.Host != via[len(via)-1].URL.Host {
			r.Header.Del("X-Amz-Security-Token")
		}
		if len(via) < most {
			return nil
		}
	}
	return http.ErrUseLastResponse
}

// once asks a person only once, however many regions want credentials.
func once(ask func() (string, error)) func() (string, error) {
	return sync.OnceValues(ask)
}

// explain turns the errors of the first call into something a person can act on.
func explain(err error) error {
	switch code := Code(err); {
	case code == "ExpiredToken" || code == "ExpiredTokenException" || code == "RequestExpired":
		return fault.New(fault.Unavailable, "ask AWS who we are: the credentials have expired: %w", err).
			Do("sign in again (aws sso login, or new session credentials) and run the same command")
	case brokenDown(err):
		return fault.New(fault.Unavailable, "ask AWS who we are: %w", err).Do("wait a while and run the same command again")
	case code != "":
		return fault.New(fault.Denied, "ask AWS who we are: %w", err).Do("look at the credentials: aws sts get-caller-identity")
	case noCredentials(err):
		return fault.New(fault.Invalid, "no AWS credentials were found: %w", err).
			Do("set AWS_PROFILE or --profile, or sign in: aws sso login")
	}
	return fault.New(fault.Unavailable, "ask AWS who we are: %w", err).Do("look at the network and at --endpoint-url")
}

// Config is the configuration for calls in a region, through the gate and within the limits.
func (s *Session) Config(region string) aws.Config {
	cfg := s.base.Copy()
	cfg.Region = region
	cfg.APIOptions = append(slices.Clip(cfg.APIOptions), s.limit.install)
	return cfg
}

// Remembering is the configuration for the calls of one scan in a region: an identical read is made once, whoever asks.
func (s *Session) Remembering(region string) aws.Config {
	s.mu.Lock()
	defer s.mu.Unlock()
	cfg := s.Config(region)
	cfg.APIOptions = append(cfg.APIOptions, s.memo.install)
	return cfg
}

// Calls is how many requests were sent so far, repeated ones included.
func (s *Session) Calls() int { return int(s.limit.sent.Load()) }

// Forget drops what was remembered.
func (s *Session) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memo = newMemo()
}

// Principal is the ARN of the IAM user or role behind the caller: of arn:aws:sts::1:assumed-role/r/session it is the
// role.
func Principal(caller string) string {
	a, err := arn.Parse(caller)
	if err != nil || a.Service != "sts" {
		return caller
	}
	parts := strings.Split(a.Resource, "/")
	if parts[0] != "assumed-role" || len(parts) < 2 {
		return caller
	}
	return fmt.Sprintf("arn:%s:iam::%s:role/%s", a.Partition, a.AccountID, parts[1])
}

// Own tells whether an ARN is that of the IAM user or role behind the caller. Roles are compared by their names, of
// which an account has each once: the ARN of an assumed role does not tell the role's path, which those of IAM Identity
// Center and of services have.
func Own(caller, id string) bool {
	p := Principal(caller)
	if p == id {
		return true
	}
	a, errA := arn.Parse(p)
	b, errB := arn.Parse(id)
	return errA == nil && errB == nil && a.Service == "iam" && b.Service == "iam" && a.AccountID == b.AccountID &&
		strings.HasPrefix(a.Resource, "role/") && strings.HasPrefix(b.Resource, "role/") &&
		path.Base(a.Resource) == path.Base(b.Resource)
}
