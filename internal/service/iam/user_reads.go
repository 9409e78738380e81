package iam

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

// The reads of a single user.
var (
	getUser                  = awsop.Read((*sdk.Client).GetUser, "iam:GetUser")
	listAccessKeys           = awsop.Read((*sdk.Client).ListAccessKeys, "iam:ListAccessKeys")
	getAccessKeyLastUsed     = awsop.Read((*sdk.Client).GetAccessKeyLastUsed, "iam:GetAccessKeyLastUsed")
	getLoginProfile          = awsop.Read((*sdk.Client).GetLoginProfile, "iam:GetLoginProfile")
	listMFADevices           = awsop.Read((*sdk.Client).ListMFADevices, "iam:ListMFADevices")
	listAttachedUserPolicies = awsop.Read((*sdk.Client).ListAttachedUserPolicies, "iam:ListAttachedUserPolicies")
	listUserPolicies         = awsop.Read((*sdk.Client).ListUserPolicies, "iam:ListUserPolicies")
	listUserTags             = awsop.Read((*sdk.Client).ListUserTags, "iam:ListUserTags")
)

// readActiveKeys sets the keys and their ids together, even where one is known: only of one moment do they belong to
// each other.
func readActiveKeys(ctx context.Context, at catalog.Place, u *iam.User) error {
	pages := sdk.NewListAccessKeysPaginator(sdk.NewFromConfig(at.Config), &sdk.ListAccessKeysInput{UserName: &u.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListAccessKeysOutput) []types.AccessKeyMetadata { return o.AccessKeyMetadata })
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(k types.AccessKeyMetadata) bool { return k.Status != types.StatusTypeActive })
	slices.SortFunc(list, func(a, b types.AccessKeyMetadata) int {
		return cmp.Or(made(a).Compare(made(b)), cmp.Compare(aws.ToString(a.AccessKeyId), aws.ToString(b.AccessKeyId)))
	})
	keys, ids := []iam.ActiveKey{}, []string{}
	for _, k := range list {
		keys, ids = append(keys, iam.ActiveKey{Created: made(k)}), append(ids, aws.ToString(k.AccessKeyId))
	}
	u.ActiveKeys, u.ActiveKeyIDs = resource.Is(keys), resource.Is(ids)
	return nil
}

func made(k types.AccessKeyMetadata) time.Time { return second(aws.ToTime(k.CreateDate)) }

// readKeyUse needs the keys, and lists them where nobody asked for them. A key that was deleted since has no use.
func readKeyUse(ctx context.Context, at catalog.Place, u *iam.User) error {
	of := *u
	if _, known := of.ActiveKeyIDs.Get(); !known {
		if err := readActiveKeys(ctx, at, &of); err != nil {
			return err
		}
	}
	uses := []iam.KeyUse{}
	for i, id := range of.ActiveKeyIDs.Value() {
		out, err := sdk.NewFromConfig(at.Config).GetAccessKeyLastUsed(ctx, &sdk.GetAccessKeyLastUsedInput{AccessKeyId: &id})
		if awsconf.Code(err) == noSuchEntity {
			continue
		}
		if err != nil {
			return err
		}
		if last := out.AccessKeyLastUsed; last != nil && last.LastUsedDate != nil {
			uses = append(uses, iam.KeyUse{
				Created: of.ActiveKeys.Value()[i].Created, At: second(*last.LastUsedDate),
				Service: aws.ToString(last.ServiceName), Region: aws.ToString(last.Region),
			})
		}
	}
	slices.SortFunc(uses, byCreation)
	u.KeyUse = resource.Is(uses)
	return nil
}

func readConsolePassword(ctx context.Context, at catalog.Place, u *iam.User) error {
	profile, err := loginProfile(ctx, at, u)
	if err != nil {
		return err
	}
	u.ConsolePassword = resource.Is(profile != nil)
	return nil
}

// loginProfile is nil where the user has no password.
func loginProfile(ctx context.Context, at catalog.Place, u *iam.User) (*types.LoginProfile, error) {
	out, err := sdk.NewFromConfig(at.Config).GetLoginProfile(ctx, &sdk.GetLoginProfileInput{UserName: &u.Name})
	if awsconf.Code(err) == noSuchEntity {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if out.LoginProfile == nil || out.LoginProfile.CreateDate == nil {
		return nil, errors.New("the answer has no login profile")
	}
	return out.LoginProfile, nil
}

// readPasswordUse asks the user itself for the last sign-in. Of a user without a password GetUser still tells the last
// use of a former one, which is not of interest.
func readPasswordUse(ctx context.Context, at catalog.Place, u *iam.User) error {
	if has, known := u.ConsolePassword.Get(); known && !has {
		u.PasswordUse = resource.None[iam.PasswordUse]()
		return nil
	}
	profile, err := loginProfile(ctx, at, u)
	if err != nil {
		return err
	}
	if profile == nil {
		u.PasswordUse = resource.None[iam.PasswordUse]()
		return nil
	}
	use, err := signIn(ctx, sdk.NewFromConfig(at.Config), u, second(*profile.CreateDate))
	if err != nil {
		return err
	}
	u.PasswordUse = resource.Is(use)
	return nil
}

// signIn tells the last use of a password. Since when one stands that was never used, only the credential report knows;
// the login profile has the date of the user's first password, which counts where the report is older than that.
func signIn(ctx context.Context, client *sdk.Client, u *iam.User, first time.Time) (iam.PasswordUse, error) {
	out, err := client.GetUser(ctx, &sdk.GetUserInput{UserName: &u.Name})
	if err != nil {
		return iam.PasswordUse{}, err
	}
	if out.User == nil {
		return iam.PasswordUse{}, errors.New("the answer has no user")
	}
	if last := out.User.PasswordLastUsed; last != nil {
		return iam.PasswordUse{Used: true, At: second(*last)}, nil
	}
	rows, err := credentialReport(ctx, client)
	if err != nil {
		return iam.PasswordUse{}, err
	}
	row := rows[u.ID]
	if enabled, told := row.is("password_enabled"); !told || !enabled {
		return iam.PasswordUse{At: first}, nil
	}
	changed, err := row.must("password_last_changed")
	if err != nil {
		return iam.PasswordUse{}, err
	}
	return iam.PasswordUse{At: later(first, changed)}, nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func readMFA(ctx context.Context, at catalog.Place, u *iam.User) error {
	pages := sdk.NewListMFADevicesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListMFADevicesInput{UserName: &u.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListMFADevicesOutput) []types.MFADevice { return o.MFADevices })
	if err != nil {
		return err
	}
	u.MFA = resource.Is(len(list) > 0)
	return nil
}

func readUserAttached(ctx context.Context, at catalog.Place, u *iam.User) error {
	pages := sdk.NewListAttachedUserPoliciesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListAttachedUserPoliciesInput{UserName: &u.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListAttachedUserPoliciesOutput) []types.AttachedPolicy { return o.AttachedPolicies })
	if err != nil {
		return err
	}
	u.AttachedPolicies = resource.Is(attached(list))
	return nil
}

func readUserInline(ctx context.Context, at catalog.Place, u *iam.User) error {
	pages := sdk.NewListUserPoliciesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListUserPoliciesInput{UserName: &u.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListUserPoliciesOutput) []string { return o.PolicyNames })
	if err != nil {
		return err
	}
	u.InlinePolicies = resource.Is(names(list))
	return nil
}

func readTags(ctx context.Context, at catalog.Place, u *iam.User) error {
	pages := sdk.NewListUserTagsPaginator(sdk.NewFromConfig(at.Config), &sdk.ListUserTagsInput{UserName: &u.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListUserTagsOutput) []types.Tag { return o.Tags })
	if err != nil {
		return err
	}
	u.Tags = resource.Is(tagMap(list))
	return nil
}
