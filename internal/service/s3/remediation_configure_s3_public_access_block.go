package s3

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/s3control/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

var (
	putAccountBlock = catalog.Write(Service, awsop.NewWrite(controlClient, (*s3control.Client).PutPublicAccessBlock,
		"s3:PutAccountPublicAccessBlock").Repeatable().On(awsop.Anything))
	deleteAccountBlock = catalog.Write(Service, awsop.NewWrite(controlClient, (*s3control.Client).DeletePublicAccessBlock,
		"s3:PutAccountPublicAccessBlock").Repeatable().On(awsop.Anything))
)

var (
	accountBlockSummary = catalog.Text(Service, "ConfigureS3PublicAccessBlock/summary",
		"Blocks all public access to every bucket of the account, those to come included.",
		"今後作成されるものも含め、アカウントのすべてのバケットへのパブリックアクセスをブロックします。")
	openBuckets = catalog.Text(Service, "ConfigureS3PublicAccessBlock/open",
		"anybody can read or write these buckets today, and no longer will: {buckets}",
		"次のバケットは現在誰でも読み書きできますが、できなくなります: {buckets}")
	everyBucket = catalog.Text(Service, "ConfigureS3PublicAccessBlock/every",
		"holds for every bucket of the account in every region, those to come included",
		"今後作成されるものも含め、全リージョンのすべてのバケットに適用されます")
	unseenBuckets = catalog.Text(Service, "ConfigureS3PublicAccessBlock/unseen",
		"which buckets are public today could not be read: {reason}",
		"現在公開中のバケットを読み取れませんでした: {reason}")
)

var configureAccountBlock = catalog.Remediation(Service, catalog.RemediationSpec[s3.Account, blockParams]{
	Name:     "ConfigureS3PublicAccessBlock",
	File:     "configure_s3_public_access_block",
	Summary:  accountBlockSummary,
	Controls: []control.ID{"S3.1"},
	Reads:    []string{"PublicAccessBlock"},
	Looks:    []string{"PublicBuckets"},
	Defaults: blockParams(all),
	Writes:   []*awsop.Op{putAccountBlock.Op, deleteAccountBlock.Op},
	Plan: func(a s3.Account, p blockParams, _ time.Time) catalog.Edit[s3.Account] {
		before, had := a.PublicAccessBlock.Get()
		want := before.Or(s3.PublicAccessBlock(p))
		if had && before == want {
			return catalog.Edit[s3.Account]{After: a}
		}
		a.PublicAccessBlock = resource.Is(want)
		undo := deleteAccountBlock.With(&s3control.DeletePublicAccessBlockInput{AccountId: &a.Account})
		if had {
			undo = putAccount(a.Account, before)
		}
		return catalog.Edit[s3.Account]{
			After: a, Moves: []catalog.Move{{Do: putAccount(a.Account, want), Undo: undo}}, Effect: accountEffect(a),
		}
	},
})

func putAccount(account string, b s3.PublicAccessBlock) awsop.Bound {
	return putAccountBlock.With(&s3control.PutPublicAccessBlockInput{
		AccountId: &account,
		PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{
			BlockPublicAcls: &b.BlockPublicAcls, IgnorePublicAcls: &b.IgnorePublicAcls,
			BlockPublicPolicy: &b.BlockPublicPolicy, RestrictPublicBuckets: &b.RestrictPublicBuckets,
		},
	})
}

func accountEffect(a s3.Account) catalog.Effect {
	e := catalog.Effect{Risk: []text.Message{everyBucket.With()}}
	if a.PublicBuckets.State() == resource.Hidden {
		e.Risk = append(e.Risk, unseenBuckets.With("reason", a.PublicBuckets.Why().String()))
	}
	if open := a.PublicBuckets.Value(); len(open) > 0 {
		e.Interrupts = []text.Message{openBuckets.With("buckets", strings.Join(open, ", "))}
	}
	return e
}
