package s3

import (
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

var (
	putBucketEncryption = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).PutBucketEncryption,
		"s3:PutEncryptionConfiguration").Repeatable())
	deleteBucketEncryption = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).DeleteBucketEncryption,
		"s3:PutEncryptionConfiguration").Repeatable())
)

var (
	encryptSummary = catalog.Text(Service, "EnableDefaultEncryptionS3/summary",
		"Sets the default encryption of a bucket that shows no rule for it: SSE-S3 unless a KMS key is named. A rule that is there is never replaced.",
		"デフォルト暗号化のルールがないバケットに、KMS キーの指定がなければ SSE-S3 を設定します。既存のルールは置き換えません。")
	encryptOther = catalog.Text(Service, "EnableDefaultEncryptionS3/other",
		"the bucket has an encryption rule that names no algorithm, which would be replaced; add the algorithm by hand",
		"アルゴリズムを指定していない暗号化ルールがあり、置き換えることになります。手作業でアルゴリズムを追加してください")
	encryptKey = catalog.Text(Service, "EnableDefaultEncryptionS3/key",
		"who writes or reads new objects must be allowed to use key {key}: anonymous readers, readers of other accounts that the key's policy does not name, and S3 server access log delivery into this bucket fail",
		"新しいオブジェクトを読み書きするにはキー {key} の使用許可が必要になります。匿名の読み取り、キーポリシーにない他アカウントの読み取り、このバケットへの S3 サーバーアクセスログの配信は失敗します")
	encryptCost = catalog.Text(Service, "EnableDefaultEncryptionS3/cost",
		"KMS bills requests to the key; with the bucket key on they are few, how many depends on use",
		"キーへのリクエストに KMS の料金がかかります。バケットキーが有効なので少数ですが、使用量によります")
)

// withoutKey is the established runbook's word for SSE-S3 where it asks for the alias of a key.
const withoutKey = "default-s3-encryption"

type encryptParams struct {
	// KMSKeyAlias is the alias, id or ARN of the key that encrypts; "default-s3-encryption" is SSE-S3.
	KMSKeyAlias string `json:"kmsKeyAlias"`
}

// Validate wants a key, or the word for none.
func (p encryptParams) Validate() error {
	if p.KMSKeyAlias == "" {
		return errors.New("kmsKeyAlias is empty; for SSE-S3 it is " + withoutKey)
	}
	return nil
}

var enableDefaultEncryption = catalog.Remediation(Service, catalog.RemediationSpec[s3.Bucket, encryptParams]{
	Name:     "EnableDefaultEncryptionS3",
	File:     "enable_default_encryption_s3",
	Summary:  encryptSummary,
	Controls: []control.ID{"S3.4"},
	Reads:    []string{"Encryption"},
	Defaults: encryptParams{KMSKeyAlias: withoutKey},
	Writes:   []*awsop.Op{putBucketEncryption.Op, deleteBucketEncryption.Op},
	Plan: func(b s3.Bucket, p encryptParams, _ time.Time) catalog.Edit[s3.Bucket] {
		before, shown := b.Encryption.Get()
		switch {
		case before.Algorithm() != "":
			return catalog.Edit[s3.Bucket]{After: b}
		case shown && len(before.Rules) > 0:
			return refuse(b, encryptOther.With())
		}
		rule := encryptionBy(p.KMSKeyAlias)
		b.Encryption = resource.Is(s3.Encryption{Rules: []s3.EncryptionRule{rule}})
		return catalog.Edit[s3.Bucket]{
			After: b,
			Moves: []catalog.Move{{
				Do:   putEncryption(b.Name, rule),
				Undo: deleteBucketEncryption.With(&sdk.DeleteBucketEncryptionInput{Bucket: &b.Name}),
			}},
			Effect: encryptEffect(p.KMSKeyAlias),
		}
	},
})

// encryptionBy is the rule for a key, with S3's bucket key, which saves requests to KMS.
func encryptionBy(key string) s3.EncryptionRule {
	by := s3.EncryptionDefault{SSEAlgorithm: string(types.ServerSideEncryptionAes256)}
	if key != withoutKey {
		by = s3.EncryptionDefault{SSEAlgorithm: string(types.ServerSideEncryptionAwsKms), KMSMasterKeyID: key}
	}
	return s3.EncryptionRule{ApplyServerSideEncryptionByDefault: &by, BucketKeyEnabled: aws.Bool(true)}
}

func putEncryption(bucket string, r s3.EncryptionRule) awsop.Bound {
	by := &types.ServerSideEncryptionByDefault{SSEAlgorithm: types.ServerSideEncryption(r.ApplyServerSideEncryptionByDefault.SSEAlgorithm)}
	if key := r.ApplyServerSideEncryptionByDefault.KMSMasterKeyID; key != "" {
		by.KMSMasterKeyID = &key
	}
	return putBucketEncryption.With(&sdk.PutBucketEncryptionInput{
		Bucket: &bucket,
		ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{Rules: []types.ServerSideEncryptionRule{
			{ApplyServerSideEncryptionByDefault: by, BucketKeyEnabled: r.BucketKeyEnabled},
		}},
	})
}

func encryptEffect(key string) catalog.Effect {
	if key == withoutKey {
		return catalog.Effect{}
	}
	return catalog.Effect{Risk: []text.Message{encryptKey.With("key", key)}, Cost: plan.CostUnknown(encryptCost.With())}
}
