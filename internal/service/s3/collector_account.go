package s3

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3control"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var getAccountBlock = awsop.Read((*s3control.Client).GetPublicAccessBlock, "s3:GetAccountPublicAccessBlock")

var accounts = catalog.Collector(Service, catalog.CollectorSpec[s3.Account]{
	Type: "AWS::S3::Account", Version: 1, Scope: catalog.Global, File: "account",
	Reads: []catalog.ReadSpec[s3.Account]{
		{Facts: []string{"PublicAccessBlock"}, Calls: []awsop.Op{getAccountBlock}, Do: readAccountBlock},
		{
			Facts: []string{"PublicBuckets"},
			Calls: []awsop.Op{listBuckets, getBucketLocation, getPublicAccessBlock, getBucketPolicy, getBucketACL},
			Do:    readPublicBuckets,
		},
	},
})

// controlClient makes an S3 Control client. Below an endpoint whose subdomains cannot be looked up, the account stays
// out of the host.
func controlClient(cfg aws.Config, opts ...func(*s3control.Options)) *s3control.Client {
	return s3control.NewFromConfig(cfg, append(opts, func(o *s3control.Options) {
		if awsconf.Unresolvable(o.BaseEndpoint) {
			o.APIOptions = append(o.APIOptions, awsconf.WithoutHostPrefix)
		}
	})...)
}

func readAccountBlock(ctx context.Context, at catalog.Place, a *s3.Account) error {
	out, err := controlClient(at.Config).GetPublicAccessBlock(ctx, &s3control.GetPublicAccessBlockInput{AccountId: &at.Account})
	if awsconf.Code(err) == "NoSuchPublicAccessBlockConfiguration" {
		a.PublicAccessBlock = resource.None[s3.PublicAccessBlock]()
		return nil
	}
	if err != nil {
		return err
	}
	c := out.PublicAccessBlockConfiguration
	if c == nil {
		return errors.New("the answer has no configuration")
	}
	a.PublicAccessBlock = resource.Is(s3.PublicAccessBlock{
		BlockPublicAcls: aws.ToBool(c.BlockPublicAcls), IgnorePublicAcls: aws.ToBool(c.IgnorePublicAcls),
		BlockPublicPolicy: aws.ToBool(c.BlockPublicPolicy), RestrictPublicBuckets: aws.ToBool(c.RestrictPublicBuckets),
	})
	return nil
}

// readPublicBuckets looks at every bucket; only planning the account's block asks for it. One bucket that cannot be
// read hides the whole fact: a list with holes would promise too much.
func readPublicBuckets(ctx context.Context, at catalog.Place, a *s3.Account) error {
	open := []string{}
	for b, err := range listAll(ctx, at) {
		if err != nil {
			return err
		}
		there := at
		there.Config = at.Config.Copy()
		there.Config.Region = b.Region
		for _, read := range []func(context.Context, catalog.Place, *s3.Bucket) error{readPublicAccessBlock, readPolicy, readGrants} {
			if err := read(ctx, there, &b); err != nil {
				return err
			}
		}
		if len(anyWay(b)) > 0 {
			open = append(open, b.Name)
		}
	}
	slices.Sort(open)
	a.PublicBuckets = resource.Is(open)
	return nil
}
