package awstest_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"

	"github.com/mantenhq/manten/internal/awstest"
)

func TestKeyRotation(t *testing.T) {
	t.Parallel()
	a := awstest.New(t)
	client := kms.NewFromConfig(a.Through(region))
	key := func(in kms.CreateKeyInput) *string {
		t.Helper()
		got, err := client.CreateKey(t.Context(), &in)
		if err != nil {
			t.Fatal(err)
		}
		return got.KeyMetadata.KeyId
	}
	plain, disabled, pending := key(kms.CreateKeyInput{}), key(kms.CreateKeyInput{}), key(kms.CreateKeyInput{})
	if _, err := client.EnableKeyRotation(t.Context(), &kms.EnableKeyRotationInput{KeyId: pending}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.DisableKey(t.Context(), &kms.DisableKeyInput{KeyId: disabled}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.ScheduleKeyDeletion(t.Context(), &kms.ScheduleKeyDeletionInput{KeyId: pending}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name           string
		key            *string
		change, status string // code of the refusal
		rotates        bool
	}{
		{name: "asymmetric", key: key(kms.CreateKeyInput{KeySpec: types.KeySpecRsa2048, KeyUsage: types.KeyUsageTypeSignVerify}), change: "UnsupportedOperationException"},
		{name: "disabled", key: disabled, change: "DisabledException"},
		{name: "HMAC", key: key(kms.CreateKeyInput{KeySpec: types.KeySpecHmac256, KeyUsage: types.KeyUsageTypeGenerateVerifyMac}), change: "UnsupportedOperationException"},
		{name: "imported", key: key(kms.CreateKeyInput{Origin: types.OriginTypeExternal}), change: "UnsupportedOperationException", status: "UnsupportedOperationException"},
		{name: "none", key: aws.String("11111111-2222-3333-4444-555555555555"), change: "NotFoundException", status: "NotFoundException"},
		{name: "pending deletion", key: pending, change: "KMSInvalidStateException"},
		{name: "plain", key: plain, rotates: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := client.EnableKeyRotation(t.Context(), &kms.EnableKeyRotationInput{KeyId: test.key})
			wantOutcome(t, err, test.change)
			got, err := client.GetKeyRotationStatus(t.Context(), &kms.GetKeyRotationStatusInput{KeyId: test.key})
			wantOutcome(t, err, test.status)
			if err == nil && got.KeyRotationEnabled != test.rotates {
				t.Errorf("rotation is %v", got.KeyRotationEnabled)
			}
			_, err = client.DisableKeyRotation(t.Context(), &kms.DisableKeyRotationInput{KeyId: test.key})
			wantOutcome(t, err, test.change)
		})
	}
}

func wantOutcome(t *testing.T, err error, code string) {
	t.Helper()
	switch {
	case code != "":
		wantCode(t, err, code)
	case err != nil:
		t.Error(err)
	}
}
