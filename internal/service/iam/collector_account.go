package iam

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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
	getAccountPasswordPolicy = awsop.Read((*sdk.Client).GetAccountPasswordPolicy, "iam:GetAccountPasswordPolicy")
	getAccountSummary        = awsop.Read((*sdk.Client).GetAccountSummary, "iam:GetAccountSummary")
	listVirtualMFADevices    = awsop.Read((*sdk.Client).ListVirtualMFADevices, "iam:ListVirtualMFADevices")
)

var accounts = catalog.Collector(Service, catalog.CollectorSpec[iam.Account]{
	Type: "AWS::IAM::Account", Version: 3, Scope: catalog.Global, File: "account",
	Reads: []catalog.ReadSpec[iam.Account]{
		{Facts: []string{"PasswordPolicy"}, Calls: []awsop.Op{getAccountPasswordPolicy}, Do: readPasswordPolicy},
		{Facts: []string{"Root"}, Calls: []awsop.Op{getAccountSummary}, Do: readRoot},
		{Facts: []string{"RootVirtualMFA"}, Calls: []awsop.Op{listVirtualMFADevices}, Do: readRootVirtualMFA},
		{Facts: []string{"Passwords"}, Calls: []awsop.Op{generateCredentialReport, getCredentialReport}, Do: readPasswords},
	},
})

func readPasswordPolicy(ctx context.Context, at catalog.Place, a *iam.Account) error {
	out, err := sdk.NewFromConfig(at.Config).GetAccountPasswordPolicy(ctx, &sdk.GetAccountPasswordPolicyInput{})
	if awsconf.Code(err) == noSuchEntity {
		a.PasswordPolicy = resource.None[iam.PasswordPolicy]()
		return nil
	}
	if err != nil {
		return err
	}
	p := out.PasswordPolicy
	if p == nil {
		return errors.New("the answer has no policy")
	}
	a.PasswordPolicy = resource.Is(iam.PasswordPolicy{
		MinimumPasswordLength: cmp.Or(aws.ToInt32(p.MinimumPasswordLength), 6), // IAM's own default
		RequireSymbols:        p.RequireSymbols, RequireNumbers: p.RequireNumbers,
		RequireUppercaseCharacters: p.RequireUppercaseCharacters, RequireLowercaseCharacters: p.RequireLowercaseCharacters,
		AllowUsersToChangePassword: p.AllowUsersToChangePassword, MaxPasswordAge: aws.ToInt32(p.MaxPasswordAge),
		PasswordReusePrevention: aws.ToInt32(p.PasswordReusePrevention), HardExpiry: aws.ToBool(p.HardExpiry),
	})
	return nil
}

// readRoot takes the password for present where IAM does not say: only so can nothing pass by mistake.
func readRoot(ctx context.Context, at catalog.Place, a *iam.Account) error {
	out, err := sdk.NewFromConfig(at.Config).GetAccountSummary(ctx, &sdk.GetAccountSummaryInput{})
	if err != nil {
		return err
	}
	keys, toldKeys := out.SummaryMap[string(types.SummaryKeyTypeAccountAccessKeysPresent)]
	mfa, toldMFA := out.SummaryMap[string(types.SummaryKeyTypeAccountMFAEnabled)]
	password, toldPassword := out.SummaryMap[string(types.SummaryKeyTypeAccountPasswordPresent)]
	if !toldKeys || !toldMFA {
		return errors.New("the answer says nothing of the root user")
	}
	a.Root = resource.Is(iam.Root{AccessKeys: keys > 0, MFA: mfa > 0, Password: password > 0 || !toldPassword})
	return nil
}

func readRootVirtualMFA(ctx context.Context, at catalog.Place, a *iam.Account) error {
	pages := sdk.NewListVirtualMFADevicesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListVirtualMFADevicesInput{
		AssignmentStatus: types.AssignmentStatusTypeAssigned,
	})
	list, err := allPages(ctx, pages, func(o *sdk.ListVirtualMFADevicesOutput) []types.VirtualMFADevice { return o.VirtualMFADevices })
	if err != nil {
		return err
	}
	a.RootVirtualMFA = resource.Is(slices.ContainsFunc(list, rootHas))
	return nil
}

// rootHas tells whether a virtual device is the root user's. The first one that root ever gets has a name of its own;
// further ones are named freely.
func rootHas(d types.VirtualMFADevice) bool {
	return strings.HasSuffix(aws.ToString(d.SerialNumber), ":mfa/root-account-mfa-device") ||
		d.User != nil && strings.HasSuffix(aws.ToString(d.User.Arn), ":root")
}

func readPasswords(ctx context.Context, at catalog.Place, a *iam.Account) error {
	rows, err := credentialReport(ctx, sdk.NewFromConfig(at.Config))
	if err != nil {
		return err
	}
	passwords, err := rows.passwords()
	if err != nil {
		return fmt.Errorf("credential report: %w", err)
	}
	a.Passwords = resource.Is(passwords)
	return nil
}
