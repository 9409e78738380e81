package s3

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var (
	listBuckets          = awsop.Read((*sdk.Client).ListBuckets, "s3:ListAllMyBuckets")
	getBucketLocation    = awsop.Read((*sdk.Client).GetBucketLocation, "s3:GetBucketLocation")
	getPublicAccessBlock = awsop.Read((*sdk.Client).GetPublicAccessBlock, "s3:GetBucketPublicAccessBlock")
	getBucketPolicy      = awsop.Read((*sdk.Client).GetBucketPolicy, "s3:GetBucketPolicy")
	getBucketACL         = awsop.Read((*sdk.Client).GetBucketAcl, "s3:GetBucketAcl")
	getBucketWebsite     = awsop.Read((*sdk.Client).GetBucketWebsite, "s3:GetBucketWebsite")
	getBucketTagging     = awsop.Read((*sdk.Client).GetBucketTagging, "s3:GetBucketTagging")
)

var buckets = catalog.Collector(Service, catalog.CollectorSpec[s3.Bucket]{
	Type: "AWS::S3::Bucket", Version: 2, Scope: catalog.Dispersed, File: "bucket",
	ListCalls: []awsop.Op{listBuckets, getBucketLocation},
	List:      listAll,
	Gone:      []string{"NoSuchBucket"},
	Reads: []catalog.ReadSpec[s3.Bucket]{
		{Facts: []string{"PublicAccessBlock"}, Calls: []awsop.Op{getPublicAccessBlock}, Do: readPublicAccessBlock},
		{Facts: []string{"Policy"}, Calls: []awsop.Op{getBucketPolicy}, Do: readPolicy},
		{Facts: []string{"Grants"}, Calls: []awsop.Op{getBucketACL}, Do: readGrants},
		{Facts: []string{"Website"}, Calls: []awsop.Op{getBucketWebsite}, Do: readWebsite},
		{Facts: []string{"Encryption"}, Calls: []awsop.Op{getBucketEncryption}, Do: readEncryption},
		{Facts: []string{"Logging"}, Calls: []awsop.Op{getBucketLogging}, Do: readLogging},
		{Facts: []string{"Ownership"}, Calls: []awsop.Op{getBucketOwnership}, Do: readOwnership},
		{Facts: []string{"Versioning"}, Calls: []awsop.Op{getBucketVersioning}, Do: readVersioning},
		{Facts: []string{"Lifecycle"}, Calls: []awsop.Op{getBucketLifecycle}, Do: readLifecycle},
		{Facts: []string{"Replication"}, Calls: []awsop.Op{getBucketReplication}, Do: readReplication},
		{
			Facts: []string{"ReplicaRegions"},
			Calls: []awsop.Op{getBucketReplication, listBuckets, getBucketLocation, headBucket}, Do: readReplicaRegions,
		},
		{Facts: []string{"Tags"}, Calls: []awsop.Op{getBucketTagging}, Do: readTags},
	},
})

// newClient makes an S3 client. Below an endpoint whose subdomains cannot be looked up, buckets go into the path.
func newClient(cfg aws.Config, opts ...func(*sdk.Options)) *sdk.Client {
	return sdk.NewFromConfig(cfg, append(opts, func(o *sdk.Options) {
		o.UsePathStyle = o.UsePathStyle || awsconf.Unresolvable(o.BaseEndpoint)
	})...)
}

func listAll(ctx context.Context, at catalog.Place) iter.Seq2[s3.Bucket, error] {
	return func(yield func(s3.Bucket, error) bool) {
		for found, err := range eachBucket(ctx, at.Config) {
			if err != nil {
				yield(s3.Bucket{}, err)
				return
			}
			bucket, err := reference(ctx, at, found)
			if !yield(bucket, err) || err != nil {
				return
			}
		}
	}
}

// eachBucket asks with a page size: only then S3 tells the regions of the buckets.
func eachBucket(ctx context.Context, cfg aws.Config) iter.Seq2[types.Bucket, error] {
	return func(yield func(types.Bucket, error) bool) {
		pages := sdk.NewListBucketsPaginator(newClient(cfg), &sdk.ListBucketsInput{MaxBuckets: aws.Int32(10_000)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(types.Bucket{}, err)
				return
			}
			for _, b := range page.Buckets {
				if !yield(b, nil) {
					return
				}
			}
		}
	}
}

// reference makes a bucket with its region.
func reference(ctx context.Context, at catalog.Place, b types.Bucket) (s3.Bucket, error) {
	region, err := locate(ctx, at.Config, b)
	if err != nil {
		return s3.Bucket{}, err
	}
	name := aws.ToString(b.Name)
	at.Region = region
	return s3.Bucket{Ref: at.Ref("AWS::S3::Bucket", resource.ARN(region, "s3", "", "", name), name)}, nil
}

// locate tells the region of one of the account's buckets, from the list where that has it.
func locate(ctx context.Context, cfg aws.Config, b types.Bucket) (string, error) {
	if region := aws.ToString(b.BucketRegion); region != "" {
		return region, nil
	}
	out, err := newClient(cfg).GetBucketLocation(ctx, &sdk.GetBucketLocationInput{Bucket: b.Name})
	if err != nil {
		return "", err
	}
	return regionOf(out.LocationConstraint), nil
}

// regionOf reads a location constraint; "" and "EU" are names from S3's first years.
func regionOf(l types.BucketLocationConstraint) string {
	switch string(l) {
	case "":
		return "us-east-1"
	case "EU":
		return "eu-west-1"
	}
	return string(l)
}

func readPublicAccessBlock(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	out, err := newClient(at.Config).GetPublicAccessBlock(ctx, &sdk.GetPublicAccessBlockInput{Bucket: &b.Name})
	if awsconf.Code(err) == "NoSuchPublicAccessBlockConfiguration" {
		b.PublicAccessBlock = resource.None[s3.PublicAccessBlock]()
		return nil
	}
	if err != nil {
		return err
	}
	c := out.PublicAccessBlockConfiguration
	if c == nil {
		return errors.New("the answer has no configuration")
	}
	b.PublicAccessBlock = resource.Is(s3.PublicAccessBlock{
		BlockPublicAcls: aws.ToBool(c.BlockPublicAcls), IgnorePublicAcls: aws.ToBool(c.IgnorePublicAcls),
		BlockPublicPolicy: aws.ToBool(c.BlockPublicPolicy), RestrictPublicBuckets: aws.ToBool(c.RestrictPublicBuckets),
	})
	return nil
}

func readPolicy(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	out, err := newClient(at.Config).GetBucketPolicy(ctx, &sdk.GetBucketPolicyInput{Bucket: &b.Name})
	if awsconf.Code(err) == "NoSuchBucketPolicy" {
		b.Policy = resource.None[string]()
		return nil
	}
	if err != nil {
		return err
	}
	policy := aws.ToString(out.Policy)
	if !utf8.ValidString(policy) {
		return errors.New("the policy is not UTF-8") // as JSON it would be another one, and so would the undo
	}
	b.Policy = resource.Is(policy)
	return nil
}

// readGrants leaves the grants unread where they cannot matter, which saves a call for most buckets.
func readGrants(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	if b.PublicAccessBlock.Value().IgnorePublicAcls {
		return nil
	}
	out, err := newClient(at.Config).GetBucketAcl(ctx, &sdk.GetBucketAclInput{Bucket: &b.Name})
	if err != nil {
		return err
	}
	grants := []s3.Grant{}
	for _, g := range out.Grants {
		if g.Grantee != nil {
			who := cmp.Or(aws.ToString(g.Grantee.URI), aws.ToString(g.Grantee.ID), aws.ToString(g.Grantee.EmailAddress))
			grants = append(grants, s3.Grant{Grantee: who, Permission: string(g.Permission)})
		}
	}
	slices.SortFunc(grants, func(x, y s3.Grant) int {
		return cmp.Or(cmp.Compare(x.Grantee, y.Grantee), cmp.Compare(x.Permission, y.Permission))
	})
	b.Grants = resource.Is(grants)
	return nil
}

func readWebsite(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	_, err := newClient(at.Config).GetBucketWebsite(ctx, &sdk.GetBucketWebsiteInput{Bucket: &b.Name})
	if err != nil && awsconf.Code(err) != "NoSuchWebsiteConfiguration" {
		return err
	}
	b.Website = resource.Is(err == nil)
	return nil
}

func readTags(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	out, err := newClient(at.Config).GetBucketTagging(ctx, &sdk.GetBucketTaggingInput{Bucket: &b.Name})
	if awsconf.Code(err) == "NoSuchTagSet" {
		b.Tags = resource.Is(map[string]string{})
		return nil
	}
	if err != nil {
		return err
	}
	tags := map[string]string{}
	for _, t := range out.TagSet {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	b.Tags = resource.Is(tags)
	return nil
}
