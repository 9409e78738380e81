package s3

import (
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

var (
	putPublicAccessBlock = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).PutPublicAccessBlock,
		"s3:PutBucketPublicAccessBlock").Repeatable())
	deletePublicAccessBlock = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).DeletePublicAccessBlock,
		"s3:PutBucketPublicAccessBlock").Repeatable())
)

var bucketBlockSummary = catalog.Text(Service, "ConfigureS3BucketPublicAccessBlock/summary",
	"Blocks all public access to the bucket.", "バケットへのすべてのパブリックアクセスをブロックします。")

// blockParams are the settings to switch on; one that is on already stays on.
type blockParams struct {
	BlockPublicAcls       bool `json:"blockPublicAcls"`
	IgnorePublicAcls      bool `json:"ignorePublicAcls"`
	BlockPublicPolicy     bool `json:"blockPublicPolicy"`
	RestrictPublicBuckets bool `json:"restrictPublicBuckets"`
}

var configureBucketBlock = catalog.Remediation(Service, catalog.RemediationSpec[s3.Bucket, blockParams]{
	Name:     "ConfigureS3BucketPublicAccessBlock",
	File:     "configure_s3_bucket_public_access_block",
	Summary:  bucketBlockSummary,
	Controls: []control.ID{"CloudTrail.6", "S3.2", "S3.3", "S3.8"},
	Reads:    []string{"PublicAccessBlock"},
	Looks:    []string{"Policy", "Grants", "Website"},
	Defaults: blockParams(all),
	Writes:   []*awsop.Op{putPublicAccessBlock.Op, deletePublicAccessBlock.Op},
	Plan: func(b s3.Bucket, p blockParams, _ time.Time) catalog.Edit[s3.Bucket] {
		before, had := b.PublicAccessBlock.Get()
		want := before.Or(s3.PublicAccessBlock(p))
		if had && before == want {
			return catalog.Edit[s3.Bucket]{After: b}
		}
		effect := losesPublicAccess(b)
		b.PublicAccessBlock = resource.Is(want)
		undo := deletePublicAccessBlock.With(&sdk.DeletePublicAccessBlockInput{Bucket: &b.Name})
		if had {
			undo = putBlock(b.Name, before)
		}
		return catalog.Edit[s3.Bucket]{
			After: b, Moves: []catalog.Move{{Do: putBlock(b.Name, want), Undo: undo}}, Effect: effect,
		}
	},
})

func putBlock(bucket string, b s3.PublicAccessBlock) awsop.Bound {
	return putPublicAccessBlock.With(&sdk.PutPublicAccessBlockInput{
		Bucket: &bucket,
		PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{
			BlockPublicAcls: &b.BlockPublicAcls, IgnorePublicAcls: &b.IgnorePublicAcls,
			BlockPublicPolicy: &b.BlockPublicPolicy, RestrictPublicBuckets: &b.RestrictPublicBuckets,
		},
	})
}

// losesPublicAccess tells who can get in today and no longer will, and what of that could not be read.
func losesPublicAccess(b s3.Bucket) catalog.Effect {
	var e catalog.Effect
	how := strings.Join(anyWay(b), ", ")
	switch {
	case how == "":
	case b.Website.Value():
		e.Interrupts = []text.Message{website.With("bucket", b.Name, "how", how)}
	default:
		e.Risk = []text.Message{anonymous.With("bucket", b.Name, "how", how)}
	}
	for _, name := range s3.Needed(b) {
		if f := resource.FactOf(b, name); f.State() == resource.Hidden {
			e.Risk = append(e.Risk, openUnseen.With("bucket", b.Name, "reason", f.Why().String()))
		}
	}
	return unseenWebsite(e, b)
}

// unseenWebsite adds to an effect that nobody knows whether a website ends.
func unseenWebsite(e catalog.Effect, b s3.Bucket) catalog.Effect {
	if b.Website.State() == resource.Hidden {
		e.Risk = append(e.Risk, websiteUnseen.With("bucket", b.Name, "reason", b.Website.Why().String()))
	}
	return e
}
