package iam

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/control"
)

func TestLoopRevokeUnrotatedKeys(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: revokeUnrotatedKeys.Name, Controls: []control.ID{"IAM.3"}, Ahead: 100 * 24 * time.Hour,
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			c := sdk.NewFromConfig(a.Config("us-east-1"))
			user := aws.String("deploy-bot")
			if _, err := c.CreateUser(t.Context(), &sdk.CreateUserInput{UserName: user}); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if _, err := c.CreateAccessKey(t.Context(), &sdk.CreateAccessKeyInput{UserName: user}); err != nil {
					t.Fatal(err)
				}
			}
		},
	})
}

func TestLoopSetIAMPasswordPolicy(t *testing.T) {
	t.Parallel()
	all := []control.ID{"IAM.7", "IAM.11", "IAM.12", "IAM.13", "IAM.14", "IAM.15", "IAM.16", "IAM.17"}
	for name, setup := range map[string]func(t *testing.T, a *awstest.Account){
		"none before": func(*testing.T, *awstest.Account) {},
		"weak before": func(t *testing.T, a *awstest.Account) {
			t.Helper()
			in := &sdk.UpdateAccountPasswordPolicyInput{MinimumPasswordLength: aws.Int32(7), AllowUsersToChangePassword: true}
			if _, err := sdk.NewFromConfig(a.Config("us-east-1")).UpdateAccountPasswordPolicy(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loop.Run(t, loop.Case{Service: Service, Remediation: setPasswordPolicy.Name, Controls: all, Setup: setup})
		})
	}
}
