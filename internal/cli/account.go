package cli

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/user"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/mantenhq/manten/internal/apply"
	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/collect"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/securityhub"
)

// account is the account that a command works on: AWS or a snapshot.
type account struct {
	source  collect.Source
	target  apply.Account
	session *awsconf.Session // nil for a snapshot
	offline *collect.Snapshot
	caller  string
}

// reach opens the account that the flags name. The regions are those named, else those of the configuration, else all
// enabled ones; with none asked for, they are not looked up.
func (a *App) reach(ctx context.Context, f *flags, regions []string, lookup bool) (*account, error) {
	if f.access.snapshot != "" {
		return a.offline(f)
	}
	session, err := a.session(ctx, f, f.access.role, nil)
	if err != nil {
		return nil, err
	}
	if lookup {
		if regions, err = a.regions(ctx, session, regions); err != nil {
			return nil, err
		}
	}
	live := collect.Live{Session: session, In: regions}
	return &account{
		source: live, session: session, caller: session.Caller,
		target: apply.Live{Catalog: a.Catalog, Reader: live, Writer: session},
	}, nil
}

// over has the account looked over in some regions; a snapshot has its own.
func (x *account) over(regions []string) {
	live, ok := x.source.(collect.Live)
	if !ok {
		return
	}
	live.In = regions
	x.source = live
	if target, ok := x.target.(apply.Live); ok {
		target.Reader = live
		x.target = target
	}
}

func (a *App) offline(f *flags) (*account, error) {
	s, err := collect.OpenSnapshot(a.Catalog, f.access.snapshot)
	if err != nil {
		return nil, err
	}
	return &account{source: s, target: s, offline: s, caller: "snapshot:" + s.ID()}, f.sameAccount(s.Account())
}

// origin names the snapshot, empty for AWS.
func (x *account) origin() string {
	if x.offline != nil {
		return x.offline.ID()
	}
	return ""
}

func (f *flags) sameAccount(id string) error {
	if f.access.account != "" && f.access.account != id {
		return fault.New(fault.Invalid, "--account is %s, the credentials are of account %s", f.access.account, id).
			Do("use other credentials, or leave --account out")
	}
	return nil
}

// session opens a session with a role, from the credentials of another session's chain where there are some already.
func (a *App) session(ctx context.Context, f *flags, role string, chain aws.CredentialsProvider) (*awsconf.Session, error) {
	if role != "" && !roleARN.MatchString(role) {
		return nil, fault.New(fault.Invalid, "%q is no ARN of a role", role).Do("write it as arn:aws:iam::111122223333:role/name")
	}
	o := awsconf.Options{
		Profile: f.access.profile, Role: role, Endpoint: f.access.endpoint, Timeout: a.AWS.Timeout, Credentials: chain,
		Reads: slices.Concat(a.AWS.Reads, securityhub.Reads(), a.Catalog.Reads()),
	}
	if len(f.access.regions) > 0 {
		o.Region = f.access.regions[0]
	}
	if a.Streams.TerminalErr {
		o.MFA = a.askMFA
	}
	s, err := awsconf.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	return s, f.sameAccount(s.Account)
}

// askMFA asks on the terminal.
func (a *App) askMFA() (string, error) {
	fmt.Fprint(a.Streams.Err, "MFA code: ")
	line, err := bufio.NewReader(a.Streams.In).ReadString('\n')
	return strings.TrimSpace(line), err
}

var (
	regionName = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d+$`)
	roleARN    = regexp.MustCompile(`^arn:[a-z-]+:iam::\d{12}:role/.+$`)
)

// regions checks the regions named against the enabled ones. Where those cannot be read, named regions are taken as
// they are, and without names there is no telling where to look.
func (a *App) regions(ctx context.Context, s *awsconf.Session, named []string) ([]string, error) {
	for _, r := range named {
		if !regionName.MatchString(r) {
			return nil, fault.New(fault.Invalid, "%q is no region", r).Do("a region is named like eu-west-1")
		}
	}
	enabled, err := a.AWS.Regions(ctx, s.Config(resource.GlobalRegion(s.Region)))
	if err != nil && ctx.Err() == nil && s.Region != resource.GlobalRegion(s.Region) {
		enabled, err = a.AWS.Regions(ctx, s.Config(s.Region)) // a policy may have closed the global region
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && len(named) > 0:
		return named, nil
	case err != nil:
		code := fault.Unavailable
		if catalog.Denied(err) {
			code = fault.Invalid
		}
		return nil, fault.New(code, "find out which regions are enabled (ec2:DescribeRegions): %w", err).
			Do("name them: --region us-east-1 --region eu-west-1")
	}
	for _, r := range named {
		if !slices.Contains(enabled, r) {
			return nil, fault.New(fault.Invalid, "region %s does not exist or is not enabled in account %s", r, s.Account).
				Do("enabled are: %s", strings.Join(enabled, ", "))
		}
	}
	if len(named) > 0 {
		return slices.Compact(slices.Sorted(slices.Values(named))), nil
	}
	return enabled, nil
}

// by says who runs this.
func (x *account) by() plan.By {
	by := plan.By{ARN: x.caller, OSUser: os.Getenv("USER")}
	if u, err := user.Current(); err == nil {
		by.OSUser = u.Username
	}
	return by
}

// holder is this process.
func holder() apply.Holder {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return apply.Holder{Host: host, PID: os.Getpid(), Token: newID()}
}
