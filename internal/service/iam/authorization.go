package iam

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
)

var getAuthorizationDetails = awsop.Read((*sdk.Client).GetAccountAuthorizationDetails, "iam:GetAccountAuthorizationDetails")

// authorization gives the pages of what IAM tells in one go of all entities of some kinds: a page is up to 1000 of them,
// with their policies, for which each entity would otherwise have to be asked.
func authorization(ctx context.Context, at catalog.Place, kinds ...types.EntityType) iter.Seq2[*sdk.GetAccountAuthorizationDetailsOutput, error] {
	return func(yield func(*sdk.GetAccountAuthorizationDetailsOutput, error) bool) {
		pages := sdk.NewGetAccountAuthorizationDetailsPaginator(sdk.NewFromConfig(at.Config), &sdk.GetAccountAuthorizationDetailsInput{
			Filter: kinds, MaxItems: large,
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

// entities yields what a collector makes of each page of the authorization details.
func entities[T any](ctx context.Context, at catalog.Place, of func(*sdk.GetAccountAuthorizationDetailsOutput) []T, kinds ...types.EntityType) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range authorization(ctx, at, kinds...) {
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, r := range of(page) {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// large is the largest page that IAM gives.
var large = aws.Int32(1000)

// attached are the ARNs of attached policies, sorted.
func attached(list []types.AttachedPolicy) []string {
	return sorted(list, func(p types.AttachedPolicy) *string { return p.PolicyArn })
}

// inline are the names of policies inside of an entity, sorted.
func inline(list []types.PolicyDetail) []string {
	return sorted(list, func(p types.PolicyDetail) *string { return p.PolicyName })
}

func sorted[T any](list []T, of func(T) *string) []string {
	out := []string{}
	for _, x := range list {
		out = append(out, aws.ToString(of(x)))
	}
	slices.Sort(out)
	return out
}

// names are the names of policies, sorted.
func names(list []string) []string {
	return sorted(list, func(name string) *string { return &name })
}

func tagMap(list []types.Tag) map[string]string {
	tags := map[string]string{}
	for _, t := range list {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return tags
}

// document decodes a policy, which IAM percent-encodes.
func document(encoded *string) (string, error) {
	if aws.ToString(encoded) == "" {
		return "", errors.New("the answer has no policy document")
	}
	text, err := url.PathUnescape(*encoded)
	if err != nil {
		return "", fmt.Errorf("policy document: %w", err)
	}
	return text, nil
}
