package s3

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var (
	getBucketReplication = awsop.Read((*sdk.Client).GetBucketReplication, "s3:GetReplicationConfiguration")
	headBucket           = awsop.Read((*sdk.Client).HeadBucket, "s3:ListBucket")
)

func readReplication(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	out, err := newClient(at.Config).GetBucketReplication(ctx, &sdk.GetBucketReplicationInput{Bucket: &b.Name})
	if awsconf.Code(err) == "ReplicationConfigurationNotFoundError" {
		b.Replication = resource.None[s3.Replication]()
		return nil
	}
	if err != nil {
		return err
	}
	c := out.ReplicationConfiguration
	if c == nil {
		return errors.New("the answer has no configuration")
	}
	r := s3.Replication{Role: aws.ToString(c.Role), Rules: []s3.ReplicationRule{}}
	for _, rule := range c.Rules {
		if rule.Destination == nil || rule.Destination.Bucket == nil {
			return errors.New("the answer has a rule without a destination")
		}
		arn := *rule.Destination.Bucket
		r.Rules = append(r.Rules, s3.ReplicationRule{
			ID: aws.ToString(rule.ID), Status: string(rule.Status),
			Bucket: arn[strings.LastIndex(arn, ":")+1:], Account: aws.ToString(rule.Destination.Account),
		})
	}
	b.Replication = resource.Is(r)
	return nil
}

// readReplicaRegions looks for the buckets in the account's own list, which a scan has read already, and asks one by one
// only for those of other accounts.
func readReplicaRegions(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	if b.Replication.State() == resource.NotAsked {
		if err := readReplication(ctx, at, b); err != nil {
			return err
		}
	}
	r, ok := b.Replication.Get()
	switch {
	case b.Replication.State() == resource.Hidden:
		return catalog.ReasonError{Why: b.Replication.Why()}
	case !ok:
		b.ReplicaRegions = resource.None[map[string]string]()
		return nil
	}
	regions, err := regionsOf(ctx, at, r.Rules)
	if err != nil {
		return err
	}
	b.ReplicaRegions = resource.Is(regions)
	return nil
}

// regionsOf are the regions of the buckets that the enabled rules copy to. Of the account's own buckets it asks in the
// words and in the region in which they are listed, so that a scan remembers the answers.
func regionsOf(ctx context.Context, at catalog.Place, rules []s3.ReplicationRule) (map[string]string, error) {
	regions := map[string]string{}
	for _, r := range rules {
		if r.Status == s3.On {
			regions[r.Bucket] = ""
		}
	}
	if len(regions) == 0 {
		return regions, nil
	}
	global := at.Config.Copy()
	global.Region = resource.GlobalRegion(at.Region)
	own := map[string]bool{}
	for b, err := range eachBucket(ctx, global) {
		name := aws.ToString(b.Name)
		if _, wanted := regions[name]; wanted && err == nil {
			own[name] = true
			regions[name], err = locate(ctx, global, b)
		}
		if err != nil {
			return nil, err
		}
	}
	for name := range regions {
		var err error
		if !own[name] {
			regions[name], err = bucketRegion(ctx, at, name)
		}
		if err != nil {
			return nil, err
		}
	}
	return regions, nil
}

// bucketRegion is where a bucket of any account is, empty where there is no such bucket. S3 says the region of a bucket
// also to somebody who may not read it or asks in another region, in a header of the refusal; a refusal without that
// header says nothing. Source: Amazon S3 API Reference, "HeadBucket".
func bucketRegion(ctx context.Context, at catalog.Place, name string) (string, error) {
	out, err := newClient(at.Config).HeadBucket(ctx, &sdk.HeadBucketInput{Bucket: &name})
	if err == nil {
		if out.BucketRegion == nil {
			return "", errors.New("the answer does not say the region of bucket " + name)
		}
		return *out.BucketRegion, nil
	}
	if answer, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		if region := answer.Response.Header.Get("X-Amz-Bucket-Region"); region != "" {
			return region, nil
		}
		if answer.HTTPStatusCode() == http.StatusNotFound && awsconf.Code(err) == "NotFound" {
			return "", nil
		}
	}
	return "", err
}
