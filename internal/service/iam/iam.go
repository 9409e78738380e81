// Package iam has the collectors, controls and remediations of AWS Identity and Access Management.
package iam

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/catalog"
)

// Service gathers the units of this directory.
var Service = catalog.NewService("iam")

// paginator is what the SDK's paginators of IAM have in common.
type paginator[Out any] interface {
	HasMorePages() bool
	NextPage(ctx context.Context, opts ...func(*sdk.Options)) (*Out, error)
}

// allPages gathers what stands on all pages of a list.
func allPages[Out, T any](ctx context.Context, pages paginator[Out], items func(*Out) []T) ([]T, error) {
	var out []T
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, items(page)...)
	}
	return out, nil
}
