package iam

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var (
	listUsers            = awsop.Read((*sdk.Client).ListUsers, "iam:ListUsers")
	listAccessKeys       = awsop.Read((*sdk.Client).ListAccessKeys, "iam:ListAccessKeys")
	getAccessKeyLastUsed = awsop.Read((*sdk.Client).GetAccessKeyLastUsed, "iam:GetAccessKeyLastUsed")
	getLoginProfile      = awsop.Read((*sdk.Client).GetLoginProfile, "iam:GetLoginProfile")
	listMFADevices       = awsop.Read((*sdk.Client).ListMFADevices, "iam:ListMFADevices")
	listUserTags         = awsop.Read((*sdk.Client).ListUserTags, "iam:ListUserTags")
)

var users = catalog.Collector(Service, catalog.CollectorSpec[iam.User]{
	Type: "AWS::IAM::User", Version: 1, Scope: catalog.Global, File: "user",
	ListCalls: []awsop.Op{listUsers},
	List:      eachUser,
	Gone:      []string{noSuchEntity},
	Reads: []catalog.ReadSpec[iam.User]{
		{Facts: []string{"AccessKeys"}, Calls: []awsop.Op{listAccessKeys}, Do: readAccessKeys},
		{Facts: []string{"KeyUse"}, Calls: []awsop.Op{listAccessKeys, getAccessKeyLastUsed}, Do: readKeyUse},
		{Facts: []string{"ConsolePassword"}, Calls: []awsop.Op{getLoginProfile}, Do: readConsolePassword},
		{Facts: []string{"MFADevices"}, Calls: []awsop.Op{listMFADevices}, Do: readMFADevices},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{listUserTags}, Do: readTags},
	},
})

// noSuchEntity is IAM's code for everything that does not exist.
const noSuchEntity = "NoSuchEntity"

func eachUser(ctx context.Context, at catalog.Place) iter.Seq2[iam.User, error] {
	return func(yield func(iam.User, error) bool) {
		pages := sdk.NewListUsersPaginator(sdk.NewFromConfig(at.Config), &sdk.ListUsersInput{})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(iam.User{}, err)
				return
			}
			for _, u := range page.Users {
				if !yield(iam.User{Ref: at.Ref("AWS::IAM::User", aws.ToString(u.Arn), aws.ToString(u.UserName))}, nil) {
					return
				}
			}
		}
	}
}

func readAccessKeys(ctx context.Context, at catalog.Place, u *iam.User) error {
	keys, err := accessKeysOf(ctx, at, u.Name)
	if err != nil {
		return err
	}
	u.AccessKeys = resource.Is(keys)
	return nil
}

func accessKeysOf(ctx context.Context, at catalog.Place, user string) ([]iam.AccessKey, error) {
	pages := sdk.NewListAccessKeysPaginator(sdk.NewFromConfig(at.Config), &sdk.ListAccessKeysInput{UserName: &user})
	list, err := allPages(ctx, pages, func(o *sdk.ListAccessKeysOutput) []types.AccessKeyMetadata { return o.AccessKeyMetadata })
	if err != nil {
		return nil, err
	}
	keys := []iam.AccessKey{}
	for _, k := range list {
		keys = append(keys, iam.AccessKey{
			ID: aws.ToString(k.AccessKeyId), Active: k.Status == types.StatusTypeActive, Created: aws.ToTime(k.CreateDate).UTC(),
		})
	}
	slices.SortFunc(keys, func(a, b iam.AccessKey) int { return cmp.Compare(a.ID, b.ID) })
	return keys, nil
}

// readKeyUse needs the keys, and lists them where nobody asked for them. A key that was deleted since has no use.
func readKeyUse(ctx context.Context, at catalog.Place, u *iam.User) error {
	keys, known := u.AccessKeys.Get()
	if !known {
		var err error
		if keys, err = accessKeysOf(ctx, at, u.Name); err != nil {
			return err
		}
	}
	uses := []iam.KeyUse{}
	for _, k := range keys {
		out, err := sdk.NewFromConfig(at.Config).GetAccessKeyLastUsed(ctx, &sdk.GetAccessKeyLastUsedInput{AccessKeyId: &k.ID})
		if awsconf.Code(err) == noSuchEntity {
			continue
		}
		if err != nil {
			return err
		}
		if last := out.AccessKeyLastUsed; last != nil && last.LastUsedDate != nil {
			uses = append(uses, iam.KeyUse{
				ID: k.ID, At: last.LastUsedDate.UTC(), Service: aws.ToString(last.ServiceName), Region: aws.ToString(last.Region),
			})
		}
	}
	u.KeyUse = resource.Is(uses)
	return nil
}

func readConsolePassword(ctx context.Context, at catalog.Place, u *iam.User) error {
	_, err := sdk.NewFromConfig(at.Config).GetLoginProfile(ctx, &sdk.GetLoginProfileInput{UserName: &u.Name})
	if err != nil && awsconf.Code(err) != noSuchEntity {
		return err
	}
	u.ConsolePassword = resource.Is(err == nil)
	return nil
}

func readMFADevices(ctx context.Context, at catalog.Place, u *iam.User) error {
	pages := sdk.NewListMFADevicesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListMFADevicesInput{UserName: &u.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListMFADevicesOutput) []types.MFADevice { return o.MFADevices })
	if err != nil {
		return err
	}
	serials := []string{}
	for _, d := range list {
		serials = append(serials, aws.ToString(d.SerialNumber))
	}
	slices.Sort(serials)
	u.MFADevices = resource.Is(serials)
	return nil
}

func readTags(ctx context.Context, at catalog.Place, u *iam.User) error {
	pages := sdk.NewListUserTagsPaginator(sdk.NewFromConfig(at.Config), &sdk.ListUserTagsInput{UserName: &u.Name})
	list, err := allPages(ctx, pages, func(o *sdk.ListUserTagsOutput) []types.Tag { return o.Tags })
	if err != nil {
		return err
	}
	tags := map[string]string{}
	for _, t := range list {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	u.Tags = resource.Is(tags)
	return nil
}
