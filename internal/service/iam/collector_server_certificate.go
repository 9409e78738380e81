package iam

import (
	"context"
	"errors"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var (
	listServerCertificates = awsop.Read((*sdk.Client).ListServerCertificates, "iam:ListServerCertificates")
	getServerCertificate   = awsop.Read((*sdk.Client).GetServerCertificate, "iam:GetServerCertificate")
)

var certificates = catalog.Collector(Service, catalog.CollectorSpec[iam.ServerCertificate]{
	Type: "AWS::IAM::ServerCertificate", Version: 1, Scope: catalog.Global, File: "server_certificate",
	ListCalls: []awsop.Op{listServerCertificates},
	List:      eachCertificate,
	Gone:      []string{noSuchEntity},
	Reads: []catalog.ReadSpec[iam.ServerCertificate]{
		{Facts: []string{"Expiration", "Tags"}, Calls: []awsop.Op{getServerCertificate}, Do: readCertificate},
	},
})

func eachCertificate(ctx context.Context, at catalog.Place) iter.Seq2[iam.ServerCertificate, error] {
	return func(yield func(iam.ServerCertificate, error) bool) {
		pages := sdk.NewListServerCertificatesPaginator(sdk.NewFromConfig(at.Config), &sdk.ListServerCertificatesInput{MaxItems: large})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(iam.ServerCertificate{}, err)
				return
			}
			for _, m := range page.ServerCertificateMetadataList {
				if !yield(listedCertificate(at, m), nil) {
					return
				}
			}
		}
	}
}

func listedCertificate(at catalog.Place, m types.ServerCertificateMetadata) iam.ServerCertificate {
	c := iam.ServerCertificate{Ref: at.Ref("AWS::IAM::ServerCertificate", aws.ToString(m.Arn), aws.ToString(m.ServerCertificateName))}
	if m.Expiration != nil { // else it is left to be read by itself
		c.Expiration = resource.Is(second(*m.Expiration))
	}
	return c
}

func readCertificate(ctx context.Context, at catalog.Place, c *iam.ServerCertificate) error {
	out, err := sdk.NewFromConfig(at.Config).GetServerCertificate(ctx, &sdk.GetServerCertificateInput{ServerCertificateName: &c.Name})
	if err != nil {
		return err
	}
	if out.ServerCertificate == nil || out.ServerCertificate.ServerCertificateMetadata == nil ||
		out.ServerCertificate.ServerCertificateMetadata.Expiration == nil {
		return errors.New("the answer does not tell when the certificate expires")
	}
	c.Expiration = resource.Is(second(*out.ServerCertificate.ServerCertificateMetadata.Expiration))
	c.Tags = resource.Is(tagMap(out.ServerCertificate.Tags))
	return nil
}
