package opensearch

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/opensearch"
	"github.com/aws/aws-sdk-go-v2/service/opensearch/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/opensearch"
)

var (
	listDomainNames = awsop.Read((*sdk.Client).ListDomainNames, "es:ListDomainNames")
	describeDomains = awsop.Read((*sdk.Client).DescribeDomains, "es:DescribeDomains")
	describeDomain  = awsop.Read((*sdk.Client).DescribeDomain, "es:DescribeDomain")
)

var domains = catalog.Collector(Service, catalog.CollectorSpec[opensearch.Domain]{
	Type: "AWS::OpenSearch::Domain", Version: 1, Scope: catalog.Regional, File: "domain",
	ListCalls: []awsop.Op{listDomainNames, describeDomains},
	List:      listAll,
	Gone:      []string{"ResourceNotFoundException"},
	Reads: []catalog.ReadSpec[opensearch.Domain]{
		{Facts: []string{"EncryptionAtRest", "VPC"}, Calls: []awsop.Op{describeDomain}, Do: readDomain},
	},
})

// atOnce is how many domains AWS describes in one call.
const atOnce = 5

// listAll describes the domains of this engine. One that was deleted since its name was listed is not in the answer.
func listAll(ctx context.Context, at catalog.Place) iter.Seq2[opensearch.Domain, error] {
	return func(yield func(opensearch.Domain, error) bool) {
		client := sdk.NewFromConfig(at.Config)
		list, err := client.ListDomainNames(ctx, &sdk.ListDomainNamesInput{EngineType: types.EngineTypeOpenSearch})
		if err != nil {
			yield(opensearch.Domain{}, err)
			return
		}
		for some := range slices.Chunk(names(list.DomainNames), atOnce) {
			out, err := client.DescribeDomains(ctx, &sdk.DescribeDomainsInput{DomainNames: some})
			if err != nil {
				yield(opensearch.Domain{}, err)
				return
			}
			for _, found := range out.DomainStatusList {
				d := opensearch.Domain{Ref: at.Ref("AWS::OpenSearch::Domain", aws.ToString(found.ARN), aws.ToString(found.DomainName))}
				fill(&d, found)
				if !yield(d, nil) {
					return
				}
			}
		}
	}
}

func names(list []types.DomainInfo) []string {
	var out []string
	for _, d := range list {
		out = append(out, aws.ToString(d.DomainName))
	}
	return out
}

// fill leaves out the encryption that the answer does not speak of.
func fill(d *opensearch.Domain, found types.DomainStatus) {
	if e := found.EncryptionAtRestOptions; e != nil && e.Enabled != nil {
		d.EncryptionAtRest = resource.Is(*e.Enabled)
	}
	d.VPC = resource.None[opensearch.VPC]()
	if v := found.VPCOptions; v != nil && (v.VPCId != nil || len(v.SubnetIds) > 0) {
		d.VPC = resource.Is(opensearch.VPC{ID: aws.ToString(v.VPCId), Subnets: slices.Sorted(slices.Values(v.SubnetIds))})
	}
}

func readDomain(ctx context.Context, at catalog.Place, d *opensearch.Domain) error {
	out, err := sdk.NewFromConfig(at.Config).DescribeDomain(ctx, &sdk.DescribeDomainInput{DomainName: &d.Name})
	if err != nil {
		return err
	}
	if out.DomainStatus == nil {
		return errors.New("the answer has no domain")
	}
	fill(d, *out.DomainStatus)
	if d.EncryptionAtRest.State() == resource.NotAsked {
		return errors.New("the answer does not say whether data are encrypted at rest")
	}
	return nil
}
