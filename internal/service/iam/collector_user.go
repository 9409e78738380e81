package iam

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// users takes all that a scan wants from two documents about the whole account: the authorization details tell which
// users there are now, with their policies and tags, and the credential report tells their credentials. What the report
// does not know of a user, because it is older than the user, is read user by user, as is all for a single one.
var users = catalog.Collector(Service, catalog.CollectorSpec[iam.User]{
	Type: "AWS::IAM::User", Version: 2, Scope: catalog.Global, File: "user",
	ListCalls: []awsop.Op{getAuthorizationDetails, generateCredentialReport, getCredentialReport},
	List:      eachUser,
	Gone:      []string{noSuchEntity},
	Reads: []catalog.ReadSpec[iam.User]{
		{Facts: []string{"ActiveKeys", "ActiveKeyIDs"}, Calls: []awsop.Op{listAccessKeys}, Do: readActiveKeys},
		{Facts: []string{"KeyUse"}, Calls: []awsop.Op{getAccessKeyLastUsed, listAccessKeys}, Do: readKeyUse},
		{Facts: []string{"ConsolePassword"}, Calls: []awsop.Op{getLoginProfile}, Do: readConsolePassword},
		{
			Facts: []string{"PasswordUse"}, Do: readPasswordUse,
			Calls: []awsop.Op{getUser, getLoginProfile, generateCredentialReport, getCredentialReport},
		},
		{Facts: []string{"MFA"}, Calls: []awsop.Op{listMFADevices}, Do: readMFA},
		{Facts: []string{"AttachedPolicies"}, Calls: []awsop.Op{listAttachedUserPolicies}, Do: readUserAttached},
		{Facts: []string{"InlinePolicies"}, Calls: []awsop.Op{listUserPolicies}, Do: readUserInline},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{listUserTags}, Do: readTags},
	},
})

// noSuchEntity is IAM's code for everything that does not exist.
const noSuchEntity = "NoSuchEntity"

// reported are the facts that the credential report tells.
var reported = []string{"ActiveKeys", "KeyUse", "ConsolePassword", "PasswordUse", "MFA"}

func eachUser(ctx context.Context, at catalog.Place) iter.Seq2[iam.User, error] {
	return func(yield func(iam.User, error) bool) {
		fill := reporter(ctx, at)
		if ctx.Err() != nil {
			yield(iam.User{}, ctx.Err())
			return
		}
		all := entities(ctx, at, func(page *sdk.GetAccountAuthorizationDetailsOutput) []types.UserDetail { return page.UserDetailList }, types.EntityTypeUser)
		for detail, err := range all {
			if err != nil {
				yield(iam.User{}, err)
				return
			}
			u := listedUser(at, detail)
			fill(&u, aws.ToTime(detail.CreateDate))
			if !yield(u, nil) {
				return
			}
		}
	}
}

func listedUser(at catalog.Place, u types.UserDetail) iam.User {
	return iam.User{
		Ref:              at.Ref("AWS::IAM::User", aws.ToString(u.Arn), aws.ToString(u.UserName)),
		AttachedPolicies: resource.Is(attached(u.AttachedManagedPolicies)),
		InlinePolicies:   resource.Is(inline(u.UserPolicyList)),
		Tags:             resource.Is(tagMap(u.Tags)),
	}
}

// reporter reads the credential report where a fact of it is wanted, and gives what puts it into users. A report that
// cannot be had hides its facts: asking each user instead would take thousands of calls in a large account.
func reporter(ctx context.Context, at catalog.Place) func(*iam.User, time.Time) {
	if !slices.ContainsFunc(reported, at.Wants) {
		return func(*iam.User, time.Time) {}
	}
	rows, err := credentialReport(ctx, sdk.NewFromConfig(at.Config))
	if err != nil {
		why := catalog.WhyHidden(err, []awsop.Op{getCredentialReport, generateCredentialReport})
		return func(u *iam.User, _ time.Time) { resource.Hide(u, why, reported...) }
	}
	return func(u *iam.User, created time.Time) { rows.fill(u, created) }
}

// fill puts what the report tells into a user. The row of a former user with the same name says nothing, nor does a
// column that cannot be understood: these facts are left to be read from the user itself.
func (r report) fill(u *iam.User, created time.Time) {
	row := r[u.ID]
	if since, err := row.must("user_creation_time"); err != nil || !since.Equal(second(created)) {
		return
	}
	if mfa, told := row.is("mfa_active"); told {
		u.MFA = resource.Is(mfa)
	}
	if enabled, use, err := row.password(); err == nil {
		u.ConsolePassword, u.PasswordUse = resource.Is(enabled), resource.None[iam.PasswordUse]()
		if enabled {
			u.PasswordUse = resource.Is(use)
		}
	}
	if keys, uses, err := row.keys(); err == nil {
		u.ActiveKeys, u.KeyUse = resource.Is(keys), resource.Is(uses)
	}
}

// second cuts a time to whole seconds, as the credential report has it.
func second(at time.Time) time.Time { return at.UTC().Truncate(time.Second) }
