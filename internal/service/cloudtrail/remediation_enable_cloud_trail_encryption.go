package cloudtrail

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/cloudtrail"
	"github.com/mantenhq/manten/internal/text"
)

var (
	encryptionSummary = catalog.Text(Service, "EnableCloudTrailEncryption/summary",
		"Has the trail encrypt its log files with a KMS key.", "証跡のログファイルを KMS キーで暗号化します。")
	encryptionReaders = catalog.Text(Service, "EnableCloudTrailEncryption/readers",
		"whoever reads new log files of bucket {bucket} (other accounts, Athena, a SIEM) needs kms:Decrypt on the key from now on",
		"バケット {bucket} の新しいログファイルを読むもの (他のアカウント、Athena、SIEM など) には、今後そのキーへの kms:Decrypt が必要です")
	encryptionPolicy = catalog.Text(Service, "EnableCloudTrailEncryption/policy",
		"the policy of key {key} must let CloudTrail use it, and the key must be in the bucket's region",
		"キー {key} のポリシーで CloudTrail の使用を許可し、キーがバケットと同じリージョンにある必要があります")
)

type encryptionParams struct {
	// KMSKeyArn is the key; empty means that of the established solution, which is created where it is missing.
	KMSKeyArn string `json:"kmsKeyArn" ssm:"/Solutions/SO0111/CMK_REMEDIATION_ARN"`
}

var enableEncryption = catalog.Remediation(Service, catalog.RemediationSpec[cloudtrail.Trail, encryptionParams]{
	Name:     "EnableCloudTrailEncryption",
	File:     "enable_cloud_trail_encryption",
	Summary:  encryptionSummary,
	Controls: []control.ID{"CloudTrail.2"},
	Reads:    []string{"Encrypted"},
	Looks:    []string{"Settings"},
	Writes:   []*awsop.Op{updateTrail.Op},
	Plan: func(t cloudtrail.Trail, p encryptionParams, _ time.Time) catalog.Edit[cloudtrail.Trail] {
		if t.Foreign() {
			return refuse(t, trailForeign.With("account", t.Owner()))
		}
		if t.Encrypted.Value() {
			return catalog.Edit[cloudtrail.Trail]{After: t}
		}
		key, first := keyFor(p.KMSKeyArn, t.Account, t.Region)
		e := catalog.Edit[cloudtrail.Trail]{First: first}
		t.Encrypted, t.Key = resource.Is(true), resource.Fact[string]{} // CloudTrail names the key, not the alias
		e.After = t
		e.Moves = []catalog.Move{{Do: encrypt(t.ID, key), Undo: encrypt(t.ID, "")}}
		e.Risk = []text.Message{encryptionReaders.With("bucket", t.Settings.Value().Bucket)}
		if p.KMSKeyArn != "" {
			e.Risk = append(e.Risk, encryptionPolicy.With("key", key))
		}
		return e
	},
})

func encrypt(trail, key string) awsop.Bound {
	return updateTrail.With(&sdk.UpdateTrailInput{Name: &trail, KmsKeyId: aws.String(key)})
}
