package kms

import (
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/awstest/loop"
	"github.com/mantenhq/manten/internal/control"
)

func TestLoop(t *testing.T) {
	t.Parallel()
	loop.Run(t, loop.Case{
		Service: Service, Remediation: enableKeyRotation.Name, Controls: []control.ID{"KMS.4"},
		Setup: func(t *testing.T, a *awstest.Account) {
			t.Helper()
			if _, err := sdk.NewFromConfig(a.Config("us-east-1")).CreateKey(t.Context(), &sdk.CreateKeyInput{}); err != nil {
				t.Fatal(err)
			}
		},
	})
}
