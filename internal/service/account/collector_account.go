package account

import (
	"context"
	"errors"

	sdk "github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/account"
)

var getAlternateContact = awsop.Read((*sdk.Client).GetAlternateContact, "account:GetAlternateContact")

var accounts = catalog.Collector(Service, catalog.CollectorSpec[account.Account]{
	Type: "AWS::Account::Account", Version: 1, Scope: catalog.Global, File: "account",
	Reads: []catalog.ReadSpec[account.Account]{
		{Facts: []string{"SecurityContact"}, Calls: []awsop.Op{getAlternateContact}, Do: readSecurityContact},
	},
})

// readSecurityContact names no account: only so does AWS answer without an organization.
func readSecurityContact(ctx context.Context, at catalog.Place, a *account.Account) error {
	out, err := sdk.NewFromConfig(at.Config).GetAlternateContact(ctx, &sdk.GetAlternateContactInput{
		AlternateContactType: types.AlternateContactTypeSecurity,
	})
	if awsconf.Code(err) == "ResourceNotFoundException" {
		a.SecurityContact = resource.Is(false)
		return nil
	}
	if err != nil {
		return err
	}
	if out.AlternateContact == nil {
		return errors.New("the answer has no contact")
	}
	a.SecurityContact = resource.Is(true)
	return nil
}
