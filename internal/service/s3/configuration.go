package s3

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awsconf"
	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
)

var (
	getBucketEncryption = awsop.Read((*sdk.Client).GetBucketEncryption, "s3:GetEncryptionConfiguration")
	getBucketLogging    = awsop.Read((*sdk.Client).GetBucketLogging, "s3:GetBucketLogging")
	getBucketOwnership  = awsop.Read((*sdk.Client).GetBucketOwnershipControls, "s3:GetBucketOwnershipControls")
	getBucketVersioning = awsop.Read((*sdk.Client).GetBucketVersioning, "s3:GetBucketVersioning")
	getBucketLifecycle  = awsop.Read((*sdk.Client).GetBucketLifecycleConfiguration, "s3:GetLifecycleConfiguration")
)

// mirror copies one of the SDK's structs into ours, by the names of the members. A member that ours does not have is an
// error: what was not read whole could not be put back whole.
func mirror[T any](from any) (T, error) {
	var to T
	data, err := awsop.Encode(from)
	if err != nil {
		return to, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&to); err != nil {
		return to, fmt.Errorf("the answer has what is not understood: %w", err)
	}
	return to, nil
}

func readEncryption(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	out, err := newClient(at.Config).GetBucketEncryption(ctx, &sdk.GetBucketEncryptionInput{Bucket: &b.Name})
	if awsconf.Code(err) == "ServerSideEncryptionConfigurationNotFoundError" {
		b.Encryption = resource.None[s3.Encryption]()
		return nil
	}
	if err != nil {
		return err
	}
	if out.ServerSideEncryptionConfiguration == nil {
		return errors.New("the answer has no configuration")
	}
	e, err := mirror[s3.Encryption](out.ServerSideEncryptionConfiguration)
	if err != nil {
		return err
	}
	b.Encryption = resource.Is(e)
	return nil
}

func readLogging(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	out, err := newClient(at.Config).GetBucketLogging(ctx, &sdk.GetBucketLoggingInput{Bucket: &b.Name})
	if err != nil {
		return err
	}
	if out.LoggingEnabled == nil { // S3 has no error for it
		b.Logging = resource.None[s3.Logging]()
		return nil
	}
	l, err := mirror[s3.Logging](out.LoggingEnabled)
	if err != nil {
		return err
	}
	slices.SortFunc(l.TargetGrants, compareGrants)
	b.Logging = resource.Is(l)
	return nil
}

func compareGrants(x, y s3.LoggingGrant) int {
	a, o := x.Grantee, y.Grantee
	return cmp.Or(cmp.Compare(a.Type, o.Type), cmp.Compare(a.ID, o.ID), cmp.Compare(a.URI, o.URI),
		cmp.Compare(a.EmailAddress, o.EmailAddress), cmp.Compare(x.Permission, y.Permission))
}

func readOwnership(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	out, err := newClient(at.Config).GetBucketOwnershipControls(ctx, &sdk.GetBucketOwnershipControlsInput{Bucket: &b.Name})
	if awsconf.Code(err) == "OwnershipControlsNotFoundError" {
		b.Ownership = resource.None[string]()
		return nil
	}
	if err != nil {
		return err
	}
	if out.OwnershipControls == nil || len(out.OwnershipControls.Rules) != 1 {
		return errors.New("the answer does not have one rule")
	}
	b.Ownership = resource.Is(string(out.OwnershipControls.Rules[0].ObjectOwnership))
	return nil
}

func readVersioning(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	out, err := newClient(at.Config).GetBucketVersioning(ctx, &sdk.GetBucketVersioningInput{Bucket: &b.Name})
	if err != nil {
		return err
	}
	b.Versioning = resource.None[s3.Versioning]() // S3 has no error for it
	if out.Status != "" || out.MFADelete != "" {
		b.Versioning = resource.Is(s3.Versioning{Status: string(out.Status), MFADelete: string(out.MFADelete)})
	}
	return nil
}

func readLifecycle(ctx context.Context, at catalog.Place, b *s3.Bucket) error {
	out, err := newClient(at.Config).GetBucketLifecycleConfiguration(ctx, &sdk.GetBucketLifecycleConfigurationInput{Bucket: &b.Name})
	if awsconf.Code(err) == "NoSuchLifecycleConfiguration" {
		b.Lifecycle = resource.None[s3.Lifecycle]()
		return nil
	}
	if err != nil {
		return err
	}
	l, err := mirror[s3.Lifecycle](lifecycle{out.Rules, out.TransitionDefaultMinimumObjectSize})
	if err != nil {
		return err
	}
	b.Lifecycle = resource.Is(l)
	return nil
}

// lifecycle is the part of the SDK's answer that is the bucket's.
type lifecycle struct {
	Rules                              []types.LifecycleRule
	TransitionDefaultMinimumObjectSize types.TransitionDefaultMinimumObjectSize
}
